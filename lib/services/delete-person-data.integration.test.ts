import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { insertConnectFlow } from "@/lib/db/connect-flows";
import { sqlitePath } from "@/lib/db/database-url";
import { after, DAY, HOUR, SECOND } from "@/lib/domain/durations";
import type { NoticeMessage } from "@/lib/domain/notice";
import { type Harness, onBothDatabases } from "@/lib/test/harness";
import { NoticeWorld } from "@/lib/test/notice-world";
import { wholeDatabase } from "@/lib/test/whole-database";
import { checkAccount } from "./check-account";
import { serverContext } from "./context";
import { createFeedLink } from "./create-feed-link";
import { deletePersonData } from "./delete-person-data";
import { driveBatch } from "./drive-batch";
import { readDeletionStatus } from "./read-deletion-status";
import { setLabel } from "./set-label";
import { startExtendBatch } from "./start-batch";

const ONCE = "marisol.before";
const USERNAME = "marisol.quinta.now";
const NAME = "Marisol Quinteros Aldao";
const LABEL = "the quinta client";
const OTHER = "nord.neighbour";

onBothDatabases("delete-person-data", (harness) => {
  const context = () => serverContext(harness().adapters);

  function erase(userId: string, signedRequest: string = randomUUID(), issuedAt = harness().adapters.clock()) {
    return deletePersonData(context(), { request: { userId, issuedAt }, signedRequest, address: "192.0.2.66" });
  }

  it("leaves no trace of the person in any table, and everybody else's data as it was", async () => {
    const world = await NoticeWorld.start(harness());
    try {
      const { accountId, otherId } = await lead(harness(), world);
      const account = await harness().account(accountId);
      const traces = [ONCE, USERNAME, NAME, LABEL, account.instagramUserId, account.appScopedId ?? "", accountId];
      const found = (text: string) => traces.filter((trace) => text.toLowerCase().includes(trace.toLowerCase()));
      expect(found(await wholeDatabase(harness().db))).toEqual(traces);
      const otherBefore = { account: await harness().account(otherId), events: await harness().events(otherId) };

      const { code } = await erase(account.instagramUserId);

      // The audit log keeps the account's own id, which says nothing without its row.
      const left = await wholeDatabase(harness().db);
      expect(found(left.replaceAll(/^AuditEvent .*$/gm, ""))).toEqual([]);
      expect(found(left)).toEqual([accountId]);
      expect({ account: await harness().account(otherId), events: await harness().events(otherId) }).toEqual(
        otherBefore,
      );
      expect(await harness().storedToken(otherId)).not.toBeNull();
      const written = await harness().auditEvents();
      expect(written.at(-1)).toMatchObject({ action: "data_deleted", subject: accountId, address: "192.0.2.66" });
      expect(await harness().db.accountEvent.findMany({ where: { kind: "data_deleted" } })).toMatchObject([
        { accountId: null, detail: null, message: null },
      ]);
      const items = await harness().db.batchItem.findMany({ orderBy: { id: "asc" } });
      expect(items.filter(({ accountId: id }) => id === null).map(({ subject }) => subject)).toContain(
        "An erased account",
      );
      expect(items.some(({ subject }) => subject.includes(OTHER))).toBe(true);
      const messages = (await world.deliveries()).map(({ message }) => JSON.parse(message) as NoticeMessage);
      expect(messages.every(({ items: list, total }) => list.length > 0 && total === list.length)).toBe(true);
      expect(JSON.stringify(messages)).toContain(OTHER);
      expect(await readDeletionStatus(context(), { code, address: "192.0.2.9" })).toMatchObject({
        kind: "known",
        outcome: "erased",
      });
      await world.deliver();
    } finally {
      await world.close();
    }
  });

  it("leaves nothing in SQLite's file or in its log of changes either", async () => {
    const { db, adapters } = harness();
    // Dead rows of PostgreSQL are its vacuum's.
    if (db.kind === "postgresql") return;
    harness().simulator.simulator.addAccount({ username: ONCE, name: NAME });
    const accountId = await harness().connect(ONCE, { ageDays: 40 });
    await setLabel(harness().context(), { accountId, label: LABEL });
    const { instagramUserId } = await harness().account(accountId);
    const sealed = (await db.accountToken.findFirstOrThrow()).sealed;
    const traces = [ONCE, NAME, LABEL, instagramUserId, sealed];
    const path = sqlitePath(adapters.settings.databaseUrl);
    const found = async () => {
      const bytes = Buffer.concat([await readFile(path), await readFile(`${path}-wal`)]);
      return traces.filter((trace) => bytes.includes(trace));
    };
    await db.$queryRawUnsafe("PRAGMA wal_checkpoint(TRUNCATE)");
    expect(await found()).toEqual(traces);
    await erase(instagramUserId);
    expect(await found()).toEqual([]);
  });

  it("gives the same request the same code, also two at once, and another one another", async () => {
    const accountId = await harness().connect("casa.marisol");
    const { instagramUserId } = await harness().account(accountId);
    const [one, two] = await Promise.all([
      erase(instagramUserId, "the request"),
      erase(instagramUserId, "the request"),
    ]);
    expect(two).toEqual(one);
    expect(await erase(instagramUserId, "the request")).toEqual(one);
    expect(await erase(instagramUserId, "another request")).not.toEqual(one);
    const outcomes = (await harness().db.deletionRequest.findMany()).map(({ outcome }) => outcome).sort();
    expect(outcomes).toEqual(["erased", "nothing_stored"]);
    expect(await harness().auditEvents()).toHaveLength(1);
  });

  it("erases a disconnected account too, and by the app-scoped id", async () => {
    const accountId = await harness().connect("casa.marisol");
    const { appScopedId } = await harness().account(accountId);
    await harness().db.connectedAccount.updateMany({ data: { disconnectedAt: harness().adapters.clock() } });
    await erase(appScopedId ?? "");
    expect(await harness().db.connectedAccount.count()).toBe(0);
  });

  it("leaves alone what was granted after the request was made, says so, and records it", async () => {
    const accountId = await harness().connect("casa.marisol");
    const { instagramUserId } = await harness().account(accountId);
    const earlier = after(harness().adapters.clock(), -HOUR);
    const { code } = await erase(instagramUserId, randomUUID(), earlier);
    expect(await harness().storedToken(accountId)).not.toBeNull();
    const status = await readDeletionStatus(context(), { code, address: "192.0.2.9" });
    expect(status).toMatchObject({ kind: "known", outcome: "granted_again" });
    const written = await harness().auditEvents();
    expect(written).toMatchObject([
      { action: "data_deleted", outcome: "refused", subject: accountId, address: "192.0.2.66" },
    ]);
    expect(JSON.parse(written[0]?.detail ?? "")).toEqual({
      code,
      reason: "granted_again",
      issuedAt: earlier.toISOString(),
    });
    expect(JSON.stringify(written)).not.toContain("casa.marisol");
  });

  it("erases at once what was granted a moment ago, though our clock is ahead of Meta's", async () => {
    const accountId = await harness().connect("casa.marisol");
    const { instagramUserId } = await harness().account(accountId);
    const { code } = await erase(instagramUserId, randomUUID(), after(harness().adapters.clock(), -30 * SECOND));
    expect(await harness().db.connectedAccount.count()).toBe(0);
    const status = await readDeletionStatus(context(), { code, address: "192.0.2.9" });
    expect(status).toMatchObject({ kind: "known", outcome: "erased" });
  });

  it("ends what still waits for the account in a run, and lets the run finish", async () => {
    const accountId = await harness().connect("casa.marisol", { ageDays: 40 });
    const { instagramUserId } = await harness().account(accountId);
    const runId = await startExtendBatch(harness().context(), { accountIds: [accountId] });
    await erase(instagramUserId);
    await driveBatch(harness().adapters, runId ?? "");
    expect(await harness().db.batchItem.findMany()).toMatchObject([
      { state: "skipped", subject: "An erased account", accountId: null, sealedInput: null },
    ]);
  });

  it("the status of an unknown code is no error, and looks are counted", async () => {
    const look = () => readDeletionStatus(context(), { code: "0".repeat(32), address: "192.0.2.9" });
    expect(await look()).toEqual({ kind: "unknown" });
    for (const code of ["", "'", "%", "../..", "A".repeat(10_000)]) {
      expect(await readDeletionStatus(context(), { code, address: "192.0.2.10" })).toEqual({ kind: "unknown" });
    }
    for (let count = 1; count < 60; count += 1) await look();
    expect(await look()).toMatchObject({ kind: "too_often" });
  });
});

/** A life in which the account's names get everywhere where names are stored. */
async function lead(harness: Harness, world: NoticeWorld): Promise<{ accountId: string; otherId: string }> {
  const { simulator } = harness.simulator;
  simulator.addAccount({ username: ONCE, name: NAME });
  simulator.addAccount({ username: OTHER });
  const accountId = await harness.connect(ONCE, { ageDays: 40 });
  const otherId = await harness.connect(OTHER, { ageDays: 40 });
  await world.addChannel("webhook");
  const runId = await startExtendBatch(harness.context(), { accountIds: [accountId, otherId] });
  await driveBatch(harness.adapters, runId ?? "");
  simulator.updateAccount({ username: ONCE, newUsername: USERNAME });
  await checkAccount(harness.context(), { accountId });
  await setLabel(harness.context(), { accountId, label: LABEL });
  await createFeedLink(harness.context(), { kind: "badge", accountId });
  for (const [username, id] of [
    [USERNAME, accountId],
    [OTHER, otherId],
  ] as const) {
    await world.write("reconnect_needed", username, id);
  }
  await world.deliver();
  await world.write("recovered", USERNAME, accountId);
  await world.deliver();
  await world.write("token_expiring", `${USERNAME}.waiting`, accountId);
  const now = harness.adapters.clock();
  const flow = { sessionId: "s", userId: harness.person.userId, createdAt: now, expiresAt: after(now, HOUR) };
  for (const username of [ONCE, USERNAME, OTHER]) {
    const detail = JSON.stringify({ kind: "wrong_account", expected: OTHER, username });
    await insertConnectFlow(harness.db, {
      ...flow,
      id: randomUUID(),
      stateHash: randomUUID(),
      reconnectAccountId: otherId,
      redeemedAt: now,
      finishedAt: now,
      outcome: "wrong_account",
      accountId: otherId,
      detail,
    });
  }
  simulator.advance({ ms: DAY });
  return { accountId, otherId };
}
