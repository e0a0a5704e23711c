import { failureSentence } from "./failure-sentence";
import type { FailureReason } from "./instagram-failure";
import { scopeText } from "./scopes";

/** How a trip to Instagram's consent window ended. Stored, so that reloading the callback shows it again. */
export type ConnectOutcome =
  | { kind: "connected" | "reconnected"; username: string; missing: string[] }
  | { kind: "cancelled" }
  | { kind: "refused_by_instagram"; message: string }
  | { kind: "wrong_account"; expected: string; username: string }
  | { kind: "account_gone" }
  /** Between the consent and the end of the trip, its owner had everything erased. */
  | { kind: "erased_meanwhile" }
  | { kind: "basic_missing"; username: string | null }
  | { kind: "failed"; reason: FailureReason; code: number | null; message: string }
  | { kind: "interrupted" }
  | { kind: "unknown_state" };

export interface ConnectSentence {
  tone: "good" | "calm" | "bad";
  title: string;
  text: string;
}

/** What the person reads. Nothing was stored in any case but the first two. */
export function connectSentence(outcome: ConnectOutcome): ConnectSentence {
  switch (outcome.kind) {
    case "connected":
    case "reconnected":
      return {
        tone: outcome.missing.length > 0 ? "calm" : "good",
        title: `@${outcome.username} is ${outcome.kind}.`,
        text:
          outcome.missing.length > 0
            ? `Not granted: ${outcome.missing.map(scopeText).join(", ")}. Reconnect and leave these switched on if your apps need them.`
            : "",
      };
    case "cancelled":
      return { tone: "calm", title: "You cancelled on Instagram.", text: "Nothing was changed." };
    case "refused_by_instagram":
      return {
        tone: "bad",
        title: "Instagram sent you back without an answer.",
        text: `It says: “${outcome.message}”. Nothing was changed. Start again; if it stays so, compare the settings below.`,
      };
    case "wrong_account":
      return {
        tone: "bad",
        title: `You allowed @${outcome.username}, but this was to reconnect @${outcome.expected}.`,
        text: `Nothing was changed. Reconnect again and choose @${outcome.expected} on Instagram, or connect @${outcome.username} as an account of its own.`,
      };
    case "account_gone":
      return {
        tone: "bad",
        title: "The account to reconnect is no longer here.",
        text: "A colleague may have removed it. Nothing was changed; connect it as a new account.",
      };
    case "erased_meanwhile":
      return {
        tone: "bad",
        title: "The account was erased at its owner's request.",
        text: "It was connected, and a moment later all its data was erased here. Speak with its owner before you connect it again.",
      };
    case "basic_missing":
      return {
        tone: "bad",
        title: `${outcome.username === null ? "The account" : `@${outcome.username}`} was not connected: the basic permission is missing.`,
        text: "Without “basic” Instagram gives no long-lived token. Connect again and leave it switched on. Nothing was stored.",
      };
    case "failed": {
      const { what, next } = failureSentence(outcome.reason);
      return {
        tone: "bad",
        title: what,
        text: `Nothing was stored. ${next}`,
      };
    }
    case "interrupted":
      return {
        tone: "bad",
        title: "The connection was interrupted before it was finished.",
        text: "Nothing was stored. Start again with Connect account.",
      };
    case "unknown_state":
      return {
        tone: "bad",
        title: "This answer from Instagram does not belong to a connection that you started here.",
        text: "It may be too old, already used, or from another browser. Nothing was stored. Start again with Connect account.",
      };
  }
}

/** True when the cause may lie in the Meta app's or this server's settings, so that the redirect URI is worth showing. */
export function showsSettings(outcome: ConnectOutcome): boolean {
  if (outcome.kind === "refused_by_instagram") return true;
  if (outcome.kind !== "failed") return false;
  return ["wrong_client", "wrong_secret", "redirect_or_secret", "redirect_uri"].includes(outcome.reason);
}
