import { counted } from "./date-text";

/** One signed-in browser as its person sees it. */
export interface SessionView {
  /** Names the session without being its id. */
  handle: string;
  /** "Chrome on Windows". */
  browser: string;
  /** Where it was opened from. */
  address: string;
  createdAt: Date;
  lastSeenAt: Date;
  /** The browser that asks. */
  current: boolean;
}

/** What became of the person's other browsers. */
export function endedSessionsText(ended: number): string {
  if (ended === 0) return "No other browser was signed in.";
  return `${counted(ended, "other browser")} ${ended === 1 ? "was" : "were"} signed out.`;
}
