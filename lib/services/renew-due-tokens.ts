import "server-only";
import { type DueWork, findDueWork } from "@/lib/db/due-accounts";
import { isSlow } from "@/lib/domain/app-condition";
import { after, SECOND } from "@/lib/domain/durations";
import type { ExtendOutcome } from "@/lib/domain/extend-outcome";
import { NO_COUNTS, type RunCounts, type RunTrigger } from "@/lib/domain/scheduler-health";
import { AppWatch } from "./app-watch";
import { checkClaimed } from "./check-claimed";
import { settlement } from "./claimed-account";
import { type Adapters, authorize, type ServiceContext, serverContext } from "./context";
import { type DeliveryReport, deliverNotices } from "./deliver-notices";
import { type Perform, type WorkLimits, workThroughDue } from "./due-work";
import { probeFault } from "./probe-fault";
import { renewClaimed } from "./renew-claimed";
import { confirmClaimed } from "./renew-token";
import { beginRun, type RunInProgress } from "./run-record";
import { SettlementQueue } from "./settlement-queue";

/** Milliseconds that one run may take before it leaves the rest to the next. */
export const RUN_BUDGET = 45 * SECOND;
/** Milliseconds that messages get on top. */
const DELIVERY_BUDGET = 15 * SECOND;

export interface RunOptions {
  trigger: RunTrigger;
  /** Milliseconds; {@link RUN_BUDGET} when left out. */
  budget?: number;
  /** Aborted: no new work; what runs is finished. */
  signal?: AbortSignal;
}

export interface RunReport extends RunCounts {
  /** False: there is more, and the next run goes on. */
  complete: boolean;
  delivery: DeliveryReport;
}

/**
 * Does everything that is due by itself: renewals, daily checks, thresholds, messages. Idempotent, bounded in time, and
 * safe when several run at once, in several processes and on several machines: each account is worked on by one.
 *
 * @throws AppError `database_unavailable`; what goes wrong with one account stays with it.
 */
export async function renewDueTokens(adapters: Adapters, options: RunOptions): Promise<RunReport> {
  const ctx = serverContext(adapters);
  authorize(ctx, "change_accounts");
  const due = await findDueWork(adapters.db, ctx.now);
  const isIdle = due.renewal === null && due.check === null && due.notice === null;
  const run = await beginRun(ctx, { trigger: options.trigger, oldestOverdueAt: due.renewal, isIdle });
  try {
    return await work(ctx, run, due, options);
  } finally {
    await run.end();
  }
}

async function work(
  ctx: ServiceContext,
  run: RunInProgress,
  due: Record<DueWork, Date | null>,
  { budget = RUN_BUDGET, signal }: RunOptions,
): Promise<RunReport> {
  const deadline = after(ctx.now, budget);
  const inTime = (): boolean => signal?.aborted !== true && ctx.clock().getTime() < deadline.getTime();
  const watch = await AppWatch.begin(ctx);
  await probeFault(ctx, watch);
  const tools: Tools = { ctx, watch, queue: new SettlementQueue(ctx), counts: { ...NO_COUNTS } };
  run.watch(tools.counts);
  const limits: WorkLimits = {
    concurrency: ctx.settings.renewalConcurrency,
    mayGoOn: () => inTime() && watch.mayCall(ctx.clock()),
    isSlow: () => isSlow(watch.condition, ctx.clock()),
  };
  // What falls due only now is the next run's.
  if (due.renewal !== null) await workThroughDue(ctx, "renewal", limits, settlingThrough(tools.queue, renewOne(tools)));
  if (due.check !== null) await workThroughDue(ctx, "check", limits, settlingThrough(tools.queue, checkOne(tools)));
  // Thresholds call nobody, so a pause does not hold them up.
  const lookAt = settlingThrough(tools.queue, lookAtThresholds(tools));
  if (due.notice !== null) await workThroughDue(ctx, "notice", { ...limits, mayGoOn: inTime }, lookAt);
  await watch.end(ctx);
  const complete = inTime();
  const delivery = await deliverNotices(ctx, { deadline: after(ctx.clock(), DELIVERY_BUDGET), signal });
  return { ...tools.counts, complete, delivery };
}

/** What the pieces of one run share. */
interface Tools {
  ctx: ServiceContext;
  watch: AppWatch;
  queue: SettlementQueue;
  counts: RunCounts;
}

/** Lets the queue know of the work that may still bring it something. */
function settlingThrough(queue: SettlementQueue, perform: Perform): Perform {
  return async (...work) => {
    const trail = await queue.during(() => perform(...work));
    return trail === null ? null : (answered) => queue.during(() => trail(answered));
  };
}

function renewOne({ ctx, watch, queue, counts }: Tools): Perform {
  return async (claimed, now, answered) => {
    const at = { ...ctx, now };
    const keepVerdict = watch.condition.faultSince !== null;
    const options = { keepVerdict, onlyWhenDue: true, answered };
    const { outcome, unconfirmed, failure } = await renewClaimed(at, claimed, queue.settle, options);
    counts[COUNTED_AS[outcome.kind]] += 1;
    if (failure !== null || unconfirmed !== null) await watch.answered(at, failure);
    if (unconfirmed === null) return null;
    return (told) =>
      confirmClaimed({ ...ctx, now: ctx.clock() }, unconfirmed, { settle: queue.settle, answered: told });
  };
}

const COUNTED_AS: Record<ExtendOutcome["kind"], "renewed" | "failed" | "skipped"> = {
  extended: "renewed",
  learned: "renewed",
  unchanged: "renewed",
  failed: "failed",
  refused: "skipped",
  already_running: "skipped",
  superseded: "skipped",
  not_found: "skipped",
};

function checkOne({ ctx, watch, queue, counts }: Tools): Perform {
  return async (claimed, now, answered) => {
    const at = { ...ctx, now };
    const keepVerdict = watch.condition.faultSince !== null;
    const { failure } = await checkClaimed(at, claimed, { settle: queue.settle, keepVerdict, answered });
    counts.checked += 1;
    await watch.answered(at, failure);
    return null;
  };
}

/** Every settlement tells what thresholds its account has reached; this one does nothing else. */
function lookAtThresholds({ queue, counts }: Tools): Perform {
  return async (claimed, now) => {
    counts.noticed += 1;
    await queue.settle(settlement(claimed, now, {}));
    return null;
  };
}
