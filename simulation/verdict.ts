import { DAY, HOUR, MINUTE } from "@/lib/domain/durations";
import { type Interval, longestOf, openStretches } from "./intervals";

/** Milliseconds of life left from when on a token ought to be renewed (instagram-platform: a month is plenty). */
const DUE_LIFE = 30 * DAY;
/** Milliseconds that a token must be old. */
const MINIMUM_AGE = 25 * HOUR;
/** Milliseconds. One longest wait between two attempts: a day, a tenth of jitter, and some minutes. */
export const LONG_STRETCH = 26.5 * HOUR;
/** Milliseconds. Near the end attempts come closer together. */
export const LAST_STRETCH = 1 * HOUR;
/** Milliseconds. What one could wish for. */
export const STRICT_STRETCH = 30 * MINUTE;

export interface EndedToken {
  /** When Instagram issued or last extended it, unix milliseconds. */
  issuedAt: number;
  expiresAt: number;
  /** From when on the services could have known it. */
  storedAt: number;
  /** Milliseconds that the server's clock may have been wrong. */
  clockError: number;
  /** Milliseconds between the ticks that do routine work: no attempt can be expected sooner. */
  grid: number;
  /** Milliseconds between the ticks of the server's timer. */
  step: number;
}

export interface LossVerdict {
  /** By the promise: a long stretch, or one that reached up to the expiry. */
  couldBeKept: boolean;
  /** By any stretch of half an hour. */
  strictly: boolean;
  longest: number;
  last: number;
}

/** Whether a token that has expired could have been kept: when a server ran, Instagram would have agreed, and it was due. */
export function judgeLoss(token: EndedToken, blocked: readonly Interval[]): LossVerdict {
  const dueFrom = Math.max(token.expiresAt - DUE_LIFE, token.issuedAt + MINIMUM_AGE, token.storedAt);
  const open = openStretches(dueFrom, token.expiresAt, blocked);
  const longest = longestOf(open);
  const lastOne = open.at(-1);
  const last = lastOne?.end === token.expiresAt ? lastOne.end - lastOne.start : 0;
  const couldBeKept = longest >= LONG_STRETCH + token.grid || last >= LAST_STRETCH + token.step + token.clockError;
  return { couldBeKept, strictly: longest >= STRICT_STRETCH, longest, last };
}
