import { expect, test } from "vitest";
import { type RenewalDay, renewalDays, renewalsSentence } from "./renewal-days";

test("days beyond the runway stand at its ends", () => {
  const rows = [
    { day: 75, count: 2 },
    { day: -1, count: 1 },
    { day: 60, count: 3 },
    { day: 0, count: 4 },
    { day: 12, count: 5 },
  ];
  expect(renewalDays(rows)).toEqual([
    { day: 0, count: 5 },
    { day: 12, count: 5 },
    { day: 60, count: 5 },
  ]);
});

test.each<[string, RenewalDay[], number, string]>([
  ["none", [], 3, "No renewal is planned."],
  [
    "the edges",
    [0, 6, 7, 29, 30, 60].map((day) => ({ day, count: 1 })),
    6,
    "Next renewals: 2 within 7 days, 2 within 30 days, 2 later.",
  ],
  [
    "some without",
    [{ day: 3, count: 1_200 }],
    1_201,
    "Next renewals: 1,200 within 7 days, 0 within 30 days, 0 later; none for 1 account.",
  ],
])("the sentence of %s", (_, days, total, sentence) => {
  expect(renewalsSentence(days, total)).toBe(sentence);
});
