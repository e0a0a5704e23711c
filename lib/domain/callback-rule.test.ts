import fc from "fast-check";
import { expect, test } from "vitest";
import {
  CALLBACK_CLOCK_SKEW,
  callbackAgeProblem,
  isBeforeConsent,
  isOvertakenDeletion,
  OLDEST_CALLBACK,
} from "./callback-rule";
import { after, HOUR, MINUTE, SECOND } from "./durations";

const NOW = new Date("2026-11-30T09:00:00.000Z");

test.each([
  ["just sent", 0, null, null],
  ["a day old, to the millisecond", -OLDEST_CALLBACK, null, null],
  ["older than a day", -OLDEST_CALLBACK - 1, null, "too_old"],
  ["from a clock that is a little ahead", CALLBACK_CLOCK_SKEW, null, null],
  ["from the future", CALLBACK_CLOCK_SKEW + 1, null, "from_the_future"],
  ["with an end to come", -HOUR, MINUTE, null],
  ["past its end by less than clocks differ", -HOUR, -CALLBACK_CLOCK_SKEW, null],
  ["past its end", -HOUR, -CALLBACK_CLOCK_SKEW - 1, "expired"],
] as const)("a request %s", (_name, issued, expires, problem) => {
  const dates = { issuedAt: after(NOW, issued), expiresAt: expires === null ? null : after(NOW, expires) };
  expect(callbackAgeProblem(dates, NOW)).toBe(problem);
});

test("a request is older than a consent only when its whole second had passed by then", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999 }), (milliseconds) => {
      expect(isBeforeConsent(NOW, after(NOW, milliseconds))).toBe(false);
      expect(isBeforeConsent(NOW, after(NOW, SECOND + milliseconds))).toBe(true);
      expect(isBeforeConsent(NOW, after(NOW, -milliseconds))).toBe(false);
    }),
  );
});

test("a deletion is overtaken only by a consent that came later than clocks differ", () => {
  const consent = (milliseconds: number) => after(NOW, CALLBACK_CLOCK_SKEW + milliseconds);
  expect(isOvertakenDeletion(NOW, after(NOW, -MINUTE))).toBe(false);
  expect(isOvertakenDeletion(NOW, after(NOW, MINUTE))).toBe(false);
  expect(isOvertakenDeletion(NOW, consent(SECOND - 1))).toBe(false);
  expect(isOvertakenDeletion(NOW, consent(SECOND))).toBe(true);
});
