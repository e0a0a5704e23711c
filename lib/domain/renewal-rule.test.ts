import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyFacts, NOW, tokenFacts } from "@/lib/test/facts";
import { matches } from "@/lib/test/predicate";
import type { TokenFacts } from "./account-facts";
import { DAY, HOUR, LONG_LIVED_TOKEN_LIFE, after as plus } from "./durations";
import {
  ASSUMED_TOKEN_LIFE,
  decideExtend,
  type ExtendDecision,
  extendableFrom,
  extendablePredicate,
  INSTAGRAM_MINIMUM_AGE,
  judgeRenewal,
  LONGEST_BELIEVABLE_LIFE,
  MINIMUM_AGE_TO_EXTEND,
  SHORTEST_LONG_LIVED_LIFE,
  storableProblem,
} from "./renewal-rule";

test("the limits leave a margin on the safe side of Instagram's own", () => {
  expect(MINIMUM_AGE_TO_EXTEND).toBe(25 * HOUR);
  expect(MINIMUM_AGE_TO_EXTEND).toBeGreaterThan(INSTAGRAM_MINIMUM_AGE);
  expect(ASSUMED_TOKEN_LIFE).toBe(LONG_LIVED_TOKEN_LIFE - DAY);
  expect(LONGEST_BELIEVABLE_LIFE).toBe(90 * DAY);
  expect(SHORTEST_LONG_LIVED_LIFE).toBe(DAY);
});

describe("a token may be extended", () => {
  const disconnectedAt = plus(NOW, -HOUR);
  const refused = (refusal: string, from: Date | null = null) => ({ allowed: false, refusal, from });
  const rows: [string, Partial<TokenFacts>, ExtendDecision | ReturnType<typeof refused>][] = [
    ["that works", {}, { allowed: true }],
    ["that is 25 hours old to the millisecond", { issuedAt: plus(NOW, -25 * HOUR) }, { allowed: true }],
    [
      "a millisecond before it is 25 hours old",
      { issuedAt: plus(NOW, 1 - 25 * HOUR) },
      refused("too_young", plus(NOW, 1)),
    ],
    [
      "that is 24 hours old, which is enough for Instagram only",
      { issuedAt: plus(NOW, -24 * HOUR) },
      refused("too_young", plus(NOW, HOUR)),
    ],
    ["that was issued this instant", { issuedAt: NOW }, refused("too_young", plus(NOW, 25 * HOUR))],
    ["with a millisecond to live", { expiresAt: plus(NOW, 1) }, { allowed: true }],
    ["at the instant of its expiry", { expiresAt: NOW }, refused("expired")],
    ["a millisecond after its expiry", { expiresAt: plus(NOW, -1) }, refused("expired")],
    ["that is dead", { verdict: "dead" }, refused("dead")],
    ["that needs an action, because it may work again", { verdict: "action_needed" }, { allowed: true }],
    ["that lacks a permission, because it is kept and tried again", { verdict: "permission" }, { allowed: true }],
    ["whose last tries failed", { failedAttempts: 7 }, { allowed: true }],
    ["of a disconnected account", { disconnectedAt }, refused("disconnected")],
    [
      "that is disconnected and dead: the first is what the person did",
      { disconnectedAt, verdict: "dead" },
      refused("disconnected"),
    ],
    [
      "that is dead and expired: the more final fact is told",
      { verdict: "dead", expiresAt: plus(NOW, -1) },
      refused("dead"),
    ],
    ["that is expired and young: waiting does not help", { issuedAt: NOW, expiresAt: NOW }, refused("expired")],
  ];

  test.each(rows)("%s", (_, change, decision) => {
    expect(decideExtend(tokenFacts(change), NOW)).toEqual(decision);
  });

  test("from the instant that the refusal names, and not a millisecond earlier", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 25 * HOUR - 1 }), (age) => {
        const facts = tokenFacts({ issuedAt: plus(NOW, -age) });
        const decision = decideExtend(facts, NOW);
        if (decision.allowed || decision.from === null) throw new Error("a young token was not refused");
        expect(decideExtend(facts, decision.from)).toEqual({ allowed: true });
        expect(decideExtend(facts, plus(decision.from, -1))).toMatchObject({ allowed: false, refusal: "too_young" });
        expect(decision.from).toEqual(extendableFrom(facts.issuedAt));
      }),
    );
  });

  test("exactly when the conditions for the database find its row", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        expect(matches(extendablePredicate(NOW), { ...facts })).toBe(decideExtend(facts, NOW).allowed);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("a refresh", () => {
  test.each([
    ["brings a month", 30 * DAY, false, "extended"],
    ["brings a millisecond more than an hour", HOUR + 1, false, "extended"],
    ["brings an hour, which is no more than the time between two answers", HOUR, false, "unchanged"],
    ["brings nothing", 0, false, "unchanged"],
    ["brings an earlier expiry", -DAY, false, "unchanged"],
    ["brings a later expiry than the guess", 2 * HOUR, true, "extended"],
    ["confirms the guess", 0, true, "learned"],
    ["corrects the guess downwards", -20 * DAY, true, "learned"],
  ] as const)("%s", (_, gain, assumed, outcome) => {
    expect(judgeRenewal(NOW, assumed, plus(NOW, gain))).toBe(outcome);
  });
});

describe("a token is not stored", () => {
  const token = "IGAA-token";
  test.each([
    ["when it is empty", "", DAY, "blank_token"],
    ["when it is blank", " \t\n", DAY, "blank_token"],
    ["when it expires this millisecond", token, 0, "expiry_in_the_past"],
    ["when it has expired", token, -1, "expiry_in_the_past"],
    ["when its expiry is no date", token, Number.NaN, "expiry_in_the_past"],
    ["when it would live a millisecond longer than 90 days", token, 90 * DAY + 1, "expiry_too_far"],
    ["when it would live for ever", token, 8e15, "expiry_too_far"],
  ] as const)("%s", (_, text, life, problem) => {
    expect(storableProblem(text, plus(NOW, life), NOW)).toBe(problem);
  });

  test.each([1, DAY, 60 * DAY, 90 * DAY])("but it is with %i ms to live", (life) => {
    expect(storableProblem(token, plus(NOW, life), NOW)).toBeNull();
  });
});
