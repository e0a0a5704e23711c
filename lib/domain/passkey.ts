import { MINUTE } from "./durations";

/** Milliseconds in which a browser must answer what it was asked to sign. */
export const CHALLENGE_LIFE = 5 * MINUTE;
/** Passkeys that one person may have. */
export const MOST_PASSKEYS = 20;

/** What an answer may be used for; one that was made for something else is refused. */
export const PASSKEY_PURPOSES = ["register", "sign_in", "proof"] as const;
export type PasskeyPurpose = (typeof PASSKEY_PURPOSES)[number];

/** What a person may see of a passkey. */
export interface PasskeyView {
  id: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** For whom browsers keep passkeys, or why they will not. */
export type RelyingParty =
  | { kind: "ready"; id: string; origin: string }
  | { kind: "needs_domain" }
  | { kind: "needs_https" };

/** Browsers bind a passkey to a domain name, and know passkeys on https and on localhost only. */
export function relyingParty(baseUrl: string): RelyingParty {
  const { hostname, origin, protocol } = new URL(baseUrl);
  if (hostname.startsWith("[") || /^[\d.]+$/.test(hostname)) return { kind: "needs_domain" };
  const local = hostname === "localhost" || hostname.endsWith(".localhost");
  if (protocol !== "https:" && !local) return { kind: "needs_https" };
  return { kind: "ready", id: hostname, origin };
}

/** What to say where passkeys cannot be used. */
export const RELYING_PARTY_PROBLEMS = {
  needs_domain:
    "Passkeys need a domain name: browsers keep none for a bare IP address such as the one in NEXTAUTH_URL.",
  needs_https: "Passkeys need https: browsers keep none for the address in NEXTAUTH_URL.",
} as const;
