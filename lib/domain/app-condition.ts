import type { LastAnswer } from "./attempt-result";
import { after, DAY, elapsed, HOUR, MINUTE } from "./durations";
import type { FailureKind, FailureReason } from "./instagram-failure";

/** What holds for all accounts of the Instagram app at once. */
export interface AppCondition {
  /** Until when nobody calls, because there were too many calls. */
  pausedUntil: Date | null;
  /** Pauses in a row. */
  pauses: number;
  lastPausedAt: Date | null;
  /** Until when calls go one at a time. */
  slowUntil: Date | null;
  /** Since when most accounts get the same class of answer. */
  faultSince: Date | null;
  faultKind: FailureKind | null;
  faultReason: FailureReason | null;
  faultMessage: string | null;
  faultCode: number | null;
  /** When one account is asked again. */
  faultProbeAt: Date | null;
  /** When people were told, until its end is told too. */
  faultToldAt: Date | null;
  /** When the last one ended. */
  faultEndedAt: Date | null;
}

export const NO_FAULT = {
  faultSince: null,
  faultKind: null,
  faultReason: null,
  faultMessage: null,
  faultCode: null,
  faultProbeAt: null,
} as const;

export const ALL_WELL: AppCondition = {
  pausedUntil: null,
  pauses: 0,
  lastPausedAt: null,
  slowUntil: null,
  ...NO_FAULT,
  faultToldAt: null,
  faultEndedAt: null,
};

/** Milliseconds. What was tried in this time is looked at together. */
export const FAULT_WINDOW = 15 * MINUTE;
const FEWEST_FAILURES = 5;
const SHARE_OF_FAILURES = 1 / 2;
/** Milliseconds between the single accounts that are asked while the app is in trouble. */
export const FAULT_PROBE_INTERVAL = 10 * MINUTE;
/** Milliseconds after a fault in which a healthy account is asked before another one is believed. */
const FAULT_DOUBTED_FOR = 1 * DAY;
/** Milliseconds that all must be well again before people are told: a fault that comes back is the same one. */
export const RECOVERY_TOLD_AFTER = FAULT_WINDOW;
/** Milliseconds. Trouble on Instagram's own side passes by itself; people are told when it lasts. */
export const OUTAGE_TOLD_AFTER = 1 * HOUR;
/** Milliseconds, when Instagram does not say how long. */
const PAUSES = [5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR] as const;
const LONGEST_PAUSE = DAY;
/** Milliseconds without a pause after which waits begin small again. */
const PAUSES_FORGOTTEN = DAY;
/** Percent of Instagram's allowance (instagram-platform §6.4); above it calls go one at a time. */
const HIGH_USAGE = 80;
export const SLOW_FOR = 10 * MINUTE;

/** Since when answers are looked at together: those that were part of an earlier fault count no more. */
export function tallySince({ faultEndedAt }: AppCondition, now: Date): Date {
  const begin = after(now, -FAULT_WINDOW);
  return faultEndedAt !== null && faultEndedAt.getTime() > begin.getTime() ? faultEndedAt : begin;
}

/**
 * True when a healthy account must be asked before a fault of `kind` is believed: accounts that are really dead, and
 * happen to be tried together, look like one.
 */
export function isDoubted(condition: AppCondition, kind: FailureKind, now: Date): boolean {
  return kind === "dead" || hasJustEnded(condition, now);
}

/** True for a day after a fault, in which another one is doubted: accounts that are really dead look the same. */
function hasJustEnded({ faultEndedAt }: AppCondition, now: Date): boolean {
  return faultEndedAt !== null && elapsed(faultEndedAt, now) < FAULT_DOUBTED_FOR;
}

/** True when a fault that was told has been over for long enough to say so. */
export function isRecoveryDue({ faultSince, faultToldAt, faultEndedAt }: AppCondition, now: Date): boolean {
  if (faultSince !== null || faultToldAt === null || faultEndedAt === null) return false;
  return elapsed(faultEndedAt, now) >= RECOVERY_TOLD_AFTER;
}

export function isPaused(condition: AppCondition, now: Date): boolean {
  return condition.pausedUntil !== null && condition.pausedUntil.getTime() > now.getTime();
}

export function isSlow(condition: AppCondition, now: Date): boolean {
  return condition.slowUntil !== null && condition.slowUntil.getTime() > now.getTime();
}

export function isUsageHigh(percent: number): boolean {
  return percent > HIGH_USAGE;
}

/** Until when to wait after too many calls: as long as Instagram says, else longer with every pause in a row. */
export function pauseUntil(
  condition: AppCondition,
  retryAfter: number | null,
  now: Date,
): { until: Date; pauses: number } {
  const { lastPausedAt } = condition;
  const inARow = lastPausedAt !== null && elapsed(lastPausedAt, now) < PAUSES_FORGOTTEN ? condition.pauses : 0;
  const growing = PAUSES[Math.min(inARow, PAUSES.length - 1)] ?? LONGEST_PAUSE;
  return { until: after(now, Math.min(retryAfter ?? growing, LONGEST_PAUSE)), pauses: inARow + 1 };
}

/** How many of the accounts that were tried lately got each class of answer. */
export type AnswerTally = ReadonlyMap<LastAnswer, number>;

/**
 * The class of answer that most accounts got, when it is so many that the app must be the cause and not the accounts:
 * at least five and at least half of those tried. Too many calls has its own pause and does not count.
 */
export function commonFailure(tally: AnswerTally): FailureKind | null {
  let tried = 0;
  for (const count of tally.values()) tried += count;
  for (const [answer, count] of tally) {
    if (answer === "works" || answer === "rate_limited") continue;
    if (count >= FEWEST_FAILURES && count >= tried * SHARE_OF_FAILURES) return answer;
  }
  return null;
}

/** True when the fault says something about the app; an outage is Instagram's own trouble and passes. */
export function isFaultOfApp(kind: FailureKind): boolean {
  return kind !== "transient";
}
