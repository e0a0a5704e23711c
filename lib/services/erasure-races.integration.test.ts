import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { Database } from "@/lib/db/client";
import type { ConnectOutcome } from "@/lib/domain/connect-outcome";
import { onBothDatabases } from "@/lib/test/harness";
import { wholeDatabase } from "@/lib/test/whole-database";
import { createSession } from "@/prisma/factories";
import { serverContext } from "./context";
import { deletePersonData } from "./delete-person-data";
import { driveBatch } from "./drive-batch";
import { readBatch } from "./read-batch";
import { finishConnect, readConnectOutcome, redeemConnect } from "./redeem-connect";
import { startImportBatch } from "./start-batch";
import { startConnect } from "./start-connect";

const USERNAME = "rare.name.zzz";
const RECONNECTED: ConnectOutcome = { kind: "reconnected", username: USERNAME, missing: [] };

onBothDatabases("an erasure while other work goes on", (harness) => {
  async function eraseEverybody(): Promise<void> {
    const { adapters, db } = harness();
    for (const { instagramUserId: userId } of await db.connectedAccount.findMany()) {
      const request = { userId, issuedAt: adapters.clock() };
      await deletePersonData(serverContext(adapters), { request, signedRequest: randomUUID(), address: "192.0.2.66" });
    }
  }

  /** The database, on which everybody is erased right after the transaction that stored the first account. */
  function erasedAfterStoring(): Database {
    const { db } = harness();
    let isErased = false;
    const transaction: Database["transaction"] = async (work) => {
      const result = await db.transaction(work);
      if (!isErased && (await db.connectedAccount.count()) > 0) {
        isErased = true;
        await eraseEverybody();
      }
      return result;
    };
    return new Proxy(db, {
      get: (target, name) => (name === "transaction" ? transaction : Reflect.get(target, name)),
    });
  }

  /** A trip to Instagram that has come back, and whose end is still to be written. */
  async function redeemed() {
    const { adapters, db } = harness();
    const now = adapters.clock();
    const { id: sessionId } = await createSession({ userId: "ada", createdAt: now, lastSeenAt: now }, db);
    const ctx = harness().context({ sessionId });
    const { state } = await startConnect(ctx, { reconnectAccountId: null });
    const claimed = await redeemConnect(ctx, state);
    if (claimed.kind !== "claimed") throw new Error(claimed.kind);
    return { ctx, flowId: claimed.flowId };
  }

  async function addAccount(): Promise<string> {
    harness().simulator.simulator.addAccount({ username: USERNAME });
    return harness().connect(USERNAME);
  }

  it("an import that is under way does not name the account again", async () => {
    const { adapters, db, simulator } = harness();
    simulator.simulator.addAccount({ username: USERNAME });
    const { token } = simulator.simulator.issueToken({ username: USERNAME });
    const runId = (await startImportBatch(harness().context(), token)) ?? "";
    await driveBatch({ ...adapters, db: erasedAfterStoring() }, runId);
    expect(await db.connectedAccount.count()).toBe(0);
    expect(await wholeDatabase(db)).not.toContain(USERNAME);
    expect(await db.batchItem.findMany()).toMatchObject([
      { state: "skipped", subject: "An erased account", accountId: null, sealedInput: null },
    ]);
    expect(await readBatch(harness().context(), runId)).toMatchObject({ progress: { remaining: 0, skipped: 1 } });
  });

  it("a trip to Instagram that ends a moment later does not name it either, and says what happened", async () => {
    const accountId = await addAccount();
    const { ctx, flowId } = await redeemed();
    await eraseEverybody();
    expect(await finishConnect(ctx, flowId, RECONNECTED, accountId)).toEqual({ kind: "erased_meanwhile" });
    expect(await wholeDatabase(harness().db)).not.toContain(USERNAME);
    expect(await readConnectOutcome(ctx, flowId)).toMatchObject({
      outcome: { kind: "erased_meanwhile" },
      accountId: null,
    });
  });

  it("whichever of the two comes first, nothing of the name stays", async () => {
    for (let round = 0; round < 8; round += 1) {
      const accountId = await (round === 0 ? addAccount() : harness().connect(USERNAME));
      const { ctx, flowId } = await redeemed();
      await Promise.all([finishConnect(ctx, flowId, RECONNECTED, accountId), eraseEverybody()]);
      expect(await wholeDatabase(harness().db)).not.toContain(USERNAME);
    }
  });
});
