import { expect, it } from "vitest";
import { findToken } from "@/lib/db/account-tokens";
import { claimLease } from "@/lib/db/accounts";
import { after, DAY, HOUR, MINUTE } from "@/lib/domain/durations";
import { extendSentence } from "@/lib/domain/extend-outcome";
import { tokenStatus } from "@/lib/domain/token-status";
import { onBothDatabases } from "@/lib/test/harness";
import { checkAccount } from "./check-account";
import { LEASE_TIME } from "./claimed-account";
import { disconnectAccount } from "./disconnect-account";
import { renewToken } from "./renew-token";

const USERNAME = "casa.marisol";

onBothDatabases("renew-token", (harness) => {
  const extend = (accountId: string) => renewToken(harness().context(), { accountId });
  const refreshCalls = () => harness().simulator.simulator.stats().endpoints.refresh ?? 0;

  it("extends, stores the new token with its history, and forgets the previous one once /me has answered", async () => {
    const accountId = await harness().connect(USERNAME, { ageDays: 40 });
    const before = await harness().storedToken(accountId);
    const outcome = await extend(accountId);
    expect(outcome.kind).toBe("extended");
    const account = await harness().account(accountId);
    const stored = await findToken(harness().db, accountId);
    expect(await harness().storedToken(accountId)).not.toBe(before);
    expect(stored).toMatchObject({ previousSealed: null, version: 2 });
    expect(account).toMatchObject({ tokenVersion: 2, expiryAssumed: false, failedAttempts: 0, leaseId: null });
    expect(account.expiresAt.getTime() - account.issuedAt.getTime()).toBeGreaterThan(59 * DAY);
    const event = (await harness().events(accountId)).at(-1);
    expect(event).toMatchObject({ kind: "extended", actorName: "Ada Lindqvist", expiresAfter: account.expiresAt });
    expect(harness().simulator.simulator.validToken({ username: USERNAME })).toContain(
      await harness().storedToken(accountId),
    );
  });

  it("counts the same string back as a success when the expiry is later", async () => {
    harness().simulator.simulator.setSwitches({ refreshTokenString: "same" });
    const accountId = await harness().connect(USERNAME, { ageDays: 10 });
    const before = await harness().storedToken(accountId);
    expect((await extend(accountId)).kind).toBe("extended");
    expect(await harness().storedToken(accountId)).toBe(before);
  });

  it("keeps the previous token sealed while the new one has not answered", async () => {
    const accountId = await harness().connect(USERNAME, { ageDays: 10 });
    const before = await harness().storedToken(accountId);
    harness().simulator.simulator.setFault({ kind: "outage", endpoints: ["me"] });
    expect((await extend(accountId)).kind).toBe("extended");
    const stored = await findToken(harness().db, accountId);
    const { vault } = harness().adapters;
    expect(vault.open(stored?.previousSealed ?? "", `token:${accountId}`)).toBe(before);
  });

  it.each([
    ["too young", { ageDays: 1 }, "too_young"],
    ["a millisecond too young", { ageDays: 25 / 24 - 1 / DAY }, "too_young"],
    ["exactly 25 hours old", { ageDays: 25 / 24 }, null],
  ])("asks the rule first: %s", async (_name, options, refusal) => {
    const accountId = await harness().connect(USERNAME, options);
    const outcome = await extend(accountId);
    expect(outcome.kind === "refused" ? outcome.refusal : null).toBe(refusal);
    expect(refreshCalls()).toBe(refusal === null ? 1 : 0);
    expect((await harness().account(accountId)).leaseId).toBeNull();
  });

  it("refuses an expired token without a call", async () => {
    const accountId = await harness().connect(USERNAME, { ageDays: 59 });
    harness().simulator.simulator.advance({ days: 2 });
    expect(await extend(accountId)).toMatchObject({ kind: "refused", refusal: "expired" });
    expect(refreshCalls()).toBe(0);
  });

  it("says so when a colleague has just disconnected the account, or it never was", async () => {
    const accountId = await harness().connect(USERNAME, { ageDays: 10 });
    await disconnectAccount(harness().context(), { accountId, typedUsername: USERNAME });
    expect(await extend(accountId)).toMatchObject({ kind: "refused", refusal: "disconnected" });
    expect(await extend("no-such-account")).toEqual({ kind: "not_found" });
  });

  it("makes one call when many press Extend at the same moment", async () => {
    const accountId = await harness().connect(USERNAME, { ageDays: 10 });
    harness().simulator.simulator.setSwitches({ latencyMs: 100 });
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => extend(accountId)));
    expect(outcomes.filter(({ kind }) => kind === "extended")).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === "already_running")).toHaveLength(9);
    expect(refreshCalls()).toBe(1);
    expect((await harness().events(accountId)).filter(({ kind }) => kind === "extended")).toHaveLength(1);
  });

  it("takes over a lease whose holder has died, and not a minute earlier", async () => {
    const accountId = await harness().connect(USERNAME, { ageDays: 10 });
    const { db, clock } = harness().adapters;
    await claimLease(db, accountId, "dead-process", clock(), after(clock(), LEASE_TIME));
    expect((await extend(accountId)).kind).toBe("already_running");
    harness().simulator.simulator.advance({ ms: LEASE_TIME });
    expect((await extend(accountId)).kind).toBe("extended");
  });

  it("stores nothing when the lease was taken away in the middle", async () => {
    const accountId = await harness().connect(USERNAME, { ageDays: 10 });
    harness().simulator.simulator.setFault({ kind: "slow", endpoints: ["refresh"], milliseconds: 300 });
    const running = extend(accountId);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await harness().db.connectedAccount.updateMany({ where: { id: accountId }, data: { leaseId: "another" } });
    expect((await running).kind).toBe("superseded");
    expect(await harness().account(accountId)).toMatchObject({ tokenVersion: 1, leaseId: "another" });
  });

  it.each([
    ["outage", "transient", "outage"],
    ["unknown_error", "transient", "outage"],
    ["html_502", "transient", "outage"],
    ["html_200", "transient", "unreadable_answer"],
    ["empty_body", "transient", "unreadable_answer"],
    ["malformed_json", "transient", "unreadable_answer"],
    ["reset_before", "transient", "network"],
    ["reset_after", "transient", "network"],
    ["huge_body", "transient", "unreadable_answer"],
    ["odd_error", "unexpected", "unexpected_answer"],
    ["rate_limit_app", "rate_limited", "rate_limited"],
    ["rate_limit_user", "rate_limited", "rate_limited"],
    ["rate_limit_32", "rate_limited", "rate_limited"],
    ["rate_limit_613", "rate_limited", "rate_limited"],
    ["rate_limit_business", "rate_limited", "rate_limited"],
    ["temporarily_blocked", "rate_limited", "temporarily_blocked"],
    ["missing_expires_in", "unexpected", "unusable_expiry"],
    ["expires_in_zero", "unexpected", "unusable_expiry"],
    ["expires_in_negative", "unexpected", "unusable_expiry"],
    ["expires_in_absurd", "unexpected", "unusable_expiry"],
    ["blank_token", "unexpected", "blank_token"],
    ["code_190_no_subcode", "dead", "token_invalid"],
  ] as const)("keeps the token when Instagram answers %s", async (kind, failureKind, reason) => {
    const accountId = await harness().connect(USERNAME, { ageDays: 10 });
    const before = await harness().storedToken(accountId);
    harness().simulator.simulator.setFault({ kind, endpoints: ["refresh"], times: 1 });
    const outcome = await extend(accountId);
    expect(outcome).toMatchObject({ kind: "failed", reason });
    expect(extendSentence(outcome)).toContain("The token is kept.");
    expect(await harness().storedToken(accountId)).toBe(before);
    const counted = reason !== "rate_limited";
    expect(await harness().account(accountId)).toMatchObject({
      verdict: null,
      failedAttempts: counted ? 1 : 0,
      failureKind: counted ? failureKind : null,
      lastAnswer: failureKind,
      leaseId: null,
    });
    const kinds = (await harness().events(accountId)).map((event) => event.kind);
    expect(kinds).toContain("extend_failed");
    if (!counted) {
      expect(await extend(accountId)).toMatchObject({ kind: "refused", refusal: "paused" });
      harness().simulator.simulator.advance({ days: 1 });
    }
    expect((await extend(accountId)).kind).toBe("extended");
    expect(await harness().account(accountId)).toMatchObject({ failedAttempts: 0, failureKind: null });
  });

  it("extends, whatever else the answers hold", async () => {
    const accountId = await harness().connect(USERNAME, { ageDays: 10 });
    const { followersCount } = await harness().account(accountId);
    harness().simulator.simulator.setFault({ kind: "odd_facts", endpoints: ["refresh", "me"] });
    expect((await extend(accountId)).kind).toBe("extended");
    expect(await harness().account(accountId)).toMatchObject({
      scopes: "instagram_business_basic,\ufffd",
      followersCount,
      pictureUrl: "https://scontent.cdninstagram.com/%EF%BF%BD%00%E2%80%AE",
      lastCheckOutcome: "works",
      leaseId: null,
    });
    expect((await harness().events(accountId)).map(({ kind }) => kind)).toEqual([
      "imported",
      "extended",
      "profile_changed",
    ]);
  });

  it("takes expires_in as text", async () => {
    const accountId = await harness().connect(USERNAME, { ageDays: 10 });
    harness().simulator.simulator.setFault({ kind: "expires_in_string", endpoints: ["refresh"], times: 1 });
    expect((await extend(accountId)).kind).toBe("extended");
  });

  it.each([
    ["checkpoint", "action_needed", "checkpoint"],
    ["no_tester_role", "permission_problem", "not_eligible"],
    ["personal_account", "permission_problem", "personal_account"],
  ] as const)("names the status of an account with the fault %s", async (fault, status, reason) => {
    const accountId = await harness().connect(USERNAME, { ageDays: 10 });
    harness().simulator.simulator.setAccountFault({ username: USERNAME, fault });
    expect(await extend(accountId)).toMatchObject({ kind: "failed", reason, lookAgainAt: null });
    const account = await harness().account(accountId);
    expect(tokenStatus(account, harness().adapters.clock())).toBe(status);
    expect(account.verdictReason).toBe(reason);
  });

  it.each([
    ["password_changed", "password_changed"],
    ["app_removed", "app_removed"],
    ["invalid_token", "token_invalid"],
  ] as const)("calls an account with the fault %s dead only when a later look agrees", async (fault, reason) => {
    const accountId = await harness().connect(USERNAME, { ageDays: 10 });
    const status = async () => tokenStatus(await harness().account(accountId), harness().adapters.clock());
    harness().simulator.simulator.setAccountFault({ username: USERNAME, fault });
    const lookAgainAt = after(harness().adapters.clock(), 5 * MINUTE);
    expect(await extend(accountId)).toMatchObject({ kind: "failed", reason, lookAgainAt });
    expect(await status()).toBe("active");
    expect(await harness().account(accountId)).toMatchObject({ nextCheckAt: lookAgainAt, urgency: 0 });
    harness().simulator.simulator.advance({ minutes: 5 });
    await checkAccount(harness().context(), { accountId });
    expect(await status()).toBe("reconnect_needed");
    expect(await harness().account(accountId)).toMatchObject({ verdictReason: reason, nextAttemptAt: null });
  });

  it("extends again, by the same token, when a checkpoint has cleared", async () => {
    const accountId = await harness().connect(USERNAME, { ageDays: 10 });
    harness().simulator.simulator.setAccountFault({ username: USERNAME, fault: "checkpoint" });
    await extend(accountId);
    harness().simulator.simulator.setAccountFault({ username: USERNAME, fault: null });
    expect((await extend(accountId)).kind).toBe("extended");
    expect((await harness().account(accountId)).verdict).toBeNull();
  });

  it("calls an unchanged expiry neither extended nor failed for good", async () => {
    const accountId = await harness().connect(USERNAME, { ageDays: 2 });
    harness().simulator.simulator.setSwitches({ longLivedExpiresIn: (58 * DAY) / 1000 });
    const outcome = await extend(accountId);
    expect(outcome.kind).toBe("unchanged");
    expect((await harness().account(accountId)).lastRenewedAt).toBeNull();
    expect((await harness().events(accountId)).at(-1)?.kind).toBe("extend_unchanged");
  });

  it("learns the true expiry of a pasted token", async () => {
    const accountId = await harness().connect(USERNAME, { ageDays: 10, issuedAt: null, expiresAt: null });
    expect((await harness().account(accountId)).expiryAssumed).toBe(true);
    harness().simulator.simulator.advance({ ms: 25 * HOUR });
    expect((await extend(accountId)).kind).toBe("extended");
    expect(await harness().account(accountId)).toMatchObject({ expiryAssumed: false, issuedAtAssumed: false });
  });

  it("brings the previous token back when Instagram refuses the new one for good", async () => {
    const accountId = await harness().connect(USERNAME, { ageDays: 10 });
    const before = await harness().storedToken(accountId);
    const beforeExpiry = (await harness().account(accountId)).expiresAt;
    harness().simulator.simulator.setFault({ kind: "session_invalid", endpoints: ["me"], times: 1 });
    await extend(accountId);
    expect(await harness().storedToken(accountId)).toBe(before);
    expect(await harness().account(accountId)).toMatchObject({
      expiresAt: beforeExpiry,
      tokenVersion: 3,
      failedAttempts: 1,
    });
    expect((await harness().events(accountId)).at(-1)?.kind).toBe("token_restored");
  });

  it("waits longer each time while Instagram hands out tokens that it refuses", async () => {
    const accountId = await harness().connect(USERNAME, { ageDays: 10 });
    for (const failedAttempts of [1, 2, 3]) {
      harness().simulator.simulator.setFault({ kind: "session_invalid", endpoints: ["me"], times: 1 });
      await extend(accountId);
      expect(await harness().account(accountId)).toMatchObject({ failedAttempts, failingSince: expect.any(Date) });
    }
  });

  it("refuses a viewer", async () => {
    const accountId = await harness().connect(USERNAME, { ageDays: 10 });
    const viewer = harness().context({ role: "viewer" });
    await expect(renewToken(viewer, { accountId })).rejects.toMatchObject({ code: "forbidden" });
    expect(refreshCalls()).toBe(0);
  });

  it("gives up on an answer that takes longer than the time limit, and keeps the token", async () => {
    const accountId = await harness().connect(USERNAME, { ageDays: 10 });
    harness().simulator.simulator.setFault({ kind: "slow", endpoints: ["refresh"], milliseconds: MINUTE, times: 1 });
    const outcome = await renewToken(harness().impatientContext(200), { accountId });
    expect(outcome).toMatchObject({ kind: "failed", reason: "timed_out" });
  });
});
