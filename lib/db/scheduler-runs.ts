import "server-only";
import type { RunCounts, RunTrigger } from "@/lib/domain/scheduler-health";
import type { Queryable } from "./client";

export interface SchedulerRunRow extends RunCounts {
  id: string;
  trigger: RunTrigger;
  startedAt: Date;
  /** The last sign of life. */
  beatAt: Date;
  endedAt: Date | null;
  oldestOverdueAt: Date | null;
}

export async function insertRun(db: Queryable, run: SchedulerRunRow): Promise<void> {
  await db.schedulerRun.create({ data: run });
}

export async function updateRun(
  db: Queryable,
  id: string,
  change: Partial<Omit<SchedulerRunRow, "id">>,
): Promise<void> {
  await db.schedulerRun.updateMany({ where: { id }, data: change });
}

/** The ones that gave a sign of life last, newest first. */
export async function findLastRuns(db: Queryable, take: number): Promise<SchedulerRunRow[]> {
  const rows = await db.schedulerRun.findMany({ orderBy: { beatAt: "desc" }, take });
  return rows as SchedulerRunRow[];
}

export async function deleteRunsBefore(db: Queryable, before: Date): Promise<void> {
  await db.schedulerRun.deleteMany({ where: { beatAt: { lt: before } } });
}
