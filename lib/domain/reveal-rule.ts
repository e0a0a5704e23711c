import type { TokenFacts } from "./account-facts";
import { SECOND } from "./durations";

/** Milliseconds that a revealed token stands on the screen. */
export const REVEAL_TIME = 60 * SECOND;
/** What an owner types to end revealing for good. */
export const REVEAL_CONFIRMATION = "switch off";

export type RevealRefusal = "not_found" | "disconnected" | "dead" | "expired" | "switched_off";

/** Why there is nothing to reveal, or null. A token that Instagram refuses is of no use to anybody. */
export function revealRefusal(
  account: Pick<TokenFacts, "disconnectedAt" | "verdict" | "expiresAt"> | null,
  now: Date,
): Exclude<RevealRefusal, "switched_off"> | null {
  if (account === null) return "not_found";
  if (account.disconnectedAt !== null) return "disconnected";
  if (account.verdict === "dead") return "dead";
  return account.expiresAt.getTime() <= now.getTime() ? "expired" : null;
}

const SENTENCES: Record<RevealRefusal, string> = {
  not_found: "This account is no longer here. A colleague may have removed it; go back to the list.",
  disconnected: "This account is disconnected, and its token was destroyed. Connect it again to get a new one.",
  dead: "This token is of no use any more, so there is nothing worth revealing. Reconnect the account.",
  expired: "This token has expired, so there is nothing worth revealing. Reconnect the account.",
  switched_off: "An owner has switched revealing off for good. Tokens stay sealed on this server.",
};

export function revealSentence(refusal: RevealRefusal): string {
  return SENTENCES[refusal];
}
