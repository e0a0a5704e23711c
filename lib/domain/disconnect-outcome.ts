import { counted } from "./date-text";

/** How many accounts one act may disconnect. */
export const MOST_DISCONNECTED = 500;

export interface DisconnectCounts {
  disconnected: number;
  /** Changed at the same moment by somebody else, and left as they are. */
  superseded: number;
  /** Unknown, or disconnected before. */
  notFound: number;
  /** Left as they are, because the server could not do it. */
  failed: number;
}

/** What the list says afterwards. `left` accounts are still connected, though they were chosen. */
export function disconnectedSentence(count: number, left: number): string {
  const done =
    count === 1
      ? "1 account is disconnected and its token is destroyed. Its history stays."
      : `${counted(count, "account")} are disconnected and their tokens are destroyed. Their history stays.`;
  if (left === 0) return done;
  const rest = left === 1 ? "1 account is still connected" : `${counted(left, "account")} are still connected`;
  return `${done} ${rest}: select again and repeat.`;
}
