import { lookAgainSentence } from "./extend-outcome";
import { failureSentence } from "./failure-sentence";
import type { FailureReason } from "./instagram-failure";

/** What pressing Check now came to. */
export type CheckOutcome =
  | { kind: "works"; username: string; revived: boolean }
  /** `lookAgainAt`: a refusal for good that is not believed yet, and when `/me` is asked again. */
  | { kind: "failed"; username: string; reason: FailureReason; lookAgainAt: Date | null }
  | { kind: "already_running"; username: string }
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
      return `@${outcome.username}: ${what} ${outcome.lookAgainAt === null ? next : lookAgainSentence(outcome.lookAgainAt)}`;
    }
    case "already_running":
      return `@${outcome.username} is being looked at right now. Look again in a few seconds.`;
    case "disconnected":
      return `@${outcome.username} is disconnected. Connect it again to get a new token.`;
    case "superseded":
      return `@${outcome.username} got a newer token in the meantime. Check again if you like.`;
    case "not_found":
      return "This account is no longer here. A colleague may have removed it; go back to the list.";
  }
}
