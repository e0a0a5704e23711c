import "server-only";
import { randomUUID } from "node:crypto";
import pLimit from "p-limit";
import {
  type BatchItemRow,
  type BatchRunRow,
  claimBatch,
  findBatch,
  findPendingItems,
  findUnfinishedBatches,
  finishBatch,
  releaseBatch,
} from "@/lib/db/batches";
import { after, SECOND } from "@/lib/domain/durations";
import { runBatchItem } from "./batch-item";
import { type Adapters, serverContext } from "./context";

/** Accounts that are worked on at once. */
export const BATCH_CONCURRENCY = 8;
/** Milliseconds. A driver that died leaves its run to others after this time. */
const BATCH_LEASE = 60 * SECOND;
const LEASE_RENEWAL = 15 * SECOND;
const ITEMS_PER_READ = 200;

/**
 * Works through a run until nothing is pending. Safe to call at any time and from several processes: a lease lets one
 * drive, and whoever finds a run whose driver has died goes on where it stopped.
 *
 * @param stopping - aborted: no further item is begun, and the run is left to the next process.
 */
export async function driveBatch(adapters: Adapters, runId: string, stopping?: AbortSignal): Promise<void> {
  const leaseId = randomUUID();
  const claim = (): Promise<boolean> => {
    const now = adapters.clock();
    return claimBatch(adapters.db, runId, leaseId, now, after(now, BATCH_LEASE));
  };
  if (!(await claim())) return;
  const run = await findBatch(adapters.db, runId);
  if (run === null) return;
  let ours = true;
  const renewal = setInterval(() => {
    claim().then(
      (claimed) => {
        ours = claimed;
      },
      (error) => adapters.log.warn({ event: "batch_lease_not_renewed", runId, err: error }, "batch lease not renewed"),
    );
  }, LEASE_RENEWAL);
  try {
    await workThrough(adapters, run, () => ours && stopping?.aborted !== true);
    if (stopping?.aborted === true) return await releaseBatch(adapters.db, runId, leaseId);
    if (ours) await finishBatch(adapters.db, runId, leaseId, adapters.clock());
    adapters.log.info({ event: "batch_finished", runId, kind: run.kind }, "batch finished");
  } finally {
    clearInterval(renewal);
  }
}

async function workThrough(adapters: Adapters, run: BatchRunRow, mayGoOn: () => boolean): Promise<void> {
  const person = { userId: run.startedById, name: run.startedByName };
  // Confirming a token is another call to Instagram; it must not hold the place of an account that waits to be extended.
  const confirming = pLimit(BATCH_CONCURRENCY);
  const confirmations: Promise<unknown>[] = [];
  const items = pendingItems(adapters, run.id, mayGoOn);
  const worker = async (): Promise<void> => {
    for (let next = await items.next(); !next.done; next = await items.next()) {
      const confirm = await runBatchItem(serverContext(adapters, person), run.kind, next.value);
      if (confirm !== null) confirmations.push(confirming(confirm));
    }
  };
  await Promise.all(Array.from({ length: BATCH_CONCURRENCY }, worker));
  await Promise.all(confirmations);
}

async function* pendingItems(adapters: Adapters, runId: string, mayGoOn: () => boolean): AsyncGenerator<BatchItemRow> {
  for (let last = -1; ; ) {
    const items = await findPendingItems(adapters.db, runId, ITEMS_PER_READ, last);
    for (const item of items) {
      if (!mayGoOn()) return;
      last = item.position;
      yield item;
    }
    if (items.length < ITEMS_PER_READ) return;
  }
}

/** Goes on with every run that nobody drives: after a restart, or when another process has died. */
export async function resumeBatches(adapters: Adapters, stopping?: AbortSignal): Promise<void> {
  if (stopping?.aborted === true) return;
  const runs = await findUnfinishedBatches(adapters.db);
  await Promise.all(runs.map((run) => driveBatch(adapters, run.id, stopping)));
}
