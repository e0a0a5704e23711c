export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Milliseconds. What Instagram gives a long-lived token at issue and at every refresh (instagram-platform §0.3). */
export const LONG_LIVED_TOKEN_LIFE = 60 * DAY;

/** Milliseconds from `from` to `to`; negative when `to` is earlier. */
export function elapsed(from: Date, to: Date): number {
  return to.getTime() - from.getTime();
}

/** The instant `milliseconds` after `instant`; negative values go back. */
export function after(instant: Date, milliseconds: number): Date {
  return new Date(instant.getTime() + milliseconds);
}
