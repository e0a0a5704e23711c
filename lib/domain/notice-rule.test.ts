import { describe, expect, test } from "vitest";
import { accountFacts } from "@/lib/test/account-facts";
import { NOW } from "@/lib/test/facts";
import type { AccountFacts } from "./account-facts";
import { DAY, HOUR, after as plus } from "./durations";
import { nextNoticeAt, noticesDue, noticesOfChange } from "./notice-rule";

const left = (days: number, change: Partial<AccountFacts> = {}) =>
  accountFacts({ expiresAt: plus(NOW, days * DAY), ...change });
const off = { autoRenew: false };
const failing = { failedAttempts: 3, failingSince: plus(NOW, -HOUR), failureReason: "outage" as const };

describe("expiry thresholds", () => {
  test.each<[string, AccountFacts, string[]]>([
    ["renewal is on", left(7), []],
    ["15 days are left", left(15, off), []],
    ["14 days and a millisecond are left", left(14 + 1 / DAY, off), []],
    ["14 days are left", left(14, off), ["expiring:14"]],
    ["10 days are left", left(10, off), ["expiring:14"]],
    ["7 days are left", left(7, off), ["expiring:7"]],
    ["3 days are left", left(3, off), ["expiring:3"]],
    ["1 day is left", left(1, off), ["expiring:1"]],
    ["an hour is left", left(1 / 24, failing), ["expiring:1"]],
    ["nothing is left", left(0, off), ["expired"]],
    ["it is dead already", left(7, { ...off, verdict: "dead" }), []],
    ["it is disconnected", left(7, { ...off, disconnectedAt: NOW }), []],
    ["renewal fails", left(7, failing), ["expiring:7"]],
    ["a verdict stands against it", left(7, { verdict: "permission", verdictReason: "not_eligible" }), ["expiring:7"]],
  ])("when %s", (_name, facts, keys) => {
    const until = facts.expiresAt.getTime();
    expect(noticesDue(facts, NOW).map(({ key }) => key)).toEqual(keys.map((key) => `account-1:until-${until}:${key}`));
  });

  test("are told anew for a new token, and not for the same one put back", () => {
    const key = (facts: AccountFacts) => noticesDue(facts, NOW)[0]?.key;
    expect(key(left(7, { ...off, tokenVersion: 3 }))).toBe(key(left(7, off)));
    expect(key(left(6.9, { ...off, tokenVersion: 2 }))).not.toBe(key(left(7, off)));
  });

  test.each([
    [40, 26],
    [14, 7],
    [13.99, 6.99],
    [7, 4],
    [3, 2],
    [1, 1],
    [0.5, 0.5],
  ])("with %d days left the next is in %d", (days, until) => {
    expect(nextNoticeAt(left(days), NOW)).toEqual(plus(NOW, until * DAY));
  });

  test("end with the expiry", () => {
    expect(nextNoticeAt(left(0), NOW)).toBeNull();
  });
});

describe("a failing that lasts", () => {
  const since = (hours: number, change: Partial<AccountFacts> = {}) =>
    left(25, { ...failing, failingSince: plus(NOW, -hours * HOUR), ...change });

  test.each([
    [72 - 1 / HOUR, 0],
    [72, 1],
  ])("of %d hours is told %d times", (hours, times) => {
    expect(noticesDue(since(hours), NOW)).toHaveLength(times);
  });

  test("is told once", () => {
    expect(noticesDue(since(100, { failingToldAt: plus(NOW, -HOUR) }), NOW)).toEqual([]);
  });

  test("is looked for after 72 hours", () => {
    expect(nextNoticeAt(since(1), NOW)).toEqual(plus(NOW, 71 * HOUR));
  });

  test("says what is so and what happens next", () => {
    expect(noticesDue(since(80), NOW)[0]?.detail).toMatchObject({
      what: "Renewal has been failing for 3 days. Instagram is temporarily unavailable.",
      next: "Perennial keeps trying by itself.",
    });
  });
});

describe("changes", () => {
  const change = (before: Partial<AccountFacts>, now: Partial<AccountFacts>) =>
    noticesOfChange(left(40, before), left(40, now), NOW).map(({ kind }) => kind);
  const dead = { verdict: "dead", verdictReason: "app_removed" } as const;
  const checkpoint = { verdict: "action_needed", verdictReason: "checkpoint" } as const;
  const permission = { verdict: "permission", verdictReason: "not_eligible" } as const;

  test.each<[string, Partial<AccountFacts>, Partial<AccountFacts>, string[]]>([
    ["a death", {}, dead, ["reconnect_needed"]],
    ["a checkpoint", {}, checkpoint, ["action_needed"]],
    ["a permission problem", {}, permission, ["permission_problem"]],
    ["a checkpoint that becomes a death", checkpoint, dead, ["reconnect_needed"]],
    ["the same again", dead, dead, []],
    ["a recovery", dead, {}, ["recovered"]],
    ["the end of a failing that was told", { failingToldAt: NOW }, {}, ["recovered"]],
    ["the end of a failing that nobody heard of", failing, {}, []],
    ["nothing", {}, {}, []],
    ["a disconnect", dead, { disconnectedAt: NOW }, []],
    ["a suspicion", {}, { suspectedAt: NOW }, []],
  ])("%s", (_name, before, now, kinds) => {
    expect(change(before, now)).toEqual(kinds);
  });

  test("of the same token at two times are two pieces of news", () => {
    const keys = [NOW, plus(NOW, DAY)].map((at) => noticesOfChange(left(40), left(40, dead), at)[0]?.key);
    expect(new Set(keys).size).toBe(2);
  });

  test("a reconnect of an expired account is a recovery", () => {
    const kinds = noticesOfChange(left(-1), left(60, { tokenVersion: 2 }), NOW).map(({ kind }) => kind);
    expect(kinds).toEqual(["recovered"]);
  });
});
