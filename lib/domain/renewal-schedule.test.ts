import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accountFacts } from "@/lib/test/account-facts";
import { anyFacts, NOW } from "@/lib/test/facts";
import type { AccountFacts } from "./account-facts";
import { DAY, elapsed, HOUR, MINUTE, after as plus } from "./durations";
import { decideExtend } from "./renewal-rule";
import { nextAttemptAt, RENEWAL_JITTER, renewalDueAt, renewalJitter } from "./renewal-schedule";

const jitter = renewalJitter("account-1");

test("jitter is fixed for an account, from 0 to 5 days", () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      expect(renewalJitter(id)).toBe(renewalJitter(id));
      expect(renewalJitter(id)).toBeGreaterThanOrEqual(0);
      expect(renewalJitter(id)).toBeLessThan(RENEWAL_JITTER);
    }),
  );
});

test.each<[string, Partial<AccountFacts>, Date]>([
  ["with 30 days left, brought forward by jitter", {}, plus(NOW, 20 * DAY - jitter)],
  ["not before it is old enough", { issuedAt: NOW, expiresAt: plus(NOW, 10 * DAY) }, plus(NOW, 25 * HOUR)],
  [
    "as soon as it is old enough when the expiry is a guess",
    { issuedAt: plus(NOW, -HOUR), expiryAssumed: true },
    plus(NOW, 24 * HOUR),
  ],
])("a token must be renewed %s", (_name, change, due) => {
  expect(renewalDueAt(accountFacts(change))).toEqual(due);
});

test.each<[string, Partial<AccountFacts>]>([
  ["switched off", { autoRenew: false }],
  ["disconnected", { disconnectedAt: NOW }],
  ["dead", { verdict: "dead" }],
  ["expired", { expiresAt: NOW }],
])("nothing is tried by itself when %s", (_name, change) => {
  expect(nextAttemptAt(accountFacts(change), NOW)).toBeNull();
});

describe("after a failure", () => {
  const failed = (change: Partial<AccountFacts>) =>
    accountFacts({
      issuedAt: plus(NOW, -40 * DAY),
      expiresAt: plus(NOW, 20 * DAY),
      lastFailedAt: NOW,
      failedAttempts: 1,
      failureKind: "transient",
      failureReason: "outage",
      ...change,
    });
  const wait = (change: Partial<AccountFacts>) => elapsed(NOW, nextAttemptAt(failed(change), NOW) ?? NOW);

  test.each([
    [1, 5 * MINUTE],
    [2, 30 * MINUTE],
    [3, 2 * HOUR],
    [4, 6 * HOUR],
    [5, DAY],
    [60, DAY],
  ])("the %i. in a row waits %i ms, give or take a tenth", (failedAttempts, expected) => {
    expect(wait({ failedAttempts })).toBeGreaterThanOrEqual(expected * 0.9);
    expect(wait({ failedAttempts })).toBeLessThanOrEqual(expected * 1.1);
  });

  test.each(["action_needed", "permission"] as const)("of kind %s it is tried daily", (failureKind) => {
    expect(wait({ failureKind })).toBeGreaterThan(0.89 * DAY);
  });

  test("an expiry that stays as it was is tried again the next day", () => {
    expect(wait({ failureKind: "unexpected", failureReason: "expiry_unchanged" })).toBeGreaterThan(0.89 * DAY);
  });

  test.each([
    [8 * HOUR, 2 * HOUR],
    [HOUR, 15 * MINUTE],
    [10 * MINUTE, 5 * MINUTE],
  ])("with %i ms of life left it waits at most %i ms", (left, most) => {
    expect(wait({ failedAttempts: 9, expiresAt: plus(NOW, left) })).toBeLessThanOrEqual(most);
  });

  test("the last tries of a dying token leave no gap of more than a quarter of what is left", () => {
    let now = NOW;
    const expiresAt = plus(NOW, 2 * DAY);
    let attempts = 8;
    for (;;) {
      attempts += 1;
      const facts = failed({ failedAttempts: attempts, lastFailedAt: now, expiresAt });
      const next = nextAttemptAt(facts, now);
      if (next === null || next.getTime() >= expiresAt.getTime()) break;
      expect(elapsed(now, next)).toBeLessThanOrEqual(Math.max(5 * MINUTE, elapsed(now, expiresAt) / 4));
      now = next;
    }
    expect(elapsed(now, expiresAt)).toBeLessThanOrEqual(10 * MINUTE);
  });

  test("/me has the word while a death is being looked into", () => {
    const change = { failureKind: "dead" as const, suspectedAt: NOW, suspectedReason: "session_invalid" as const };
    expect(wait(change)).toBeGreaterThan(HOUR);
  });
});

test("whatever the facts, the next attempt is never before Extend is allowed and never after the expiry without a try", () => {
  fc.assert(
    fc.property(anyFacts, fc.uuid(), (facts, id) => {
      const next = nextAttemptAt({ ...facts, id, failedAttempts: 0 }, NOW);
      const decision = decideExtend(facts, NOW);
      if (next === null) expect(decision.allowed && facts.autoRenew).toBe(false);
      else if (next.getTime() <= NOW.getTime()) expect(decision.allowed).toBe(true);
    }),
  );
});
