import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyFacts, NOW, tokenFacts } from "@/lib/test/facts";
import type { TokenFacts } from "./account-facts";
import { calendarEntries, LAST_CALL } from "./calendar";
import { DAY, HOUR, after as plus } from "./durations";
import { isLeftAlone } from "./left-alone";
import { nextAttemptAt } from "./renewal-schedule";

const account = (change: Partial<TokenFacts> = {}) => ({ ...tokenFacts(change), id: "a1", username: "north" });

describe("an account's entries", () => {
  test("of a healthy one: when its token ends, and that it is renewed before", () => {
    const [expiry, ...others] = calendarEntries(account(), NOW);
    expect(others).toEqual([]);
    expect(expiry).toMatchObject({
      uid: "a1-expiry@perennial",
      accountId: "a1",
      at: plus(NOW, 50 * DAY),
      summary: "@north: token ends",
    });
    expect(expiry?.description).toMatch(
      /^Unless it is renewed before; then this entry moves\.\nRenewal: On, next renewal \d/,
    );
  });

  test("with renewal off: until when to extend by hand", () => {
    const [expiry, act] = calendarEntries(account({ autoRenew: false }), NOW);
    expect(expiry?.description).toBe("Press Extend before.\nRenewal: Off, switched off.");
    expect(act).toMatchObject({
      uid: "a1-renewal@perennial",
      at: plus(NOW, 50 * DAY - LAST_CALL),
      summary: "@north: extend by hand",
    });
  });

  test("with renewal off on a token that ends before it is old enough for more: not before Extend works", () => {
    const facts = account({ autoRenew: false, issuedAt: plus(NOW, -HOUR), expiresAt: plus(NOW, 2 * DAY) });
    expect(calendarEntries(facts, NOW)[1]?.at).toEqual(plus(NOW, 24 * HOUR));
  });

  test("with a failing renewal: the next try", () => {
    const facts = account({
      expiresAt: plus(NOW, 20 * DAY),
      failedAttempts: 2,
      lastFailedAt: plus(NOW, -HOUR / 10),
      failureKind: "transient",
    });
    const [, act] = calendarEntries(facts, NOW);
    expect(act).toMatchObject({ uid: "a1-renewal@perennial", summary: "@north: renewal is failing, next try" });
    expect(act?.at).toEqual(nextAttemptAt(facts, NOW));
    expect(act?.description).toContain("Renewal: Failing, 2 tries; next");
  });

  test.each<[Partial<TokenFacts>, string]>([
    [{ verdict: "action_needed" }, "@north: action needed"],
    [{ verdict: "permission" }, "@north: permission problem"],
  ])("with %o: what is needed", (facts, summary) => {
    expect(calendarEntries(account(facts), NOW)[1]?.summary).toBe(summary);
  });

  test.each<[Partial<TokenFacts>, string]>([
    [{ verdict: "dead" }, "@north: reconnect needed"],
    [{ expiresAt: NOW }, "@north: token has ended"],
    [{ expiresAt: plus(NOW, -DAY), autoRenew: false, failedAttempts: 3 }, "@north: token has ended"],
  ])("with %o: one, which says to reconnect", (facts, summary) => {
    const entries = calendarEntries(account(facts), NOW);
    expect(entries.map((entry) => entry.summary)).toEqual([summary]);
    expect(entries[0]?.description).toContain("Reconnect the account.");
  });

  test("are an expiry always, a second one only when the account is left alone, and no other", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const named = { ...facts, id: "a1", username: "north" };
        const entries = calendarEntries(named, NOW);
        expect(entries[0]).toMatchObject({ uid: "a1-expiry@perennial", at: facts.expiresAt });
        if (entries.length > 1) {
          expect(isLeftAlone(facts)).toBe(true);
          expect(entries[1]?.uid).toBe("a1-renewal@perennial");
        }
        expect(entries.length).toBeLessThanOrEqual(2);
        expect(entries.every(({ at }) => !Number.isNaN(at.getTime()))).toBe(true);
        // The same facts a minute later name the same instants: calendars would show a new entry at every look.
        const later = calendarEntries(named, plus(NOW, 60_000));
        if (later.length === entries.length) expect(later[0]?.at).toEqual(entries[0]?.at);
      }),
      { numRuns: 300 },
    );
  });
});
