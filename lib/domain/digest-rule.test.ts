import { expect, it } from "vitest";
import { digestWeek, isoWeek } from "./digest-rule";

it.each([
  ["2026-11-23T07:59:59.999Z", null],
  ["2026-11-23T08:00:00.000Z", "2026-W48"],
  ["2026-11-23T23:59:59.999Z", "2026-W48"],
  ["2026-11-24T00:00:00.000Z", null],
  ["2026-11-29T12:00:00.000Z", null],
  ["2026-12-28T09:00:00.000Z", "2026-W53"],
  ["2027-01-04T09:00:00.000Z", "2027-W01"],
])("at %s the digest is due for %s", (now, expected) => {
  expect(digestWeek(new Date(now))).toBe(expected);
});

it.each([
  ["2026-01-01", "2026-W01"],
  ["2027-01-01", "2026-W53"],
  ["2027-01-03", "2026-W53"],
  ["2024-12-30", "2025-W01"],
  ["2021-01-03", "2020-W53"],
  ["2018-12-31", "2019-W01"],
])("%s is in %s", (day, expected) => {
  expect(isoWeek(new Date(`${day}T12:00:00Z`))).toBe(expected);
});
