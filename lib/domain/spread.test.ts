import fc from "fast-check";
import { expect, test } from "vitest";
import { spread } from "./spread";

test("is the same for the same text, and from 0 up to 1", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const number = spread(text);
      expect(number).toBe(spread(text));
      expect(number).toBeGreaterThanOrEqual(0);
      expect(number).toBeLessThan(1);
    }),
  );
});

test("spreads ids that differ in one letter evenly", () => {
  const bins = Array.from({ length: 10 }, () => 0);
  for (let index = 0; index < 10_000; index += 1) {
    const bin = Math.floor(spread(`account-${index}`) * 10);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  for (const count of bins) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});
