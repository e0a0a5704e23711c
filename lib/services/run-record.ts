import "server-only";
import { randomUUID } from "node:crypto";
import { insertNotices } from "@/lib/db/notices";
import { deleteRunsBefore, findLastRuns, insertRun, type SchedulerRunRow, updateRun } from "@/lib/db/scheduler-runs";
import { formatDate, lengthText } from "@/lib/domain/date-text";
import { after, DAY, elapsed, SECOND } from "@/lib/domain/durations";
import { NO_COUNTS, type RunCounts, type RunTrigger } from "@/lib/domain/scheduler-health";
import type { ServiceContext } from "./context";
import { recordEvent } from "./record-event";
import { schedulerState } from "./scheduler-state";

/** Milliseconds between signs of life of a long run. */
const BEAT_INTERVAL = 10 * SECOND;
/** Milliseconds. How long runs are kept. */
const RUN_LIFE = 3 * DAY;

export interface RunInProgress {
  /** What the run has done so far; written with every sign of life. */
  watch(counts: RunCounts): void;
  end(): Promise<void>;
}

export interface RunBeginning {
  trigger: RunTrigger;
  oldestOverdueAt: Date | null;
  /** True: nothing is due, so the run is written down once, when it ends. */
  isIdle: boolean;
}

/** Writes down that a run begins, tells of a standstill before it, and gives signs of life until it ends. */
export async function beginRun(
  ctx: ServiceContext,
  { trigger, oldestOverdueAt, isIdle }: RunBeginning,
): Promise<RunInProgress> {
  const [last] = await findLastRuns(ctx.db, 1);
  if (last !== undefined) await tellStandstill(ctx, last);
  const id = randomUUID();
  const startedAt = ctx.now;
  const row = { id, trigger, startedAt, beatAt: startedAt, endedAt: null, oldestOverdueAt, ...NO_COUNTS };
  if (!isIdle) await insertRun(ctx.db, row);
  let counts = NO_COUNTS;
  const beat = () =>
    updateRun(ctx.db, id, { beatAt: ctx.clock(), ...counts }).catch((error) =>
      ctx.log.warn({ event: "heartbeat_not_written", err: error }, "heartbeat not written"),
    );
  const timer = setInterval(beat, BEAT_INTERVAL);
  timer.unref();
  return {
    watch(own) {
      counts = own;
    },
    async end() {
      clearInterval(timer);
      const endedAt = ctx.clock();
      const ended = { endedAt, beatAt: endedAt, ...counts };
      if (isIdle) await insertRun(ctx.db, { ...row, ...ended });
      else await updateRun(ctx.db, id, ended);
      if (last === undefined || last.startedAt.getUTCDate() !== startedAt.getUTCDate()) {
        await deleteRunsBefore(ctx.db, after(startedAt, -RUN_LIFE));
      }
      if (isWorthALine(counts)) ctx.log.info({ event: "run_ended", trigger, ...counts }, "run ended");
    },
  };
}

function isWorthALine(counts: RunCounts): boolean {
  return Object.values(counts).some((count) => count > 0);
}

/** Nobody could tell of it while it lasted; the first run after it does, once. */
async function tellStandstill(ctx: ServiceContext, last: SchedulerRunRow): Promise<void> {
  const { health } = await schedulerState(ctx, last.startedAt);
  if (health.ok) return;
  const silent = lengthText(elapsed(last.beatAt, ctx.now));
  const what = `The scheduler had stood still for ${silent}, since ${formatDate(last.beatAt, "minute")}.`;
  const detail = { username: null, label: "", expiresAt: null, what, next: "It runs again; what was due is done now." };
  const key = `scheduler_stopped:${last.id}`;
  await ctx.db.transaction(async (tx) => {
    const notices = [{ key, kind: "scheduler_stopped" as const, accountId: null, detail, at: ctx.now }];
    if ((await insertNotices(tx, notices)) === 0) return;
    await recordEvent(ctx, tx, { accountId: null, kind: "scheduler_stopped", tokenVersion: 0, detail: what });
  });
}
