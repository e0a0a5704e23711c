import fc from "fast-check";
import type { TokenFacts, Verdict } from "@/lib/domain/account-facts";
import { after, DAY, HOUR } from "@/lib/domain/durations";
import { LONGEST_BELIEVABLE_LIFE, MINIMUM_AGE_TO_EXTEND } from "@/lib/domain/renewal-rule";
import { EXPIRING_SOON } from "@/lib/domain/token-status";

export const NOW = new Date("2026-11-23T10:00:00.000Z");

/** A token that works, ten days old, with fifty days left at {@link NOW}. */
export function tokenFacts(change: Partial<TokenFacts> = {}): TokenFacts {
  return {
    issuedAt: after(NOW, -10 * DAY),
    issuedAtAssumed: false,
    expiresAt: after(NOW, 50 * DAY),
    expiryAssumed: false,
    verdict: null,
    verdictReason: null,
    verdictAt: null,
    lastRenewedAt: null,
    lastFailedAt: null,
    failedAttempts: 0,
    failureKind: null,
    failureReason: null,
    disconnectedAt: null,
    autoRenew: true,
    failingSince: null,
    failingToldAt: null,
    suspectedAt: null,
    suspectedReason: null,
    suspicionProbes: 0,
    ...change,
  };
}

export const anyVerdict = fc.constantFrom<Verdict | null>(null, "dead", "action_needed", "permission");

/** Milliseconds from now; the instants at which a rule turns over, and their neighbours, come as often as all others. */
function distance(turns: readonly number[], least: number, most: number): fc.Arbitrary<number> {
  const near = fc
    .tuple(fc.constantFrom(...turns), fc.integer({ min: -1, max: 1 }))
    .map(([turn, offset]) => turn + offset);
  return fc.oneof(near, fc.integer({ min: least, max: most }));
}

/** Milliseconds of life left. */
export const anyLifeLeft = distance([0, EXPIRING_SOON], -30 * DAY, LONGEST_BELIEVABLE_LIFE);
const anyAge = distance([MINIMUM_AGE_TO_EXTEND, 24 * HOUR, 0], -DAY, LONGEST_BELIEVABLE_LIFE);

export const anyFacts: fc.Arbitrary<TokenFacts> = fc
  .record({
    life: anyLifeLeft,
    age: anyAge,
    verdict: anyVerdict,
    disconnected: fc.boolean(),
    issuedAtAssumed: fc.boolean(),
    expiryAssumed: fc.boolean(),
    failedAttempts: fc.nat({ max: 3 }),
  })
  .map(({ life, age, disconnected, ...facts }) =>
    tokenFacts({
      ...facts,
      expiresAt: after(NOW, life),
      issuedAt: after(NOW, -age),
      disconnectedAt: disconnected ? after(NOW, -HOUR) : null,
    }),
  );
