import "server-only";
import { findAccount } from "@/lib/db/accounts";
import type { ConnectOutcome } from "@/lib/domain/connect-outcome";
import { missingScopes, REQUIRED_SCOPE } from "@/lib/domain/scopes";
import type { Profile } from "@/lib/instagram/responses";
import { adoptToken } from "./adopt-token";
import { authorize, type PersonContext } from "./context";
import type { Grant } from "./exchange-code";

export interface ConnectAccountInput {
  grant: Grant;
  profile: Profile;
  /** Set when the trip was made to reconnect this account; another one's consent then overwrites nothing. */
  reconnectAccountId: string | null;
}

/** Keeps what the consent brought, or says why not. Nothing is stored unless exchange, profile and scopes are all good. */
export async function connectAccount(
  ctx: PersonContext,
  { grant, profile, reconnectAccountId }: ConnectAccountInput,
): Promise<{ outcome: ConnectOutcome; accountId: string | null }> {
  authorize(ctx, "change_accounts");
  const { username, userId } = profile;
  if (grant.scopes !== null && !grant.scopes.includes(REQUIRED_SCOPE)) {
    return { outcome: { kind: "basic_missing", username }, accountId: null };
  }
  if (userId === null) {
    const message = "The profile came without user_id.";
    return { outcome: { kind: "failed", reason: "not_eligible", code: null, message }, accountId: null };
  }
  if (profile.accountType === "PERSONAL") {
    return { outcome: { kind: "failed", reason: "personal_account", code: null, message: "" }, accountId: null };
  }
  if (reconnectAccountId !== null) {
    const expected = await findAccount(ctx.db, reconnectAccountId);
    if (expected === null) return { outcome: { kind: "account_gone" }, accountId: null };
    if (expected.instagramUserId !== userId) {
      return { outcome: { kind: "wrong_account", expected: expected.username, username }, accountId: expected.id };
    }
  }
  const missing = missingScopes(ctx.settings.instagram.scopes, grant.scopes);
  const { accountId, isNew } = await adoptToken(ctx, {
    instagramUserId: userId,
    profile,
    token: grant.token,
    issuedAt: grant.issuedAt,
    issuedAtAssumed: false,
    expiresAt: grant.expiresAt,
    expiryAssumed: false,
    scopes: grant.scopes,
    missingScopes: missing,
    label: null,
    how: "connected",
  });
  return { outcome: { kind: isNew ? "connected" : "reconnected", username, missing }, accountId };
}
