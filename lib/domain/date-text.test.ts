import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { counted, formatDate, formatNear, formatShortDate, lengthText, relativeText } from "./date-text";
import { DAY, HOUR, MINUTE, after as plus, SECOND } from "./durations";

const NOW = new Date("2026-11-23T10:00:00.000Z");

test("the tests run in a zone where a local reading would show", () => {
  expect(new Date("2026-11-23T00:00:00Z").getTimezoneOffset()).toBe(-345);
});

describe("a date", () => {
  test.each([
    ["2027-01-09T06:14:59.999Z", "9 Jan 2027", "9 Jan 2027, 06:14 UTC"],
    ["2026-12-31T23:59:59.999Z", "31 Dec 2026", "31 Dec 2026, 23:59 UTC"],
    ["2027-01-01T00:00:00.000Z", "1 Jan 2027", "1 Jan 2027, 00:00 UTC"],
    ["2028-02-29T18:30:00.000Z", "29 Feb 2028", "29 Feb 2028, 18:30 UTC"],
    ["2026-10-25T01:30:00.000Z", "25 Oct 2026", "25 Oct 2026, 01:30 UTC"],
  ])("%s is written in UTC, whatever the server's zone", (text, day, minute) => {
    expect(formatDate(new Date(text))).toBe(day);
    expect(formatDate(new Date(text), "minute")).toBe(minute);
  });

  test.each([
    ["2027-01-09T00:00:00Z", "9 Jan"],
    ["2026-06-20T00:00:00Z", "20 Jun"],
    ["2027-05-25T09:59:59.999Z", "25 May"],
    ["2027-05-25T10:00:00.000Z", "25 May 2027"],
    ["2026-05-24T10:00:00.001Z", "24 May"],
    ["2026-05-24T10:00:00.000Z", "24 May 2026"],
  ])("%s has its year in the short form only when it is half a year away", (text, short) => {
    expect(formatShortDate(new Date(text), NOW)).toBe(short);
  });
});

describe("a distance in time", () => {
  test.each([
    [41 * DAY, "in 41 days"],
    [2 * DAY, "in 2 days"],
    [2 * DAY - 1, "in 1 day"],
    [DAY, "in 1 day"],
    [DAY - 1, "in 23 hours"],
    [HOUR, "in 1 hour"],
    [HOUR - 1, "in 59 minutes"],
    [MINUTE, "in 1 minute"],
    [MINUTE - 1, "in less than a minute"],
    [1, "in less than a minute"],
    [0, "just now"],
    [-1, "just now"],
    [-MINUTE + 1, "just now"],
    [-MINUTE, "1 minute ago"],
    [-3 * HOUR, "3 hours ago"],
    [-2 * DAY, "2 days ago"],
    [-1_000 * DAY, "1,000 days ago"],
  ])("%i ms reads %s", (distance, text) => {
    expect(relativeText(plus(NOW, distance), NOW)).toBe(text);
  });

  test("is never overstated, and never by a whole unit too small", () => {
    const units: Record<string, number> = { day: DAY, hour: HOUR, minute: MINUTE };
    fc.assert(
      fc.property(fc.integer({ min: -400 * DAY, max: 400 * DAY }), (distance) => {
        const text = relativeText(plus(NOW, distance), NOW);
        const [, number, unit] = /(\d+) (day|hour|minute)/.exec(text) ?? [];
        const told = number === undefined ? 0 : Number(number) * (units[unit ?? ""] ?? Number.NaN);
        expect(told).toBeLessThanOrEqual(Math.abs(distance));
        expect(Math.abs(distance) - told).toBeLessThan(number === undefined ? MINUTE : (units[unit ?? ""] ?? 0));
        expect(/^in /.test(text)).toBe(distance > 0);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    [10 * SECOND, "1 minute"],
    [15 * MINUTE, "15 minutes"],
    [25 * HOUR, "1 day"],
    [90 * DAY, "90 days"],
  ])("a length of %i ms reads %s", (length, text) => {
    expect(lengthText(length)).toBe(text);
  });
});

test.each([
  [0, "0 accounts"],
  [1, "1 account"],
  [2, "2 accounts"],
  [12_480, "12,480 accounts"],
])("%i is counted as %s", (count, text) => {
  expect(counted(count, "account")).toBe(text);
});

test.each<[number, string]>([
  [0, "10:00 UTC"],
  [DAY - 1, "09:59 UTC"],
  [DAY, "24 Nov"],
  [-DAY + 1, "10:00 UTC"],
  [-DAY, "22 Nov"],
])("%i ms away an instant reads %s", (distance, text) => {
  const now = new Date("2026-11-23T10:00:00.000Z");
  expect(formatNear(new Date(now.getTime() + distance), now)).toBe(text);
});
