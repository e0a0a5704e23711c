import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyFacts, anyVerdict, NOW, tokenFacts } from "@/lib/test/facts";
import { matches } from "@/lib/test/predicate";
import { DAY, after as plus } from "./durations";
import {
  attentionPredicate,
  EXPIRING_SOON,
  needsAttention,
  STATUS_TEXT,
  statusPredicate,
  TOKEN_STATUSES,
  tokenStatus,
} from "./token-status";

describe("the status of a token", () => {
  test.each([
    ["works and lives 60 days", null, 60 * DAY, "active"],
    ["has a millisecond more than 14 days", null, 14 * DAY + 1, "active"],
    ["has 14 days exactly", null, 14 * DAY, "expiring_soon"],
    ["has a millisecond less than 14 days", null, 14 * DAY - 1, "expiring_soon"],
    ["has one millisecond left", null, 1, "expiring_soon"],
    ["expires this very millisecond", null, 0, "expired"],
    ["expired a millisecond ago", null, -1, "expired"],
    ["expired 90 days ago", null, -90 * DAY, "expired"],
    ["is dead with 60 days on paper", "dead", 60 * DAY, "reconnect_needed"],
    ["is dead and expired", "dead", -DAY, "reconnect_needed"],
    ["needs an action and lives", "action_needed", 60 * DAY, "action_needed"],
    ["needs an action with a millisecond left", "action_needed", 1, "action_needed"],
    ["needs an action and has just expired", "action_needed", 0, "expired"],
    ["lacks a permission and lives", "permission", 60 * DAY, "permission_problem"],
    ["lacks a permission with 14 days left", "permission", 14 * DAY, "permission_problem"],
    ["lacks a permission with a millisecond left", "permission", 1, "permission_problem"],
    ["lacks a permission and has just expired", "permission", 0, "expired"],
  ] as const)("when it %s", (_, verdict, life, status) => {
    expect(tokenStatus({ verdict, expiresAt: plus(NOW, life) }, NOW)).toBe(status);
  });

  test("counts in milliseconds, not in calendar days of some zone", () => {
    const now = new Date("2026-10-20T23:59:59.999Z");
    expect(tokenStatus({ verdict: null, expiresAt: new Date("2026-11-03T23:59:59.999Z") }, now)).toBe("expiring_soon");
    expect(tokenStatus({ verdict: null, expiresAt: new Date("2026-11-04T00:00:00.000Z") }, now)).toBe("active");
  });

  test("never gets better by waiting", () => {
    const worth = (facts: Parameters<typeof tokenStatus>[0], now: Date) =>
      TOKEN_STATUSES.indexOf(tokenStatus(facts, now));
    fc.assert(
      fc.property(anyFacts, fc.nat({ max: 100 * DAY }), (facts, wait) => {
        const later = tokenStatus(facts, plus(NOW, wait));
        expect(later === "expired" || worth(facts, plus(NOW, wait)) <= worth(facts, NOW)).toBe(true);
      }),
    );
  });
});

test("each status has the text of the contract", () => {
  expect(STATUS_TEXT).toEqual({
    active: "Active",
    expiring_soon: "Expiring soon",
    expired: "Expired",
    reconnect_needed: "Reconnect needed",
    action_needed: "Action needed",
    permission_problem: "Permission problem",
  });
  expect([...TOKEN_STATUSES].sort()).toEqual(Object.keys(STATUS_TEXT).sort());
});

test("a person must act on all but those that work", () => {
  expect(TOKEN_STATUSES.filter(needsAttention)).toEqual([
    "reconnect_needed",
    "expired",
    "action_needed",
    "permission_problem",
  ]);
});

describe("the conditions for the database", () => {
  test.each(TOKEN_STATUSES)("find exactly the rows that are %s", (status) => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        expect(matches(statusPredicate(status, NOW), { ...facts })).toBe(tokenStatus(facts, NOW) === status);
      }),
      { numRuns: 500 },
    );
  });

  test("put every row into one status and no more", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const found = TOKEN_STATUSES.filter((status) => matches(statusPredicate(status, NOW), { ...facts }));
        expect(found).toEqual([tokenStatus(facts, NOW)]);
      }),
      { numRuns: 500 },
    );
  });

  test.each([-1, 0, 1, EXPIRING_SOON - 1, EXPIRING_SOON, EXPIRING_SOON + 1])("agree at a life of %i ms", (life) => {
    fc.assert(
      fc.property(anyVerdict, (verdict) => {
        const facts = tokenFacts({ verdict, expiresAt: plus(NOW, life) });
        const found = TOKEN_STATUSES.filter((status) => matches(statusPredicate(status, NOW), { ...facts }));
        expect(found).toEqual([tokenStatus(facts, NOW)]);
      }),
    );
  });

  test("find exactly the rows that need attention", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        expect(matches(attentionPredicate(NOW), { ...facts })).toBe(needsAttention(tokenStatus(facts, NOW)));
      }),
      { numRuns: 500 },
    );
  });
});
