import fc from "fast-check";
import { expect, test } from "vitest";
import { accountFacts } from "@/lib/test/account-facts";
import { NOW } from "@/lib/test/facts";
import { nextCheckAt } from "./check-schedule";
import { DAY, elapsed, HOUR, MINUTE, after as plus } from "./durations";

test("every account is asked once a day, at a time of day of its own", () => {
  fc.assert(
    fc.property(fc.uuid(), fc.integer({ min: 0, max: 400 * DAY }), (id, offset) => {
      const now = plus(NOW, offset);
      const facts = accountFacts({ id, expiresAt: plus(now, 50 * DAY) });
      const first = nextCheckAt(facts, now) ?? now;
      expect(elapsed(now, first)).toBeGreaterThanOrEqual(30 * MINUTE);
      expect(elapsed(now, first)).toBeLessThan(DAY + 30 * MINUTE);
      const second = nextCheckAt(facts, first) ?? now;
      expect(elapsed(first, second)).toBe(DAY);
    }),
  );
});

test("a dead token is asked as well: it may come back to life", () => {
  expect(nextCheckAt(accountFacts({ verdict: "dead" }), NOW)).not.toBeNull();
});

test.each([
  ["disconnected", { disconnectedAt: NOW }],
  ["expired", { expiresAt: NOW }],
])("nobody asks for an account that is %s", (_name, change) => {
  expect(nextCheckAt(accountFacts(change), NOW)).toBeNull();
});

test("a suspicion brings the look forward", () => {
  const facts = accountFacts({ suspectedAt: NOW, suspectedReason: "expired" });
  expect(nextCheckAt(facts, NOW)).toEqual(plus(NOW, 5 * MINUTE));
});

test.each(["transient", "unexpected", "rate_limited"] as const)(
  "an answer of kind %s is asked again in an hour",
  (kind) => {
    const next = nextCheckAt(accountFacts({ id: "x", lastAnswer: kind, lastAnsweredAt: NOW }), NOW);
    expect(elapsed(NOW, next ?? NOW)).toBeLessThanOrEqual(HOUR);
  },
);

test("a look that tells nothing while a death is being looked into waits a few minutes", () => {
  const suspicion = { suspectedAt: plus(NOW, -HOUR), suspectedReason: "expired" } as const;
  const facts = accountFacts({ ...suspicion, lastAnswer: "transient", lastAnsweredAt: NOW });
  expect(nextCheckAt(facts, NOW)).toEqual(plus(NOW, 5 * MINUTE));
});
