import "server-only";
import { cookies } from "next/headers";
import type { CookieOption, CookiesOptions } from "next-auth";
import { decode, encode } from "next-auth/jwt";
import { elapsed, SECOND } from "@/lib/domain/durations";
import type { RenamedSession } from "@/lib/services/rotate-session";
import { adapters } from "./adapters";
import { cookieName, isSecure } from "./cookie-names";

/** next-auth's cookies by our names; all of them end up `HttpOnly`, `SameSite=Lax` and, on https, `Secure`. */
export function cookieOptions(baseUrl: string): Partial<CookiesOptions> {
  const option = (kind: Parameters<typeof cookieName>[0]): CookieOption => ({
    name: cookieName(kind, baseUrl),
    options: cookieFlags(baseUrl),
  });
  return {
    sessionToken: option("session-token"),
    csrfToken: option("csrf-token"),
    callbackUrl: option("callback-url"),
    state: option("state"),
  };
}

/** The session that this request's cookie names, or null; whether its row still stands is another question. */
export async function readSessionId(): Promise<string | null> {
  const { baseUrl, secret } = adapters().settings;
  const token = (await cookies()).get(cookieName("session-token", baseUrl))?.value;
  if (token === undefined) return null;
  const content = await decode({ token, secret }).catch(() => null);
  return typeof content?.sessionId === "string" ? content.sessionId : null;
}

/**
 * Gives this browser the cookie of a session that got a new id. In actions and handlers only: pages cannot set cookies.
 * The cookie ends with the session, never later.
 */
export async function writeSessionCookie({ id, userId, expiresAt }: RenamedSession): Promise<void> {
  const { clock, settings } = adapters();
  const { baseUrl, secret } = settings;
  const maxAge = Math.max(0, Math.floor(elapsed(clock(), expiresAt) / SECOND));
  const value = await encode({ token: { sub: userId, sessionId: id }, secret, maxAge });
  (await cookies()).set(cookieName("session-token", baseUrl), value, { ...cookieFlags(baseUrl), expires: expiresAt });
}

/** The flags of every cookie of ours. */
export function cookieFlags(baseUrl: string) {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure(baseUrl) } as const;
}
