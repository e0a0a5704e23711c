import { expect, it, vi } from "vitest";
import { countAccounts } from "@/lib/db/account-list";
import { claimBatch } from "@/lib/db/batches";
import { after, DAY, MINUTE } from "@/lib/domain/durations";
import { RATE_LIMITS } from "@/lib/domain/rate-limit";
import { onBothDatabases } from "@/lib/test/harness";
import { driveBatch, resumeBatches } from "./drive-batch";
import { readBatch } from "./read-batch";
import { startExtendBatch, startImportBatch } from "./start-batch";

const EVERYTHING = { search: "", status: null, label: null };

onBothDatabases("batches", (harness) => {
  const issue = (count: number, ageDays: number) => {
    const issuedAt = harness().adapters.clock().getTime() - ageDays * DAY;
    return harness().simulator.simulator.issueTokens(
      Array.from({ length: count }, (_, index) => ({
        username: `client.${index}`,
        issuedAt,
        expiresAt: issuedAt + 60 * DAY,
      })),
    );
  };
  const importAll = async (text: string) => {
    const runId = await startImportBatch(harness().context(), text);
    await driveBatch(harness().adapters, runId);
    return readBatch(harness().context(), runId);
  };
  const importMany = async (count: number, ageDays = 10) => {
    const issuedAt = after(harness().adapters.clock(), -ageDays * DAY).toISOString();
    return importAll(
      ["token,issued_at,label", ...issue(count, ageDays).map(({ token }) => `${token},${issuedAt},Label`)].join("\n"),
    );
  };
  const total = () => countAccounts(harness().db, EVERYTHING, harness().adapters.clock());

  it("imports a thousand lines, and no bad line stops the others", async () => {
    const lines = issue(1_000, 3).map(({ token }, index) =>
      index % 100 === 50 ? `broken-${token}` : `  "${token}",\r`,
    );
    const report = await importAll(lines.join("\n"));
    expect(report?.progress).toMatchObject({ total: 1_000, done: 990, failed: 10, skipped: 0, remaining: 0 });
    expect(report?.progress.finishedAt).not.toBeNull();
    expect(report?.problems[0]?.message).toContain("does not recognise this token");
    expect(await total()).toBe(990);
    expect(await harness().db.batchItem.count({ where: { sealedInput: { not: null } } })).toBe(0);
  });

  it("reads CSV with dates and labels, and says what is wrong with each line", async () => {
    const [one, two, three] = issue(3, 5);
    const future = after(harness().adapters.clock(), 40 * DAY).toISOString();
    const csv = [
      "label;token;expires_at",
      `"Fiora; Atelier";${one?.token};${future}`,
      `;${two?.token};2020-01-01`,
      `;${three?.token};soon`,
      `;${one?.token};`,
      ";;",
    ].join("\n");
    const report = await importAll(csv);
    expect(report?.lines.map(({ state }) => state)).toEqual(["done", "failed", "failed", "failed", "failed"]);
    expect(report?.lines[1]?.message).toContain("expires_at lies in the past");
    expect(report?.lines[2]?.message).toContain("ISO 8601");
    expect(report?.lines[3]?.message).toContain("same token stands in line 2");
    const account = await harness().account(report?.lines[0]?.accountId ?? "");
    expect(account).toMatchObject({
      label: "Fiora; Atelier",
      expiryAssumed: false,
      issuedAtAssumed: true,
      expiresAt: new Date(future),
    });
  });

  it("assumes an expiry, and says so, for a token without dates", async () => {
    const [only] = issue(1, 3);
    const report = await importAll(`“${only?.token.slice(0, 60)}\n ${only?.token.slice(60)}”`);
    expect(report?.lines[0]?.message).toContain("expiry assumed");
    const account = await harness().account(report?.lines[0]?.accountId ?? "");
    expect(account.expiresAt.getTime() - account.issuedAt.getTime()).toBe(59 * DAY);
  });

  it("changes nothing when the very same token comes again", async () => {
    const [only] = issue(1, 3);
    await importAll(only?.token ?? "");
    const again = await importAll(only?.token ?? "");
    expect(again?.progress).toMatchObject({ done: 0, skipped: 1 });
    expect(await total()).toBe(1);
  });

  it("extends all that can be; k bad ones never change the others", async () => {
    await importMany(60);
    for (const index of [3, 17, 42]) {
      harness().simulator.simulator.setAccountFault({ username: `client.${index}`, fault: "password_changed" });
    }
    harness().simulator.simulator.setAccountFault({ username: "client.5", fault: "checkpoint" });
    const runId = (await startExtendBatch(harness().context(), { filter: EVERYTHING })) ?? "";
    await driveBatch(harness().adapters, runId);
    const report = await readBatch(harness().context(), runId);
    expect(report?.progress).toMatchObject({ total: 60, done: 56, failed: 4, skipped: 0, remaining: 0 });
    expect(report?.problems.map(({ subject }) => subject).sort()).toEqual([
      "@client.17",
      "@client.3",
      "@client.42",
      "@client.5",
    ]);
    const extended = await harness().db.connectedAccount.findMany({ where: { tokenVersion: 2 } });
    expect(extended).toHaveLength(56);
    expect(await harness().db.accountToken.count({ where: { previousSealed: { not: null } } })).toBe(0);
    const names = new Set(
      (await harness().db.accountEvent.findMany({ where: { kind: "extended" } })).map(({ actorName }) => actorName),
    );
    expect([...names]).toEqual(["Ada Lindqvist"]);
  });

  it("works on no more than eight accounts at once", async () => {
    await importMany(40);
    harness().simulator.simulator.setSwitches({ latencyMs: 40 });
    const runId = (await startExtendBatch(harness().context(), { filter: EVERYTHING })) ?? "";
    let most = 0;
    const watch = setInterval(async () => {
      // The look at /me that follows has places of its own.
      const where = { leaseId: { not: null }, tokenVersion: 1 };
      most = Math.max(most, await harness().db.connectedAccount.count({ where }));
    }, 10);
    await driveBatch(harness().adapters, runId);
    clearInterval(watch);
    expect(most).toBeGreaterThan(2);
    expect(most).toBeLessThanOrEqual(8);
  });

  it("makes one call an account when two processes drive the same run", async () => {
    await importMany(50);
    harness().simulator.simulator.resetStats();
    const runId = (await startExtendBatch(harness().context(), { filter: EVERYTHING })) ?? "";
    await Promise.all([driveBatch(harness().adapters, runId), driveBatch(harness().adapters, runId)]);
    expect(harness().simulator.simulator.stats().endpoints.refresh).toBe(50);
  });

  it("goes on where a killed process stopped, once its lease is over", async () => {
    await importMany(20);
    const runId = (await startExtendBatch(harness().context(), { filter: EVERYTHING })) ?? "";
    const now = harness().adapters.clock();
    await claimBatch(harness().db, runId, "killed-process", now, after(now, MINUTE));
    await resumeBatches(harness().adapters);
    expect((await readBatch(harness().context(), runId))?.progress.remaining).toBe(20);
    harness().simulator.simulator.advance({ minutes: 1 });
    await resumeBatches(harness().adapters);
    expect((await readBatch(harness().context(), runId))?.progress).toMatchObject({ done: 20, remaining: 0 });
  });

  it("begins nothing new when the process ends, finishes what runs, and leaves the rest to the next at once", async () => {
    await importMany(30);
    const { simulator } = harness().simulator;
    simulator.setSwitches({ latencyMs: 40 });
    simulator.resetStats();
    const refreshCalls = () => simulator.stats().endpoints.refresh;
    const runId = (await startExtendBatch(harness().context(), { filter: EVERYTHING })) ?? "";
    const stopping = new AbortController();
    const driving = driveBatch(harness().adapters, runId, stopping.signal);
    await vi.waitFor(() => expect(refreshCalls()).toBeGreaterThan(0));
    stopping.abort();
    const begun = refreshCalls();
    await driving;
    expect(refreshCalls()).toBeLessThanOrEqual(begun + 8);
    const progress = (await readBatch(harness().context(), runId))?.progress;
    expect(progress).toMatchObject({ done: refreshCalls(), finishedAt: null });
    expect(await harness().db.connectedAccount.count({ where: { leaseId: { not: null } } })).toBe(0);
    await resumeBatches(harness().adapters);
    expect((await readBatch(harness().context(), runId))?.progress).toMatchObject({ done: 30, remaining: 0 });
    expect(refreshCalls()).toBe(30);
  });

  it("extends the chosen ones only, and skips with the reason what cannot be extended", async () => {
    await importMany(3);
    const young = await harness().connect("casa.marisol", { ageDays: 0.5 });
    const all = await harness().db.connectedAccount.findMany({ where: { username: { startsWith: "client." } } });
    const runId = await startExtendBatch(harness().context(), {
      accountIds: [young, all[0]?.id ?? "", "no-such-account"],
    });
    await driveBatch(harness().adapters, runId ?? "");
    const report = await readBatch(harness().context(), runId ?? "");
    expect(report?.progress).toMatchObject({ total: 2, done: 1, skipped: 1 });
    expect(report?.problems[0]?.message).toContain("is too young");
    expect(await startExtendBatch(harness().context(), { accountIds: ["no-such-account"] })).toBeNull();
  });

  it("refuses a viewer, a blank text, and more lines than fit", async () => {
    const viewer = harness().context({ role: "viewer" });
    await expect(startImportBatch(viewer, "x")).rejects.toMatchObject({ code: "forbidden" });
    await expect(startExtendBatch(viewer, { filter: EVERYTHING })).rejects.toMatchObject({ code: "forbidden" });
    await expect(startImportBatch(harness().context(), " \n ")).rejects.toMatchObject({ code: "invalid_input" });
    await expect(startImportBatch(harness().context(), "x\n".repeat(5_001))).rejects.toMatchObject({
      code: "too_large",
    });
  });

  it("takes so many imports of one person and no more, while those of others go on", async () => {
    const importAs = (userId: string) => startImportBatch(harness().context({ userId }), "x");
    for (let count = 1; count <= RATE_LIMITS.import.most; count += 1) await importAs("ada");
    await expect(importAs("ada")).rejects.toMatchObject({ code: "too_many_requests" });
    await expect(importAs("ben")).resolves.toEqual(expect.any(String));
    harness().simulator.simulator.advance({ ms: RATE_LIMITS.import.window });
    await expect(importAs("ada")).resolves.toEqual(expect.any(String));
  });
});
