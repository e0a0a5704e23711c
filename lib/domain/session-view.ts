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
