import "server-only";
import { headers as requestHeaders } from "next/headers";
import type { AuthOptions, User } from "next-auth";
import credentials from "next-auth/providers/credentials";
import { z } from "zod";
import { elapsed, SECOND } from "@/lib/domain/durations";
import { returnPath } from "@/lib/domain/return-path";
import { SESSION_LIFE } from "@/lib/domain/session-rule";
import { serverContext } from "@/lib/services/context";
import type { Visitor } from "@/lib/services/open-session";
import { endSession } from "@/lib/services/read-session";
import { type SignInOutcome, signIn } from "@/lib/services/sign-in";
import { type PasskeySignInOutcome, signInWithPasskey } from "@/lib/services/sign-in-with-passkey";
import { adapters } from "./adapters";
import { clientAddress } from "./client-address";
import type { ConnectAttempt } from "./connect-attempt";
import { isSecure } from "./cookie-names";
import { instagramProvider } from "./instagram-provider";
import { readKnownBrowser, rememberBrowser } from "./known-browser";
import { cookieOptions, readSessionId } from "./session-cookie";

declare module "next-auth" {
  interface User {
    sessionId?: string;
  }
}

/** The error of a throttled sign-in, followed by a colon and the seconds to wait. */
export const TOO_MANY_ATTEMPTS = "TooManyAttempts";
/** The error after a right password, followed by a colon and the ways of the second step. */
const SECOND_FACTOR = "SecondFactor";
/** The error of the second step. */
const WRONG_CODE = "WrongCode";
/** The error when something broke; what it was stands in the log only. */
const FAULT = "Fault";

/** next-auth hands on whatever a JSON body holds, also where its types promise texts. */
const text = z.string().catch("");
const passwordInput = z
  .object({ email: text, password: text, code: text })
  .catch({ email: "", password: "", code: "" });
const passkeyInput = z.object({ challengeId: text, response: text }).catch({ challengeId: "", response: "" });

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
        credentials: { email: { type: "email" }, password: { type: "password" }, code: {} },
        authorize: (input, request) =>
          admit(async () =>
            signIn(serverContext(wired), { ...passwordInput.parse(input), ...(await visitor(request)) }),
          ),
      }),
      credentials({
        id: "passkey",
        name: "Passkey",
        credentials: { challengeId: {}, response: {} },
        authorize: (input, request) =>
          admit(async () => {
            const { challengeId, response } = passkeyInput.parse(input);
            const answer = { challengeId, response: parsedJson(response) };
            return signInWithPasskey(serverContext(wired), { ...answer, ...(await visitor(request)) });
          }),
      }),
      instagramProvider(settings, attempt),
    ],
    callbacks: {
      // Instagram is no way in: its callback hands the result over and leaves the person's own session as it was.
      signIn: ({ account }) => (account?.provider === "instagram" ? (attempt?.finish() ?? false) : true),
      jwt: ({ token, user }) => (user?.sessionId === undefined ? token : { sub: user.id, sessionId: user.sessionId }),
      redirect: ({ url, baseUrl }) => `${baseUrl}${goalOf(text.parse(url), baseUrl)}`,
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
function goalOf(url: string, baseUrl: string): string {
  const path = url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url;
  return path === "/sign-in" ? path : returnPath(path);
}

/** Asks one of our ways in. next-auth would send an error's own words to whoever knocks. */
async function admit(way: () => Promise<SignInOutcome | PasskeySignInOutcome>): Promise<User | null> {
  const outcome = await remembered(way).catch((error: unknown) => {
    adapters().log.error({ event: "sign_in_broke", err: error }, "sign-in broke");
    throw new Error(FAULT);
  });
  return signedIn(outcome);
}

async function remembered(way: () => Promise<SignInOutcome | PasskeySignInOutcome>) {
  const outcome = await way();
  if (outcome.kind === "signed_in") await rememberBrowser(outcome.user.email);
  return outcome;
}

/** What next-auth makes a cookie of; refusals travel as the texts of errors. */
function signedIn(outcome: SignInOutcome | PasskeySignInOutcome): User | null {
  switch (outcome.kind) {
    case "signed_in":
      return { id: outcome.user.id, sessionId: outcome.sessionId };
    case "slow_down": {
      const seconds = Math.max(1, Math.ceil(elapsed(adapters().clock(), outcome.until) / SECOND));
      throw new Error(`${TOO_MANY_ATTEMPTS}:${seconds}`);
    }
    case "second_factor_needed": {
      const ways = Object.entries(outcome.ways).flatMap(([way, open]) => (open ? [way] : []));
      throw new Error(`${SECOND_FACTOR}:${ways.join(",")}`);
    }
    case "wrong_code":
      throw new Error(WRONG_CODE);
    default:
      return null;
  }
}

async function visitor(request: { headers?: unknown }): Promise<Visitor> {
  const headers = new Headers(request.headers as Record<string, string>);
  return {
    address: clientAddress(headers),
    userAgent: headers.get("user-agent") ?? "",
    knownFor: await readKnownBrowser(),
    previousSessionId: await readSessionId(),
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
