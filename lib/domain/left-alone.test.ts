import fc from "fast-check";
import { expect, test } from "vitest";
import { anyFacts, NOW, tokenFacts } from "@/lib/test/facts";
import { matches } from "@/lib/test/predicate";
import type { TokenFacts } from "./account-facts";
import { DAY, after as plus } from "./durations";
import { breaksSoon, breaksSoonPredicate } from "./left-alone";

const ends = (milliseconds: number) => ({ expiresAt: plus(NOW, milliseconds) });
const off = { autoRenew: false };

test.each<[string, Partial<TokenFacts>, boolean]>([
  ["switched off, 7 days left", { ...off, ...ends(7 * DAY) }, true],
  ["switched off, a millisecond more", { ...off, ...ends(7 * DAY + 1) }, false],
  ["switched off, a millisecond left", { ...off, ...ends(1) }, true],
  ["switched off, just over", { ...off, ...ends(0) }, false],
  ["taken care of", ends(DAY), false],
  ["failing", { failedAttempts: 1, ...ends(DAY) }, true],
  ["suspected", { suspectedAt: NOW, ...ends(DAY) }, true],
  ["waiting for a person", { verdict: "action_needed", ...ends(DAY) }, true],
  ["dead already", { verdict: "dead", ...ends(DAY) }, false],
])("%s: breaks soon is %s", (_, change, expected) => {
  const facts = tokenFacts(change);
  expect(breaksSoon(facts, NOW)).toBe(expected);
  expect(matches(breaksSoonPredicate(NOW), { ...facts })).toBe(expected);
});

test("rule and conditions agree on random facts", () => {
  const some = fc.record({ facts: anyFacts, autoRenew: fc.boolean(), life: fc.integer({ min: -DAY, max: 9 * DAY }) });
  fc.assert(
    fc.property(some, ({ facts, autoRenew, life }) => {
      const row = { ...facts, autoRenew, ...ends(life) };
      expect(matches(breaksSoonPredicate(NOW), row)).toBe(breaksSoon(row, NOW));
    }),
    { numRuns: 300 },
  );
});
