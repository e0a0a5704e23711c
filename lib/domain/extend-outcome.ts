import { formatDate } from "./date-text";
import { failureSentence } from "./failure-sentence";
import type { FailureReason } from "./instagram-failure";
import type { ExtendRefusal, RenewalOutcome } from "./renewal-rule";

/** Why nothing was tried: the rule, a pause of all calls, or, for the scheduler, that it is not time yet. */
export type OutcomeRefusal = ExtendRefusal | "paused" | "not_due";

/** What pressing Extend came to. A lost race is an outcome, not an error. */
export type ExtendOutcome =
  | { kind: RenewalOutcome; username: string; expiresBefore: Date; expiresAfter: Date; tokenVersion: number }
  | { kind: "refused"; username: string; refusal: OutcomeRefusal; from: Date | null }
  | {
      kind: "failed";
      username: string;
      reason: FailureReason;
      code: number | null;
      message: string;
      /** When `/me` is asked before a refusal for good is believed; null: nothing of the kind was said. */
      lookAgainAt: Date | null;
    }
  | { kind: "already_running"; username: string }
  | { kind: "superseded"; username: string }
  | { kind: "not_found" };

/** How a summary counts an outcome. */
export function extendTally(outcome: ExtendOutcome): "done" | "failed" | "skipped" {
  switch (outcome.kind) {
    case "extended":
    case "learned":
      return "done";
    case "failed":
    case "unchanged":
      return "failed";
    default:
      return "skipped";
  }
}

/** One sentence for a person: what happened and, where something is wrong, what to do. */
export function extendSentence(outcome: ExtendOutcome): string {
  switch (outcome.kind) {
    case "extended":
      return `@${outcome.username} extended: ${formatDate(outcome.expiresBefore)} → ${formatDate(outcome.expiresAfter)}.`;
    case "learned":
      return `@${outcome.username} answered: the true expiry is ${formatDate(outcome.expiresAfter)}.`;
    case "unchanged":
      return `Instagram answered for @${outcome.username}, but the expiry stays ${formatDate(outcome.expiresAfter)}. Try again tomorrow.`;
    case "refused":
      return refusalSentence(outcome.username, outcome.refusal, outcome.from);
    case "failed": {
      const { what, next } = failureSentence(outcome.reason);
      if (outcome.lookAgainAt !== null)
        return `@${outcome.username} was not extended. ${what} ${lookAgainSentence(outcome.lookAgainAt)}`;
      return `@${outcome.username} was not extended. ${what} The token is kept. ${next}`;
    }
    case "already_running":
      return `@${outcome.username} is being extended by somebody else right now. Look again in a few seconds.`;
    case "superseded":
      return `@${outcome.username} got a newer token in the meantime. Nothing more to do.`;
    case "not_found":
      return "This account is no longer here. A colleague may have removed it; go back to the list.";
  }
}

/** What happens between a refusal for good and believing it. */
export function lookAgainSentence(at: Date): string {
  return `Such answers can be wrong, so Perennial looks again at ${formatDate(at, "minute")} before it believes this. The token is kept.`;
}

/** Why Extend is not possible, in the rule's own words. */
export function refusalSentence(username: string, refusal: OutcomeRefusal, from: Date | null): string {
  switch (refusal) {
    case "not_due":
      return `@${username} need not be renewed yet.`;
    case "paused":
      return `Instagram says there have been too many calls, so nothing is asked until ${from === null ? "later" : formatDate(from, "minute")}. The token of @${username} is kept, and renewal goes on by itself.`;
    case "too_young":
      return `@${username} is too young: Instagram extends a token that is at least a day old. It can be extended from ${from === null ? "tomorrow" : formatDate(from, "minute")}.`;
    case "expired":
      return `The token of @${username} has expired, and Instagram cannot extend it any more. Reconnect the account.`;
    case "dead":
      return `Instagram refuses the token of @${username} for good. Reconnect the account.`;
    case "disconnected":
      return `@${username} is disconnected. Connect it again to get a new token.`;
  }
}
