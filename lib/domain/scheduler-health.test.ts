import { describe, expect, it, test } from "vitest";
import { NOW } from "@/lib/test/facts";
import { DAY, HOUR, MINUTE, after as plus } from "./durations";
import { expectedInterval, type SchedulerFacts, schedulerHealth } from "./scheduler-health";

/** Milliseconds before now at which runs began, newest first; each gave its last sign of life when it began. */
function facts(ownTimer: boolean, served: number, ...begun: number[]): SchedulerFacts {
  const runs = begun.map((ago) => ({ startedAt: plus(NOW, -ago), beatAt: plus(NOW, -ago) }));
  return { ownTimer, servingSince: plus(NOW, -served), runs };
}

describe("the interval that is expected", () => {
  test.each<[string, SchedulerFacts, number]>([
    ["own timer, no run yet", facts(true, DAY), MINUTE],
    ["own timer, whatever runs there were", facts(true, DAY, HOUR, 3 * HOUR), MINUTE],
    ["outside cron that never ran", facts(false, DAY), HOUR],
    ["outside cron that ran once", facts(false, DAY, HOUR), DAY],
    ["outside cron: what it kept", facts(false, DAY, HOUR, HOUR + 15 * MINUTE), 15 * MINUTE],
    ["outside cron: a minute at the least", facts(false, DAY, HOUR, HOUR + 1), MINUTE],
    ["outside cron: a minute and a millisecond", facts(false, DAY, HOUR, HOUR + MINUTE + 1), MINUTE + 1],
    ["outside cron: a day at the most", facts(false, DAY, HOUR, HOUR + DAY + 1), DAY],
    ["outside cron: runs that overlap", facts(false, DAY, HOUR, HOUR - MINUTE), MINUTE],
  ])("%s", (_what, given, interval) => {
    expect(expectedInterval(given)).toBe(interval);
  });
});

describe("healthy up to twice the interval, to the millisecond", () => {
  test.each<[string, SchedulerFacts, boolean]>([
    ["own timer, last beat two minutes ago", facts(true, DAY, 2 * MINUTE), true],
    ["own timer, last beat a millisecond earlier", facts(true, DAY, 2 * MINUTE + 1), false],
    ["own timer, never ran, served two minutes", facts(true, 2 * MINUTE), true],
    ["own timer, never ran, served longer", facts(true, 2 * MINUTE + 1), false],
    ["own timer, back after a standstill, served two minutes", facts(true, 2 * MINUTE, 3 * DAY), true],
    ["own timer, back after a standstill, served longer", facts(true, 2 * MINUTE + 1, 3 * DAY), false],
    ["own timer, ran just before this process began", facts(true, 2 * MINUTE, 2 * MINUTE + 1), true],
    ["outside cron, never ran, served two hours", facts(false, 2 * HOUR), true],
    ["outside cron, never ran, served longer", facts(false, 2 * HOUR + 1), false],
    ["outside cron, ran once two days ago", facts(false, 9 * DAY, 2 * DAY), true],
    ["outside cron, ran once, longer ago", facts(false, 9 * DAY, 2 * DAY + 1), false],
    ["outside cron of five minutes, ten minutes ago", facts(false, DAY, 10 * MINUTE, 15 * MINUTE), true],
    ["outside cron of five minutes, longer ago", facts(false, DAY, 10 * MINUTE + 1, 15 * MINUTE + 1), false],
    ["a beat in the future, from a machine with another clock", facts(true, DAY, -MINUTE), true],
  ])("%s", (_what, given, ok) => {
    expect(schedulerHealth(given, NOW).ok).toBe(ok);
  });

  it("counts from the last sign of life of a long run, not from its begin", () => {
    const runs = [{ startedAt: plus(NOW, -HOUR), beatAt: plus(NOW, -MINUTE) }];
    expect(schedulerHealth({ ...facts(true, DAY), runs }, NOW)).toEqual({ ok: true });
  });
});

describe("the reason says what stands still and what to do", () => {
  test.each<[SchedulerFacts, string]>([
    [
      facts(true, DAY),
      "The scheduler has never run: nothing is renewed by itself. Restart the server, and look into its log.",
    ],
    [
      facts(true, DAY, 3 * HOUR),
      "The scheduler last ran 3 hours ago: nothing is renewed by itself. Restart the server, and look into its log.",
    ],
    [
      facts(false, DAY),
      "The scheduler has never run: nothing is renewed by itself. Check the cron that calls /api/cron/renew, or remove SCHEDULER=off.",
    ],
    [
      facts(false, 9 * DAY, 3 * DAY),
      "The scheduler last ran 3 days ago: nothing is renewed by itself. Check the cron that calls /api/cron/renew, or remove SCHEDULER=off.",
    ],
  ])("%#", (given, reason) => {
    expect(schedulerHealth(given, NOW)).toEqual({ ok: false, reason });
  });
});
