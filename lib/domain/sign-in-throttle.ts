import { after, DAY, elapsed, HOUR, MINUTE, SECOND } from "./durations";

/** Wrong passwords in a row that cost nothing. */
export const FREE_FAILURES = 10;
/** Milliseconds. The longest wait: a stranger must not be able to lock an owner out for long. */
export const LONGEST_BLOCK = 15 * MINUTE;
/** Milliseconds. After this quiet time the count starts anew. */
export const THROTTLE_MEMORY = 24 * HOUR;
/** Milliseconds. How long a browser counts as known to whoever signed in with it; each sign-in begins anew. */
export const KNOWN_BROWSER_LIFE = 180 * DAY;
const FIRST_BLOCK = 30 * SECOND;

export interface ThrottleState {
  failures: number;
  lastFailedAt: Date;
  blockedUntil: Date | null;
}

/** Until when no password is looked at, or null. */
export function blockedUntil(state: ThrottleState | null, now: Date): Date | null {
  if (state?.blockedUntil == null || state.blockedUntil.getTime() <= now.getTime()) return null;
  return state.blockedUntil;
}

/** The wait after the `failures`-th wrong password in a row, doubling from 30 seconds; null while it costs nothing. */
export function blockAfter(failures: number, now: Date): Date | null {
  if (failures < FREE_FAILURES) return null;
  const wait = Math.min(FIRST_BLOCK * 2 ** (failures - FREE_FAILURES), LONGEST_BLOCK);
  return after(now, wait);
}

/** True when the last failure is so old that it no longer counts. */
export function isForgotten(state: ThrottleState, now: Date): boolean {
  return elapsed(state.lastFailedAt, now) > THROTTLE_MEMORY;
}
