import { expect, it } from "vitest";
import { openFault } from "@/lib/db/instagram-app";
import { after, DAY, HOUR, MINUTE } from "@/lib/domain/durations";
import { tokenStatus } from "@/lib/domain/token-status";
import { type Harness, onBothDatabases } from "@/lib/test/harness";
import { clientIdOf, readAppCondition } from "./app-condition";
import { renewDueTokens } from "./renew-due-tokens";
import { setAutoRenew } from "./set-auto-renew";
import { tokenContext } from "./store-token";

onBothDatabases("renew-due-tokens", (harness) => {
  const simulator = () => harness().simulator.simulator;
  const tick = (change: Partial<Parameters<typeof renewDueTokens>[1]> = {}) =>
    renewDueTokens(harness().adapters, { trigger: "scheduler", ...change });
  const calls = (endpoint: "refresh" | "me") => simulator().stats().endpoints[endpoint];
  const condition = () => readAppCondition(harness().adapters);
  const now = () => harness().adapters.clock();

  /** What people were told, but for standstills: these runs are hours apart. */
  async function told(): Promise<string[]> {
    const where = { kind: { not: "scheduler_stopped" } };
    return (await harness().db.notice.findMany({ where, orderBy: { id: "asc" } })).map(({ kind }) => kind);
  }

  /** Accounts whose renewal is due: by default 45 of 60 days are over. */
  async function connectDue(target: Harness, count: number, ageDays = 45): Promise<string[]> {
    const ids: string[] = [];
    for (let index = 0; index < count; index += 1) {
      target.simulator.simulator.addAccount({ username: `due.${index}` });
      ids.push(await target.connect(`due.${index}`, { ageDays }));
    }
    // What was asked while connecting is no longer part of the picture.
    simulator().advance({ hours: 1 });
    simulator().resetStats();
    return ids;
  }

  /** Runs as the scheduler would, every `step`, until `duration` is over. */
  async function run(duration: number, step: number): Promise<void> {
    for (let passed = 0; passed < duration; passed += step) {
      simulator().advance({ ms: step });
      await tick();
    }
  }

  it("renews what is due, asks /me with the new token, and leaves the rest alone", async () => {
    const [accountId = ""] = await connectDue(harness(), 1);
    const young = await harness().connect("casa.marisol", { ageDays: 10 });
    simulator().resetStats();
    expect(await tick()).toMatchObject({ renewed: 1, failed: 0, complete: true });
    const account = await harness().account(accountId);
    expect(account).toMatchObject({ tokenVersion: 2, leaseId: null, lastCheckOutcome: "works", urgency: 1 });
    expect(account.nextAttemptAt?.getTime()).toBeGreaterThan(after(now(), 24 * DAY).getTime());
    expect((await harness().events(accountId)).at(-1)).toMatchObject({ kind: "extended", actorName: null });
    expect((await harness().account(young)).tokenVersion).toBe(1);
    expect(await tick()).toMatchObject({ renewed: 0, checked: 0 });
    expect(calls("refresh")).toBe(1);
  });

  it("makes one call an account when several runs meet", async () => {
    await connectDue(harness(), 60);
    const reports = await Promise.all([tick(), tick({ trigger: "cron" }), tick({ trigger: "command" })]);
    expect(reports.reduce((sum, { renewed }) => sum + renewed, 0)).toBe(60);
    expect(calls("refresh")).toBe(60);
    expect(await harness().db.accountEvent.count({ where: { kind: "extended" } })).toBe(60);
    expect(await harness().db.connectedAccount.count({ where: { leaseId: { not: null } } })).toBe(0);
  });

  it("stops at its budget and when asked to, gives back what it had claimed, and goes on next time", async () => {
    await connectDue(harness(), 20);
    expect(await tick({ budget: 0 })).toMatchObject({ renewed: 0, complete: false });
    const stopping = new AbortController();
    stopping.abort();
    expect(await tick({ signal: stopping.signal })).toMatchObject({ renewed: 0, complete: false });
    expect(await harness().db.connectedAccount.count({ where: { leaseId: { not: null } } })).toBe(0);
    expect(await tick()).toMatchObject({ renewed: 20, complete: true });
  });

  it("begins with the one that has the least life left", async () => {
    for (const [username, ageDays] of [
      ["later", 40],
      ["soonest", 58],
      ["soon", 50],
    ] as const) {
      simulator().addAccount({ username });
      await harness().connect(username, { ageDays });
    }
    const single = { ...harness().adapters.settings, renewalConcurrency: 1 };
    await renewDueTokens({ ...harness().adapters, settings: single }, { trigger: "scheduler" });
    const rows = await harness().db.accountEvent.findMany({
      where: { kind: "extended" },
      orderBy: { id: "asc" },
      include: { account: true },
    });
    expect(rows.map((row) => row.account?.username)).toEqual(["soonest", "soon", "later"]);
  });

  it("tries again after growing waits while one account fails, and the others are not touched", async () => {
    const [failing = "", healthy = ""] = await connectDue(harness(), 2);
    simulator().setFault({ kind: "outage", endpoints: ["refresh"], username: "due.0" });
    expect(await tick()).toMatchObject({ renewed: 1, failed: 1 });
    expect((await harness().account(healthy)).tokenVersion).toBe(2);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const next = (await harness().account(failing)).nextAttemptAt;
      waits.push(Math.round(((next?.getTime() ?? 0) - now().getTime()) / MINUTE));
      simulator().setClock({ at: (next?.getTime() ?? 0) - 1 });
      expect(await tick()).toMatchObject({ failed: 0 });
      simulator().advance({ ms: 1 });
      expect(await tick()).toMatchObject({ failed: 1 });
    }
    for (const [index, wait] of [5, 30, 120, 360, 1440].entries()) {
      expect(waits[index]).toBeGreaterThanOrEqual(wait * 0.9);
      expect(waits[index]).toBeLessThanOrEqual(wait * 1.1);
    }
    simulator().clearFaults();
    await run(2 * DAY, 12 * HOUR);
    expect(await harness().account(failing)).toMatchObject({ tokenVersion: 2, failedAttempts: 0 });
  });

  it("pauses all accounts as long as Instagram says, and goes on by itself", async () => {
    await connectDue(harness(), 30);
    simulator().setFault({ kind: "rate_limit_business", endpoints: ["refresh"], estimatedMinutes: 50 });
    await tick();
    expect(calls("refresh")).toBeLessThanOrEqual(8);
    expect((await condition()).pausedUntil).toEqual(after(now(), 50 * MINUTE));
    simulator().clearFaults();
    await run(49 * MINUTE, 7 * MINUTE);
    expect(await harness().db.accountEvent.count({ where: { kind: "extended" } })).toBe(0);
    simulator().advance({ minutes: 1 });
    expect(await tick()).toMatchObject({ renewed: 30 });
    expect((await condition()).pauses).toBe(0);
    expect(await harness().db.accountEvent.count({ where: { kind: "app_paused" } })).toBe(1);
  });

  it("goes one at a time while Instagram's usage figures are high", async () => {
    await connectDue(harness(), 12);
    simulator().setSwitches({ usagePercent: 81 });
    expect(await tick()).toMatchObject({ renewed: 12 });
    expect((await condition()).slowUntil).not.toBeNull();
  });

  it("raises one alarm when most accounts fail alike, keeps every status, and resumes by itself", async () => {
    const ids = await connectDue(harness(), 100);
    simulator().setFault({ kind: "app_disabled" });
    await tick();
    expect(calls("refresh")).toBeLessThan(40);
    for (const id of ids) expect(tokenStatus(await harness().account(id), now())).toBe("active");
    expect((await condition()).faultKind).toBe("permission");
    await run(2 * HOUR, 5 * MINUTE);
    expect(await told()).toEqual(["app_fault"]);
    for (const id of ids) expect(tokenStatus(await harness().account(id), now())).toBe("active");
    const asked = calls("refresh");
    simulator().clearFaults();
    await run(15 * MINUTE, 5 * MINUTE);
    expect(await harness().db.connectedAccount.count({ where: { urgency: 0 } })).toBe(0);
    await run(15 * MINUTE, 5 * MINUTE);
    expect((await condition()).faultSince).toBeNull();
    expect(calls("refresh") - asked).toBe(100);
    expect(await harness().db.accountEvent.count({ where: { kind: "extended" } })).toBe(100);
    expect(await told()).toEqual(["app_fault", "recovered"]);
  });

  it("does not flap, and tells once, while only refreshes are refused", async () => {
    await connectDue(harness(), 40);
    simulator().setFault({ kind: "app_disabled", endpoints: ["refresh"] });
    await run(3 * HOUR, 5 * MINUTE);
    expect(await harness().db.accountEvent.count({ where: { kind: "app_fault" } })).toBe(1);
    expect(await told()).toEqual(["app_fault"]);
    simulator().clearFaults();
    await run(HOUR, 5 * MINUTE);
    expect(await told()).toEqual(["app_fault", "recovered"]);
    expect(await harness().db.accountEvent.count({ where: { kind: "extended" } })).toBe(40);
  });

  it("does not take accounts that are really dead for a fault that comes back", async () => {
    await connectDue(harness(), 12);
    for (let index = 0; index < 6; index += 1) {
      simulator().setAccountFault({ username: `due.${index}`, fault: "password_changed" });
    }
    await run(6 * HOUR, 5 * MINUTE);
    expect(await harness().db.accountEvent.count({ where: { kind: "app_fault" } })).toBeLessThanOrEqual(1);
    expect(await harness().db.connectedAccount.count({ where: { verdict: "dead" } })).toBe(6);
    expect(await harness().db.accountEvent.count({ where: { kind: "extended" } })).toBe(6);
  });

  it("asks accounts that were well before, when those that are due are ill by themselves", async () => {
    simulator().addAccount({ username: "well" });
    await harness().connect("well", { ageDays: 10 });
    await connectDue(harness(), 4);
    const ill = ["due.0", "due.1", "due.2", "due.3"];
    for (const username of ill) simulator().setFault({ kind: "malformed_json", username, endpoints: ["refresh"] });
    await run(DAY, HOUR);
    expect((await condition()).faultSince).toBeNull();
    const fault = { faultKind: "transient", faultReason: null, faultMessage: null, faultCode: null } as const;
    await openFault(harness().db, clientIdOf(harness().adapters), { ...fault, faultSince: now(), faultProbeAt: now() });
    const id = simulator().setFault({ kind: "outage", endpoints: ["me"] });
    await run(20 * MINUTE, 5 * MINUTE);
    expect((await condition()).faultSince).not.toBeNull();
    simulator().clearFaults({ id });
    await run(15 * MINUTE, 5 * MINUTE);
    expect((await condition()).faultSince).toBeNull();
  });

  it("tells of an expiry also when a fault takes back what was thought of its account", async () => {
    await connectDue(harness(), 12);
    simulator().addAccount({ username: "ending" });
    const ending = await harness().connect("ending", { ageDays: 59.99 });
    simulator().advance({ hours: 1 });
    await harness().db.connectedAccount.update({ where: { id: ending }, data: { nextCheckAt: now() } });
    simulator().setFault({ kind: "outage" });
    await tick();
    expect((await condition()).faultKind).toBe("transient");
    expect(await told()).toEqual(["reconnect_needed"]);
  });

  it("tells of an outage only when it lasts an hour", async () => {
    await connectDue(harness(), 20);
    simulator().setFault({ kind: "outage" });
    await tick();
    await run(50 * MINUTE, 10 * MINUTE);
    expect(await told()).toEqual([]);
    await run(20 * MINUTE, 10 * MINUTE);
    expect(await told()).toEqual(["app_fault"]);
    simulator().clearFaults();
    await run(20 * MINUTE, 10 * MINUTE);
    expect(await harness().db.accountEvent.count({ where: { kind: "extended" } })).toBe(20);
  });

  it("finds a revocation within a day and tells of it once", async () => {
    const accountId = await harness().connect("casa.marisol", { ageDays: 10 });
    simulator().setAccountFault({ username: "casa.marisol", fault: "app_removed" });
    await run(25 * HOUR, 5 * MINUTE);
    expect(tokenStatus(await harness().account(accountId), now())).toBe("reconnect_needed");
    expect(await told()).toEqual(["reconnect_needed"]);
    await run(3 * DAY, 6 * HOUR);
    expect(await told()).toEqual(["reconnect_needed"]);
  });

  it("brings a token back to life that was called dead and answers again", async () => {
    const accountId = await harness().connect("casa.marisol", { ageDays: 10 });
    simulator().setFault({ kind: "code_190_no_subcode", endpoints: ["me"], username: "casa.marisol" });
    await run(26 * HOUR, 30 * MINUTE);
    expect((await harness().account(accountId)).verdict).toBe("dead");
    simulator().clearFaults();
    await run(26 * HOUR, 2 * HOUR);
    expect(await harness().account(accountId)).toMatchObject({ verdict: null });
    expect((await harness().account(accountId)).nextAttemptAt).not.toBeNull();
    expect(await told()).toEqual(["reconnect_needed", "recovered"]);
  });

  it("does not call an account dead while the token before the refused one may live, and brings that one back", async () => {
    const accountId = await harness().connect("casa.marisol", { ageDays: 10 });
    const { db, vault } = harness().adapters;
    const kept = await harness().storedToken(accountId);
    const { issuedAt: previousIssuedAt, expiresAt: previousExpiresAt } = await harness().account(accountId);
    const { sealed: previousSealed } = await db.accountToken.findUniqueOrThrow({ where: { accountId } });
    const sealed = vault.seal("a-token-that-instagram-does-not-know", tokenContext(accountId));
    const data = { sealed, previousSealed, previousIssuedAt, previousExpiresAt, previousExpiryAssumed: false };
    await db.accountToken.update({ where: { accountId }, data });
    simulator().setAccountFault({ username: "casa.marisol", fault: "no_tester_role" });
    await run(2 * DAY, HOUR);
    expect(await harness().account(accountId)).toMatchObject({ verdict: "permission" });
    expect(await told()).toEqual(["permission_problem"]);
    simulator().setAccountFault({ username: "casa.marisol", fault: null });
    await run(DAY, HOUR);
    expect(await harness().storedToken(accountId)).toBe(kept);
    expect(tokenStatus(await harness().account(accountId), now())).toBe("active");
  });

  it("does not ask with every tick while an outage keeps a death from being looked into", async () => {
    const accountId = await harness().connect("casa.marisol", { ageDays: 10 });
    simulator().setFault({ kind: "code_190_no_subcode", endpoints: ["me"], times: 1 });
    for (let hour = 0; (await harness().account(accountId)).suspectedAt === null; hour += 1) {
      expect(hour).toBeLessThan(26);
      await run(HOUR, HOUR);
    }
    simulator().setFault({ kind: "outage", endpoints: ["me"] });
    simulator().resetStats();
    await run(HOUR, MINUTE);
    expect(calls("me")).toBeLessThanOrEqual(12);
    simulator().clearFaults();
    await run(10 * MINUTE, MINUTE);
    expect(await harness().account(accountId)).toMatchObject({ suspectedAt: null, verdict: null });
  });

  it("keeps a checkpointed account, probes daily, and renews once it has cleared", async () => {
    const [accountId = ""] = await connectDue(harness(), 1);
    simulator().setAccountFault({ username: "due.0", fault: "checkpoint" });
    await run(3 * DAY, 2 * HOUR);
    expect(tokenStatus(await harness().account(accountId), now())).toBe("action_needed");
    expect(calls("refresh")).toBeLessThanOrEqual(4);
    simulator().setAccountFault({ username: "due.0", fault: null });
    await run(26 * HOUR, 2 * HOUR);
    expect(await harness().account(accountId)).toMatchObject({ verdict: null, tokenVersion: 2 });
  });

  it("does not renew what a person has switched off, and tells as the end comes near", async () => {
    const [accountId = ""] = await connectDue(harness(), 1);
    await setAutoRenew(harness().context(), { accountId, autoRenew: false });
    await run(16 * DAY, 12 * HOUR);
    expect(calls("refresh")).toBe(0);
    expect(await told()).toEqual([
      "token_expiring",
      "token_expiring",
      "token_expiring",
      "token_expiring",
      "reconnect_needed",
    ]);
  });

  it("tells of a failing that lasts 72 hours, once, and of its end", async () => {
    await connectDue(harness(), 1, 35);
    simulator().setFault({ kind: "expires_in_zero", endpoints: ["refresh"] });
    await run(71 * HOUR, HOUR);
    expect(await told()).toEqual([]);
    await run(3 * DAY, 2 * HOUR);
    expect(await told()).toEqual(["renewal_failing"]);
    simulator().clearFaults();
    await run(26 * HOUR, 2 * HOUR);
    expect(await told()).toEqual(["renewal_failing", "recovered"]);
  });

  it("learns the true expiry of a pasted token by itself", async () => {
    const accountId = await harness().connect("casa.marisol", { ageDays: 10, issuedAt: null, expiresAt: null });
    await run(26 * HOUR, 30 * MINUTE);
    expect(await harness().account(accountId)).toMatchObject({ expiryAssumed: false });
  });

  it("catches up after a downtime of weeks, and says that it had stood still", async () => {
    const ids = await connectDue(harness(), 5);
    await tick();
    simulator().advance({ days: 45 });
    await tick();
    for (const id of ids) expect((await harness().account(id)).tokenVersion).toBe(3);
    expect((await harness().db.notice.findMany()).map(({ kind }) => kind)).toEqual(["scheduler_stopped"]);
    await tick();
    expect(await harness().db.notice.count()).toBe(1);
  });

  it("keeps two tokens alive for a year, unattended", async () => {
    simulator().addAccount({ username: "due.1" });
    const ids = [await harness().connect("casa.marisol"), await harness().connect("due.1", { ageDays: 30 })];
    await run(365 * DAY, 12 * HOUR);
    for (const id of ids) expect(tokenStatus(await harness().account(id), now())).toBe("active");
    expect(calls("refresh")).toBeLessThanOrEqual(2 * Math.ceil(365 / 25));
  });
});
