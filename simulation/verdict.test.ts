import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "@/lib/domain/durations";
import { longestOf, openStretches } from "./intervals";
import { judgeLoss } from "./verdict";

const EXPIRY = 100 * DAY;
const TOKEN = { issuedAt: 40 * DAY, expiresAt: EXPIRY, storedAt: 40 * DAY, clockError: 0, grid: 0, step: 0 };
const ALWAYS = { start: 0, end: 200 * DAY };
/** Everything but these times, counted back from the expiry. */
const allBut = (...open: [from: number, length: number][]) => {
  const stretches = open.map(([from, length]) => ({ start: EXPIRY - from, end: EXPIRY - from + length }));
  return openStretches(0, EXPIRY, stretches);
};

test.each([
  ["nothing was in the way", [], true, true],
  ["no server ran at all", [ALWAYS], false, false],
  ["26 hours were free", allBut([20 * DAY, 26 * HOUR]), false, true],
  ["27 hours were free", allBut([20 * DAY, 27 * HOUR]), true, true],
  ["27 hours were free before it was due", allBut([40 * DAY, 27 * HOUR]), false, false],
  ["many short times were free", allBut([9 * DAY, 20 * HOUR], [5 * DAY, 20 * HOUR]), false, true],
  ["the last hour was free", allBut([HOUR, HOUR]), true, true],
  ["the last 50 minutes were free", allBut([50 * MINUTE, 50 * MINUTE]), false, true],
  ["an hour was free shortly before the end", allBut([3 * HOUR, 2 * HOUR]), false, true],
  ["20 minutes were free", allBut([DAY, 20 * MINUTE]), false, false],
])("a token that expired when %s", (_name, blocked, couldBeKept, strictly) => {
  expect(judgeLoss(TOKEN, blocked)).toMatchObject({ couldBeKept, strictly });
});

test("a wrong clock and late ticks ask for a longer last stretch", () => {
  const blocked = allBut([2 * HOUR, 2 * HOUR]);
  expect(judgeLoss(TOKEN, blocked).couldBeKept).toBe(true);
  expect(judgeLoss({ ...TOKEN, clockError: 2 * HOUR }, blocked).couldBeKept).toBe(false);
  expect(judgeLoss({ ...TOKEN, step: 2 * HOUR }, blocked).couldBeKept).toBe(false);
});

test("a token that was stored late counts from then on", () => {
  const blocked = allBut([20 * DAY, 3 * DAY]);
  expect(judgeLoss({ ...TOKEN, storedAt: EXPIRY - 18 * DAY }, blocked).couldBeKept).toBe(false);
});

test.each([
  [[], 10],
  [[{ start: 2, end: 4 }], 6],
  [
    [
      { start: 4, end: 8 },
      { start: 2, end: 5 },
    ],
    2,
  ],
  [[{ start: -5, end: 20 }], 0],
  [
    [
      { start: 0, end: 3 },
      { start: 9, end: 12 },
    ],
    6,
  ],
])("from 0 to 10 without %j the longest stretch is %i", (blocked, longest) => {
  expect(longestOf(openStretches(0, 10, blocked))).toBe(longest);
});
