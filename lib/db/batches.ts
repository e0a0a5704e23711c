import "server-only";
import type { BatchLine, BatchProgress } from "@/lib/domain/account-view";
import type { Database, Queryable } from "./client";

const INSERT_CHUNK = 500;

export type BatchKind = BatchProgress["kind"];
export type ItemState = BatchLine["state"];

export interface BatchRunRow {
  id: string;
  kind: BatchKind;
  startedById: string | null;
  startedByName: string;
  createdAt: Date;
  finishedAt: Date | null;
  total: number;
}

export interface BatchItemRow {
  id: string;
  runId: string;
  position: number;
  accountId: string | null;
  subject: string;
  sealedInput: string | null;
  state: ItemState;
}

/** Writes the run and all its items, or nothing. */
export async function insertBatch(db: Database, run: BatchRunRow, items: readonly BatchItemRow[]): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.batchRun.create({ data: run });
    for (let start = 0; start < items.length; start += INSERT_CHUNK) {
      await tx.batchItem.createMany({ data: items.slice(start, start + INSERT_CHUNK) });
    }
  });
}

export async function deleteBatchesFinishedBefore(db: Queryable, before: Date): Promise<void> {
  await db.batchRun.deleteMany({ where: { finishedAt: { lt: before } } });
}

export async function findBatch(db: Queryable, id: string): Promise<BatchRunRow | null> {
  const row = await db.batchRun.findUnique({ where: { id } });
  return row as BatchRunRow | null;
}

export async function findUnfinishedBatches(db: Queryable): Promise<BatchRunRow[]> {
  const rows = await db.batchRun.findMany({ where: { finishedAt: null }, orderBy: { createdAt: "asc" }, take: 20 });
  return rows as BatchRunRow[];
}

/** Takes the run when nobody drives it, or whoever did has gone. One process drives a run at a time. */
export async function claimBatch(db: Queryable, id: string, leaseId: string, now: Date, until: Date): Promise<boolean> {
  const { count } = await db.batchRun.updateMany({
    where: {
      id,
      finishedAt: null,
      OR: [{ leaseId }, { leaseExpiresAt: null }, { leaseExpiresAt: { lte: now } }],
    },
    data: { leaseId, leaseExpiresAt: until },
  });
  return count === 1;
}

/** Leaves a run to others before it is finished. */
export async function releaseBatch(db: Queryable, id: string, leaseId: string): Promise<void> {
  await db.batchRun.updateMany({ where: { id, leaseId }, data: { leaseId: null, leaseExpiresAt: null } });
}

export async function finishBatch(db: Queryable, id: string, leaseId: string, now: Date): Promise<void> {
  await db.batchRun.updateMany({
    where: { id, leaseId, finishedAt: null },
    data: { finishedAt: now, leaseId: null, leaseExpiresAt: null },
  });
}

export async function findPendingItems(
  db: Queryable,
  runId: string,
  take: number,
  after: number,
): Promise<BatchItemRow[]> {
  const rows = await db.batchItem.findMany({
    where: { runId, state: "pending", position: { gt: after } },
    orderBy: { position: "asc" },
    take,
  });
  return rows as BatchItemRow[];
}

/** Writes an item's result once and destroys its sealed input. */
export async function finishItem(
  db: Queryable,
  id: string,
  result: {
    state: Exclude<ItemState, "pending">;
    subject?: string;
    accountId?: string;
    message: string;
    finishedAt: Date;
  },
): Promise<void> {
  await db.batchItem.updateMany({ where: { id, state: "pending" }, data: { ...result, sealedInput: null } });
}

export async function countItems(db: Queryable, runId: string): Promise<Record<ItemState, number>> {
  const rows = await db.batchItem.groupBy({ by: ["state"], where: { runId }, _count: true });
  const counts: Record<ItemState, number> = { pending: 0, done: 0, failed: 0, skipped: 0 };
  for (const row of rows) counts[row.state as ItemState] = row._count;
  return counts;
}

export async function findLines(
  db: Queryable,
  runId: string,
  states: readonly ItemState[],
  take: number,
): Promise<BatchLine[]> {
  const rows = await db.batchItem.findMany({
    where: { runId, state: { in: [...states] } },
    orderBy: { position: "asc" },
    take,
    select: { position: true, subject: true, accountId: true, state: true, message: true },
  });
  return rows as BatchLine[];
}

/** Takes an account's name out of all runs, and ends what still waits for it there. */
export async function forgetAccountInBatches(
  db: Queryable,
  accountId: string,
  { subject, message, finishedAt }: { subject: string; message: string; finishedAt: Date },
): Promise<void> {
  await db.batchItem.updateMany({
    where: { accountId, state: "pending" },
    data: { state: "skipped", sealedInput: null, finishedAt },
  });
  await db.batchItem.updateMany({ where: { accountId }, data: { accountId: null, subject, message } });
}
