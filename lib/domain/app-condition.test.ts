import { describe, expect, it, test } from "vitest";
import { NOW } from "@/lib/test/facts";
import {
  ALL_WELL,
  type AppCondition,
  commonFailure,
  isDoubted,
  isFaultOfApp,
  isPaused,
  isRecoveryDue,
  isSlow,
  isUsageHigh,
  pauseUntil,
  tallySince,
} from "./app-condition";
import type { LastAnswer } from "./attempt-result";
import { DAY, HOUR, MINUTE, after as plus } from "./durations";
import type { FailureKind } from "./instagram-failure";

const paused = (pauses: number, ago: number): AppCondition => ({
  ...ALL_WELL,
  pauses,
  lastPausedAt: plus(NOW, -ago),
});

test.each([
  [null, false],
  [-1, false],
  [0, false],
  [1, true],
])("paused and slow until %s ms from now: %s", (distance, expected) => {
  const until = distance === null ? null : plus(NOW, distance);
  expect(isPaused({ ...ALL_WELL, pausedUntil: until }, NOW)).toBe(expected);
  expect(isSlow({ ...ALL_WELL, slowUntil: until }, NOW)).toBe(expected);
});

test.each([
  [0, false],
  [80, false],
  [80.5, true],
  [81, true],
  [100, true],
])("usage of %s %% is high: %s", (percent, expected) => {
  expect(isUsageHigh(percent)).toBe(expected);
});

describe("a pause", () => {
  test.each([
    [0, 5 * MINUTE],
    [1, 15 * MINUTE],
    [2, HOUR],
    [3, 2 * HOUR],
    [4, 2 * HOUR],
    [99, 2 * HOUR],
  ])("after %i in a row, when Instagram does not say how long", (pauses, wait) => {
    expect(pauseUntil(paused(pauses, HOUR), null, NOW)).toEqual({ until: plus(NOW, wait), pauses: pauses + 1 });
  });

  it("begins small when there was none before", () => {
    expect(pauseUntil(ALL_WELL, null, NOW)).toEqual({ until: plus(NOW, 5 * MINUTE), pauses: 1 });
  });

  it("begins small again a day after the last one, to the millisecond", () => {
    expect(pauseUntil(paused(3, DAY - 1), null, NOW)).toEqual({ until: plus(NOW, 2 * HOUR), pauses: 4 });
    expect(pauseUntil(paused(3, DAY), null, NOW)).toEqual({ until: plus(NOW, 5 * MINUTE), pauses: 1 });
  });

  test.each([
    [0, 0],
    [1, 1],
    [50 * MINUTE, 50 * MINUTE],
    [DAY, DAY],
    [DAY + 1, DAY],
    [365 * DAY, DAY],
  ])("of %i ms by Instagram's own word lasts %i ms, however many there were", (told, wait) => {
    expect(pauseUntil(paused(2, HOUR), told, NOW)).toEqual({ until: plus(NOW, wait), pauses: 3 });
  });
});

describe("the failure that is common to most accounts", () => {
  test.each<[string, [LastAnswer, number][], FailureKind | null]>([
    ["nobody was tried", [], null],
    ["four of four", [["permission", 4]], null],
    ["five of five", [["permission", 5]], "permission"],
    [
      "five of ten, just half",
      [
        ["permission", 5],
        ["works", 5],
      ],
      "permission",
    ],
    [
      "five of eleven",
      [
        ["permission", 5],
        ["works", 6],
      ],
      null,
    ],
    [
      "49 %",
      [
        ["unexpected", 49],
        ["works", 51],
      ],
      null,
    ],
    [
      "50 %",
      [
        ["unexpected", 50],
        ["works", 50],
      ],
      "unexpected",
    ],
    [
      "51 %",
      [
        ["unexpected", 51],
        ["works", 49],
      ],
      "unexpected",
    ],
    [
      "two classes of four each, together all",
      [
        ["dead", 4],
        ["permission", 4],
      ],
      null,
    ],
    [
      "two classes, one of them half",
      [
        ["dead", 5],
        ["permission", 3],
        ["works", 2],
      ],
      "dead",
    ],
    [
      "two classes, neither half",
      [
        ["dead", 5],
        ["permission", 5],
        ["works", 1],
      ],
      null,
    ],
    [
      "an outage",
      [
        ["transient", 8],
        ["works", 2],
      ],
      "transient",
    ],
    ["all works", [["works", 1_000]], null],
    ["too many calls has a pause of its own", [["rate_limited", 1_000]], null],
    [
      "too many calls counts as tried",
      [
        ["rate_limited", 6],
        ["permission", 5],
      ],
      null,
    ],
  ])("%s", (_what, tally, expected) => {
    expect(commonFailure(new Map(tally))).toBe(expected);
  });
});

test("an outage is Instagram's own trouble; all other classes speak of the app", () => {
  const kinds: FailureKind[] = ["transient", "rate_limited", "dead", "action_needed", "permission", "unexpected"];
  expect(kinds.filter(isFaultOfApp)).toEqual(kinds.slice(1));
});

describe("after a fault", () => {
  const ended = (ago: number, change: Partial<AppCondition> = {}): AppCondition => ({
    ...ALL_WELL,
    faultEndedAt: plus(NOW, -ago),
    ...change,
  });

  test.each([
    [20 * MINUTE, 15 * MINUTE],
    [15 * MINUTE, 15 * MINUTE],
    [4 * MINUTE, 4 * MINUTE],
  ])("that ended %i ms ago, answers of the last %i ms count", (ago, counted) => {
    expect(tallySince(ended(ago), NOW)).toEqual(plus(NOW, -counted));
  });

  test.each([
    [DAY - 1, true],
    [DAY, false],
  ])("that ended %i ms ago, another one is doubted: %s", (ago, doubted) => {
    expect(isDoubted(ended(ago), "permission", NOW)).toBe(doubted);
    expect(isDoubted(ended(ago), "dead", NOW)).toBe(true);
  });

  test("the first one is believed at once, unless it says that tokens are dead", () => {
    expect(isDoubted(ALL_WELL, "permission", NOW)).toBe(false);
    expect(isDoubted(ALL_WELL, "dead", NOW)).toBe(true);
  });

  test.each<[string, AppCondition, boolean]>([
    ["it was told, and all has been well for 15 minutes", ended(15 * MINUTE, { faultToldAt: NOW }), true],
    ["a millisecond less", ended(15 * MINUTE - 1, { faultToldAt: NOW }), false],
    ["nobody heard of it", ended(HOUR), false],
    ["it has come back", ended(HOUR, { faultToldAt: NOW, faultSince: NOW }), false],
  ])("people are told of the end when %s", (_name, condition, due) => {
    expect(isRecoveryDue(condition, NOW)).toBe(due);
  });
});
