import "server-only";
import { randomUUID } from "node:crypto";
import { findAccountIds } from "@/lib/db/account-list";
import { type BatchItemRow, type BatchKind, deleteBatchesFinishedBefore, insertBatch } from "@/lib/db/batches";
import type { AccountQuery } from "@/lib/domain/account-query";
import { after, DAY } from "@/lib/domain/durations";
import { actorColumns, authorize, type ServiceContext } from "./context";
import { readImportLines } from "./read-import-lines";
import { enforceRateLimit } from "./take-rate-limit";

/** Milliseconds. How long a finished run's report can be read. */
const REPORT_LIFE = 90 * DAY;

/** What an import line is sealed for, until it is done and destroyed. */
export function itemContext(itemId: string): string {
  return `batch-item:${itemId}`;
}

type NewItem = Pick<BatchItemRow, "id" | "accountId" | "subject" | "sealedInput">;

async function startBatch(ctx: ServiceContext, kind: BatchKind, items: readonly NewItem[]): Promise<string> {
  await deleteBatchesFinishedBefore(ctx.db, after(ctx.now, -REPORT_LIFE));
  const runId = randomUUID();
  const { actorId, actorName } = actorColumns(ctx);
  const run = {
    id: runId,
    kind,
    startedById: actorId,
    startedByName: actorName ?? "Perennial",
    createdAt: ctx.now,
    finishedAt: null,
    total: items.length,
  };
  const rows = items.map((item, position) => ({ ...item, runId, position, state: "pending" as const }));
  await insertBatch(ctx.db, run, rows);
  ctx.log.info({ event: "batch_started", runId, kind, total: items.length }, "batch started");
  return runId;
}

/**
 * Writes down what is to be extended; `drive-batch` then does it. What cannot be extended any more when its turn comes
 * is skipped with the rule's reason.
 *
 * @returns the run's id, or null when the choice is empty.
 */
export async function startExtendBatch(
  ctx: ServiceContext,
  choice: { accountIds: readonly string[] } | { filter: Pick<AccountQuery, "search" | "status" | "label"> },
): Promise<string | null> {
  authorize(ctx, "change_accounts");
  const everything = await findAccountIds(
    ctx.db,
    "filter" in choice ? choice.filter : { search: "", status: null, label: null },
    ctx.now,
  );
  const extendable = new Set(
    "filter" in choice
      ? (await findAccountIds(ctx.db, { ...choice.filter, status: "extendable" }, ctx.now)).map(({ id }) => id)
      : choice.accountIds,
  );
  const chosen = everything.filter(({ id }) => extendable.has(id));
  if (chosen.length === 0) return null;
  const items = chosen.map(({ id, username }) => ({
    id: randomUUID(),
    accountId: id,
    subject: `@${username}`,
    sealedInput: null,
  }));
  return startBatch(ctx, "extend", items);
}

/**
 * Writes down pasted tokens, each sealed for its own line, and returns the run's id.
 *
 * @throws AppError `too_many_requests`, or `invalid_input`, `too_large` when the text as a whole cannot be read.
 */
export async function startImportBatch(ctx: ServiceContext, text: string): Promise<string> {
  authorize(ctx, "change_accounts");
  if (ctx.actor.kind === "person") await enforceRateLimit(ctx, "import", ctx.actor.userId);
  const items = readImportLines(text).map((entry) => {
    const id = randomUUID();
    const line = entry.ok ? entry.value.line : entry.line;
    return {
      id,
      accountId: null,
      subject: `Line ${line}`,
      sealedInput: ctx.vault.seal(JSON.stringify(entry), itemContext(id)),
    };
  });
  return startBatch(ctx, "import", items);
}
