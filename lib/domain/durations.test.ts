import { expect, test } from "vitest";
import { DAY, elapsed, HOUR, LONG_LIVED_TOKEN_LIFE, MINUTE, after as plus, SECOND } from "./durations";

test("the units are milliseconds", () => {
  expect([SECOND, MINUTE, HOUR, DAY]).toEqual([1_000, 60_000, 3_600_000, 86_400_000]);
  expect(LONG_LIVED_TOKEN_LIFE / SECOND).toBe(5_184_000);
});

test("days are 24 hours, also over a change of the clocks", () => {
  const before = new Date("2026-10-24T12:00:00Z");
  expect(plus(before, 2 * DAY).toISOString()).toBe("2026-10-26T12:00:00.000Z");
  expect(elapsed(before, plus(before, 2 * DAY))).toBe(2 * DAY);
  expect(elapsed(plus(before, DAY), before)).toBe(-DAY);
});
