import type { BatchLine, BatchProgress } from "@/lib/domain/account-view";

/** A run as the browser sees it; the same from the page and from `GET /api/batches/<id>`. */
export interface BatchSnapshot {
  kind: BatchProgress["kind"];
  total: number;
  done: number;
  failed: number;
  skipped: number;
  remaining: number;
  finished: boolean;
  problems: BatchLine[];
  lines: BatchLine[];
}

export interface BatchAnswer {
  progress: Omit<BatchProgress, "createdAt" | "finishedAt"> & { finishedAt: Date | string | null };
  problems: BatchLine[];
  lines: BatchLine[];
}

export function toSnapshot({ progress, problems, lines }: BatchAnswer): BatchSnapshot {
  const { kind, total, done, failed, skipped, remaining, finishedAt } = progress;
  return { kind, total, done, failed, skipped, remaining, finished: finishedAt !== null, problems, lines };
}
