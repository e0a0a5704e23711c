import "server-only";
import { type BatchRunRow, countItems, findBatch, findLines, findUnfinishedBatches } from "@/lib/db/batches";
import type { BatchLine, BatchProgress } from "@/lib/domain/account-view";
import { authorize, type ServiceContext } from "./context";

const MOST_PROBLEMS = 500;
const MOST_LINES = 1_000;

export interface BatchReport {
  progress: BatchProgress;
  /** Failed and skipped lines with their reasons, at most 500. */
  problems: BatchLine[];
  /** Every line of an import, at most 1,000. */
  lines: BatchLine[];
}

export async function readBatch(ctx: ServiceContext, runId: string): Promise<BatchReport | null> {
  authorize(ctx, "see_accounts");
  const run = await findBatch(ctx.db, runId);
  if (run === null) return null;
  const [progress, problems, lines] = await Promise.all([
    toProgress(ctx, run),
    findLines(ctx.db, runId, ["failed", "skipped"], MOST_PROBLEMS),
    run.kind === "import" ? findLines(ctx.db, runId, ["done", "failed", "skipped"], MOST_LINES) : [],
  ]);
  return { progress, problems, lines };
}

/** Runs that are still going on. */
export async function openBatches(ctx: ServiceContext): Promise<BatchProgress[]> {
  authorize(ctx, "see_accounts");
  const runs = await findUnfinishedBatches(ctx.db);
  return Promise.all(runs.map((run) => toProgress(ctx, run)));
}

async function toProgress(ctx: ServiceContext, run: BatchRunRow): Promise<BatchProgress> {
  const { pending, ...finished } = await countItems(ctx.db, run.id);
  const { id, kind, startedByName, createdAt, finishedAt, total } = run;
  return { id, kind, startedByName, createdAt, finishedAt, total, ...finished, remaining: pending };
}
