import { lengthText } from "./date-text";
import { DAY, elapsed, HOUR, MINUTE } from "./durations";

/** Who asked for the run: the server's own timer, an outside cron, or a person in a shell. */
export type RunTrigger = "scheduler" | "cron" | "command";

export interface RunCounts {
  renewed: number;
  failed: number;
  /** Lost races and refusals of the rule. */
  skipped: number;
  checked: number;
  /** Thresholds that were looked at. */
  noticed: number;
}

export const NO_COUNTS: RunCounts = { renewed: 0, failed: 0, skipped: 0, checked: 0, noticed: 0 };

/** Milliseconds between the ticks of the server's own timer. */
export const TICK_INTERVAL = 1 * MINUTE;
/** Milliseconds. A cron that never ran has this long to begin. */
const FIRST_CRON_RUN = 1 * HOUR;
const LONGEST_CRON_INTERVAL = 1 * DAY;

interface Beat {
  startedAt: Date;
  beatAt: Date;
}

export interface SchedulerFacts {
  /** True: the server's own timer drives the renewals; false: an outside cron. */
  ownTimer: boolean;
  /** When this process began to serve. */
  servingSince: Date;
  /** The last runs, newest first. */
  runs: readonly Beat[];
}

export type SchedulerHealth = { ok: true } | { ok: false; reason: string };

/** Milliseconds between runs as they are expected: a minute, or what the outside cron has kept so far. */
export function expectedInterval({ ownTimer, runs }: SchedulerFacts): number {
  if (ownTimer) return TICK_INTERVAL;
  const [last, before] = runs;
  if (last === undefined) return FIRST_CRON_RUN;
  if (before === undefined) return LONGEST_CRON_INTERVAL;
  const kept = elapsed(before.startedAt, last.startedAt);
  return Math.min(Math.max(kept, TICK_INTERVAL), LONGEST_CRON_INTERVAL);
}

/**
 * Whether somebody still drives the renewals. The last sign of life may be twice the interval old; a process that has
 * just begun is given the same time.
 */
export function schedulerHealth(facts: SchedulerFacts, now: Date): SchedulerHealth {
  const allowed = 2 * expectedInterval(facts);
  const last = facts.runs[0]?.beatAt;
  const since = last === undefined || last.getTime() < facts.servingSince.getTime() ? facts.servingSince : last;
  const silent = elapsed(since, now);
  if (silent <= allowed) return { ok: true };
  const ago = last === undefined ? "has never run" : `last ran ${lengthText(elapsed(last, now))} ago`;
  const cure = facts.ownTimer
    ? "Restart the server, and look into its log."
    : "Check the cron that calls /api/cron/renew, or remove SCHEDULER=off.";
  return { ok: false, reason: `The scheduler ${ago}: nothing is renewed by itself. ${cure}` };
}
