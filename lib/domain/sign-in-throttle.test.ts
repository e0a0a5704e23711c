import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY, elapsed, MINUTE, after as plus, SECOND } from "./durations";
import { blockAfter, blockedUntil, FREE_FAILURES, isForgotten, LONGEST_BLOCK } from "./sign-in-throttle";

const NOW = new Date("2026-11-23T10:00:00.000Z");

describe("wrong passwords in a row", () => {
  test.each([
    [0, null],
    [1, null],
    [9, null],
    [10, 30 * SECOND],
    [11, 60 * SECOND],
    [12, 2 * MINUTE],
    [14, 8 * MINUTE],
    [15, 15 * MINUTE],
    [16, 15 * MINUTE],
    [5_000, 15 * MINUTE],
  ])("%i cost a wait of %s ms", (failures, wait) => {
    expect(blockAfter(failures, NOW)).toEqual(wait === null ? null : plus(NOW, wait));
  });

  test("never cost more than a quarter of an hour, and never less than the one before", () => {
    fc.assert(
      fc.property(fc.integer({ min: FREE_FAILURES, max: 1e6 }), (failures) => {
        const wait = elapsed(NOW, blockAfter(failures, NOW) ?? NOW);
        expect(wait).toBeLessThanOrEqual(LONGEST_BLOCK);
        expect(wait).toBeGreaterThanOrEqual(elapsed(NOW, blockAfter(failures - 1, NOW) ?? NOW));
      }),
    );
  });
});

describe("a block", () => {
  const state = (until: Date | null) => ({ failures: 12, lastFailedAt: NOW, blockedUntil: until });
  test.each([
    ["a millisecond to go", plus(NOW, 1), plus(NOW, 1)],
    ["its end now", NOW, null],
    ["its end in the past", plus(NOW, -1), null],
    ["none", null, null],
  ])("with %s", (_, until, blocked) => {
    expect(blockedUntil(state(until), NOW)).toEqual(blocked);
  });

  test("does not exist for somebody unknown", () => {
    expect(blockedUntil(null, NOW)).toBeNull();
  });
});

test("a failure is forgotten after a day of quiet, not at the day itself", () => {
  const failed = (ago: number) => ({ failures: 3, lastFailedAt: plus(NOW, -ago), blockedUntil: null });
  expect(isForgotten(failed(DAY), NOW)).toBe(false);
  expect(isForgotten(failed(DAY + 1), NOW)).toBe(true);
});
