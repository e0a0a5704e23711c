import { expect, test } from "vitest";
import { after, MINUTE } from "./durations";
import { isProofFresh } from "./session-rule";

const NOW = new Date("2026-11-30T12:00:00Z");

test.each([
  [0, true],
  [10 * MINUTE, true],
  [10 * MINUTE + 1, false],
  [24 * 60 * MINUTE, false],
])("a proof of %i ms ago is fresh: %s", (age, fresh) => {
  expect(isProofFresh(after(NOW, -age), NOW)).toBe(fresh);
});
