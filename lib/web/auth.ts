import "server-only";
import { headers as requestHeaders } from "next/headers";
import type { AuthOptions } from "next-auth";
import credentials from "next-auth/providers/credentials";
import { SECOND } from "@/lib/domain/durations";
import { returnPath } from "@/lib/domain/return-path";
import { SESSION_LIFE } from "@/lib/domain/session-rule";
import { serverContext } from "@/lib/services/context";
import { endSession } from "@/lib/services/read-session";
import { signIn } from "@/lib/services/sign-in";
import { adapters } from "./adapters";
import { clientAddress } from "./client-address";
import type { ConnectAttempt } from "./connect-attempt";
import { isSecure } from "./cookie-names";
import { instagramProvider } from "./instagram-provider";
import { cookieOptions, readSessionId } from "./session-cookie";

declare module "next-auth" {
  interface User {
    sessionId?: string;
  }
}

/** The error of a throttled sign-in, followed by a colon and the seconds to wait. */
export const TOO_MANY_ATTEMPTS = "TooManyAttempts";

/**
 * next-auth's options. A session cookie is good only while its row is there, which `currentContext` asks at every
 * request; next-auth itself would take a database that is away for a sign-out.
 *
 * @param attempt - this request's trip to or from Instagram, when it is one.
 */
export function authOptions(attempt: ConnectAttempt | null = null): AuthOptions {
  const wired = adapters();
  const { settings, log } = wired;
  return {
    secret: settings.secret,
    pages: { signIn: "/sign-in", error: "/sign-in" },
    session: { strategy: "jwt", maxAge: SESSION_LIFE / SECOND },
    useSecureCookies: isSecure(settings.baseUrl),
    cookies: cookieOptions(settings.baseUrl),
    providers: [
      credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(input, request) {
          const headers = new Headers(request.headers as Record<string, string>);
          const outcome = await signIn(serverContext(wired), {
            email: input?.email ?? "",
            password: input?.password ?? "",
            address: clientAddress(headers),
            userAgent: headers.get("user-agent") ?? "",
            previousSessionId: await readSessionId(),
          });
          if (outcome.kind === "slow_down") {
            const seconds = Math.max(1, Math.ceil((outcome.until.getTime() - wired.clock().getTime()) / SECOND));
            throw new Error(`${TOO_MANY_ATTEMPTS}:${seconds}`);
          }
          return outcome.kind === "wrong" ? null : { id: outcome.user.id, sessionId: outcome.sessionId };
        },
      }),
      instagramProvider(settings, attempt),
    ],
    callbacks: {
      // Instagram is no way in: its callback hands the result over and leaves the person's own session as it was.
      signIn: ({ account }) => (account?.provider === "instagram" ? (attempt?.finish() ?? false) : true),
      jwt: ({ token, user }) => (user?.sessionId === undefined ? token : { sub: user.id, sessionId: user.sessionId }),
      redirect: ({ url, baseUrl }) => `${baseUrl}${goalOf(url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url)}`,
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sessionId !== "string") return;
        await endSession(serverContext(wired), token.sessionId, clientAddress(await requestHeaders()));
      },
    },
    logger: {
      error: (code, metadata) => {
        // A cookie of another secret, or an attempt that has its own outcome, is no fault of the server.
        const level = code === "JWT_SESSION_ERROR" || attempt !== null ? "info" : "error";
        log[level]({ event: "next_auth", code, metadata }, "next-auth");
      },
      warn: (code) => log.debug({ event: "next_auth", code }, "next-auth"),
      debug: () => undefined,
    },
  };
}

/** Where next-auth may lead: to a page of the list, or out. */
function goalOf(path: string): string {
  return path === "/sign-in" ? path : returnPath(path);
}
