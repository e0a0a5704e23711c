import "server-only";
import type { ConnectOutcome } from "@/lib/domain/connect-outcome";
import { after } from "@/lib/domain/durations";
import type { InstagramFailure } from "@/lib/domain/instagram-failure";
import { REQUIRED_SCOPE } from "@/lib/domain/scopes";
import { authorize, type ServiceContext } from "./context";

/** A long-lived token fresh from Instagram; lives in memory until it is sealed. */
export interface Grant {
  token: string;
  issuedAt: Date;
  expiresAt: Date;
  /** Null when Instagram did not say what was granted. */
  scopes: string[] | null;
}

export type ExchangeResult = { ok: true; grant: Grant } | { ok: false; outcome: ConnectOutcome };

/** next-auth's callback path; with the configured base URL it is the redirect URI, on both legs byte for byte the same. */
export function redirectUri(baseUrl: string): string {
  return `${baseUrl}/api/auth/callback/instagram`;
}

/**
 * Code → short-lived → long-lived token. The short-lived one is never kept: when the second step fails, connecting
 * fails. Neither call is ever repeated, because the code may be spent (instagram-platform §2.3).
 */
export async function exchangeCode(ctx: ServiceContext, code: string): Promise<ExchangeResult> {
  authorize(ctx, "change_accounts");
  const short = await ctx.instagram.exchangeCode(code, redirectUri(ctx.settings.baseUrl));
  if (!short.ok) return { ok: false, outcome: failedConnect(short.failure) };
  const { token, scopes, longLivedFor } = short.value;
  if (scopes !== null && !scopes.includes(REQUIRED_SCOPE)) {
    return { ok: false, outcome: { kind: "basic_missing", username: null } };
  }
  if (longLivedFor !== null) {
    return { ok: true, grant: { token, scopes, issuedAt: ctx.now, expiresAt: after(ctx.now, longLivedFor) } };
  }
  const long = await ctx.instagram.exchangeForLongLived(token);
  if (!long.ok) return { ok: false, outcome: failedConnect(long.failure) };
  const expiresAt = after(ctx.now, long.value.expiresIn);
  return {
    ok: true,
    grant: { token: long.value.token, scopes: scopes ?? long.value.scopes, issuedAt: ctx.now, expiresAt },
  };
}

export function failedConnect({ reason, code, message }: InstagramFailure): ConnectOutcome {
  return { kind: "failed", reason, code, message };
}
