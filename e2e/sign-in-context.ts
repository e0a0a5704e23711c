import type { BrowserContext } from "@playwright/test";
import { encode } from "next-auth/jwt";
import type { Adapters } from "../lib/services/context";
import { cookieName, isSecure } from "../lib/web/cookie-names";

/** Gives a browser the cookie of a new session of `userId`; returns the session's id. */
export async function signInContext(
  context: BrowserContext,
  { userId, adapters }: { userId: string; adapters: Adapters },
): Promise<string> {
  const { createSession } = await import("../prisma/factories");
  const { id: sessionId } = await createSession({ userId }, adapters.db);
  const { secret, baseUrl } = adapters.settings;
  const value = await encode({ token: { sub: userId, sessionId }, secret });
  const name = cookieName("session-token", baseUrl);
  const secure = isSecure(baseUrl);
  await context.addCookies([{ name, value, url: baseUrl, httpOnly: true, sameSite: "Lax", secure }]);
  return sessionId;
}
