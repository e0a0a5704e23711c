import "server-only";
import { cookies } from "next/headers";
import { decode, encode } from "next-auth/jwt";
import { SECOND } from "@/lib/domain/durations";
import { KNOWN_BROWSER_LIFE } from "@/lib/domain/sign-in-throttle";
import { adapters } from "./adapters";
import { cookieName } from "./cookie-names";
import { cookieFlags } from "./session-cookie";

/** Makes a key of its own of the secret, so that no other cookie can pass for this one, nor this one for another. */
const SALT = "known-browser";

/** The e-mail of whoever signed in last with this browser, or null. It opens nothing; it only tells strangers apart. */
export async function readKnownBrowser(): Promise<string | null> {
  const { baseUrl, secret } = adapters().settings;
  const token = (await cookies()).get(cookieName("known-browser", baseUrl))?.value;
  if (token === undefined) return null;
  const content = await decode({ token, secret, salt: SALT }).catch(() => null);
  return content?.email ?? null;
}

/** Remembers, in the browser itself, that this person has signed in with it. In actions and handlers only. */
export async function rememberBrowser(email: string): Promise<void> {
  const { baseUrl, secret } = adapters().settings;
  const maxAge = KNOWN_BROWSER_LIFE / SECOND;
  const value = await encode({ token: { email }, secret, salt: SALT, maxAge });
  (await cookies()).set(cookieName("known-browser", baseUrl), value, { ...cookieFlags(baseUrl), maxAge });
}
