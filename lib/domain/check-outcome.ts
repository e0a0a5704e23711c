import { failureSentence } from "./failure-sentence";
import type { FailureReason } from "./instagram-failure";

/** What pressing Check now came to. */
export type CheckOutcome =
  | { kind: "works"; username: string; revived: boolean }
  | { kind: "failed"; username: string; reason: FailureReason; believed: boolean }
  | { kind: "disconnected"; username: string }
  | { kind: "superseded"; username: string }
  | { kind: "not_found" };

export function checkSentence(outcome: CheckOutcome): string {
  switch (outcome.kind) {
    case "works":
      return outcome.revived
        ? `The token of @${outcome.username} works again.`
        : `The token of @${outcome.username} works.`;
    case "failed": {
      const { what, next } = failureSentence(outcome.reason);
      return outcome.believed
        ? `@${outcome.username}: ${what} ${next}`
        : `@${outcome.username}: ${what} A second look did not confirm it, so nothing was changed. Check again in a few minutes.`;
    }
    case "disconnected":
      return `@${outcome.username} is disconnected. Connect it again to get a new token.`;
    case "superseded":
      return `@${outcome.username} got a newer token in the meantime. Check again if you like.`;
    case "not_found":
      return "This account is no longer here. A colleague may have removed it; go back to the list.";
  }
}
