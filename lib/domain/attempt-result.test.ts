import { describe, expect, test } from "vitest";
import { accountFacts } from "@/lib/test/account-facts";
import { NOW } from "@/lib/test/facts";
import { checkFailed, checkWorked, renewalFailed, renewalSucceeded } from "./attempt-result";
import { DAY, HOUR, after as plus } from "./durations";
import type { FailureKind, FailureReason, InstagramFailure } from "./instagram-failure";

function failure(kind: FailureKind, reason: FailureReason): InstagramFailure {
  return { kind, reason, message: "", code: null, subcode: null, status: null, retryAfter: null };
}

const later = plus(NOW, 60 * DAY);
const troubled = accountFacts({
  verdict: "permission",
  verdictReason: "not_eligible",
  verdictAt: plus(NOW, -DAY),
  failedAttempts: 4,
  failureKind: "permission",
  failureReason: "not_eligible",
  failingSince: plus(NOW, -4 * DAY),
  failingToldAt: plus(NOW, -DAY),
  lastFailedAt: plus(NOW, -HOUR),
});

/** The reactions of instagram-platform §6.3, one row a kind of answer: counted, and what it makes of the account. */
describe("a failed refresh", () => {
  test.each<[FailureKind, FailureReason, number, string | null, boolean]>([
    ["transient", "outage", 1, null, false],
    ["transient", "network", 1, null, false],
    ["transient", "timed_out", 1, null, false],
    ["transient", "unreadable_answer", 1, null, false],
    ["rate_limited", "rate_limited", 0, null, false],
    ["rate_limited", "temporarily_blocked", 1, null, false],
    ["dead", "expired", 1, null, true],
    ["dead", "password_changed", 1, null, true],
    ["dead", "app_removed", 1, null, true],
    ["dead", "token_invalid", 1, null, true],
    ["dead", "session_invalid", 1, null, true],
    ["action_needed", "checkpoint", 1, "action_needed", false],
    ["action_needed", "unconfirmed_user", 1, "action_needed", false],
    ["action_needed", "account_restricted", 1, "action_needed", false],
    ["permission", "not_eligible", 1, "permission", false],
    ["permission", "permission_missing", 1, "permission", false],
    ["permission", "personal_account", 1, "permission", false],
    ["permission", "app_blocked", 1, "permission", false],
    ["permission", "app_capability", 1, "permission", false],
    ["unexpected", "unexpected_answer", 1, null, false],
    ["unexpected", "unusable_expiry", 1, null, false],
    ["unexpected", "blank_token", 1, null, false],
  ])("%s, %s", (kind, reason, failedAttempts, verdict, suspected) => {
    const facts = accountFacts();
    const { change } = renewalFailed(facts, failure(kind, reason), NOW);
    const now = { ...facts, ...change };
    expect(now).toMatchObject({ failedAttempts, verdict, lastAnswer: kind });
    expect(now.suspectedAt !== null).toBe(suspected);
    expect(now.failingSince).toEqual(failedAttempts === 0 ? null : NOW);
  });

  test("says nothing about the account while the app is in trouble", () => {
    for (const kind of ["dead", "permission", "action_needed"] as const) {
      const { change } = renewalFailed(accountFacts(), failure(kind, "not_eligible"), NOW, true);
      expect(change.verdict).toBeUndefined();
      expect(change.suspectedAt).toBeUndefined();
    }
  });

  test("counts on, and remembers since when", () => {
    const { change } = renewalFailed(troubled, failure("permission", "not_eligible"), NOW);
    expect(change).toMatchObject({ failedAttempts: 5, failingSince: troubled.failingSince });
    expect(change.verdictAt).toEqual(troubled.verdictAt);
  });
});

describe("a refresh that brought a token", () => {
  test("clears everything that was against the account", () => {
    const now = { ...troubled, ...renewalSucceeded(troubled, "extended", later, NOW) };
    expect(now).toMatchObject({
      verdict: null,
      failedAttempts: 0,
      failingSince: null,
      failingToldAt: null,
      lastRenewedAt: NOW,
      issuedAt: NOW,
      expiresAt: later,
    });
  });

  test("with the true expiry in place of a guess leaves the age as it was", () => {
    const facts = accountFacts({ expiryAssumed: true });
    const now = { ...facts, ...renewalSucceeded(facts, "learned", later, NOW) };
    expect(now).toMatchObject({ issuedAt: facts.issuedAt, expiryAssumed: false, lastRenewedAt: NOW });
  });

  test("with the same expiry counts as a failed attempt", () => {
    const facts = accountFacts();
    const now = { ...facts, ...renewalSucceeded(facts, "unchanged", facts.expiresAt, NOW) };
    expect(now).toMatchObject({ failedAttempts: 1, failureReason: "expiry_unchanged", lastRenewedAt: null });
  });
});

describe("a look at /me", () => {
  test("that works takes a verdict back, with the waits that it caused", () => {
    const now = { ...troubled, ...checkWorked(troubled, NOW) };
    expect(now).toMatchObject({ verdict: null, failedAttempts: 0, failingToldAt: null, lastAnswer: "works" });
  });

  test("that works leaves failures of renewal alone when there was no verdict", () => {
    const failing = { ...troubled, verdict: null };
    expect({ ...failing, ...checkWorked(failing, NOW) }).toMatchObject({ failedAttempts: 4 });
  });

  test("that fails counts no attempt of renewal", () => {
    const { change } = checkFailed(accountFacts(), failure("transient", "outage"), NOW);
    expect(change).toEqual({ lastAnswer: "transient", lastAnsweredAt: NOW });
  });

  test("confirms a suspicion once it is old enough", () => {
    const facts = accountFacts({ suspectedAt: plus(NOW, -HOUR), suspectedReason: "app_removed" });
    const { change, death } = checkFailed(facts, failure("dead", "app_removed"), NOW);
    expect(death?.kind).toBe("believed");
    expect(change).toMatchObject({ verdict: "dead", verdictReason: "app_removed", verdictAt: NOW, suspectedAt: null });
  });

  test.each(["permission", "action_needed"] as const)(
    "of a token that is dead already: %s takes nothing back",
    (kind) => {
      const dead = accountFacts({ verdict: "dead", verdictReason: "expired", verdictAt: plus(NOW, -DAY) });
      const { change, death } = checkFailed(dead, failure(kind, "permission_missing"), NOW);
      expect(change).not.toHaveProperty("verdict");
      expect(death).toBeNull();
    },
  );

  test("of a token that is dead already changes nothing", () => {
    const dead = accountFacts({ verdict: "dead", verdictReason: "expired", verdictAt: plus(NOW, -DAY) });
    expect(checkFailed(dead, failure("dead", "app_removed"), NOW).change.verdictAt).toBeUndefined();
  });
});
