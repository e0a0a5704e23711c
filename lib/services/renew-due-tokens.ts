import "server-only";
import { findDueWork } from "@/lib/db/due-accounts";
import { isSlow } from "@/lib/domain/app-condition";
import { after, SECOND } from "@/lib/domain/durations";
import { NO_COUNTS, type RunCounts, type RunTrigger } from "@/lib/domain/scheduler-health";
import { AppWatch } from "./app-watch";
import { checkClaimed } from "./check-claimed";
import { settlement } from "./claimed-account";
import { type Adapters, authorize, type ServiceContext, serverContext } from "./context";
import { type DeliveryReport, deliverNotices } from "./deliver-notices";
import { workThroughDue } from "./due-work";
import { probeFault } from "./probe-fault";
import { renewClaimed } from "./renew-claimed";
import { confirmClaimed } from "./renew-token";
import { beginRun, type RunInProgress } from "./run-record";
import { SettlementQueue } from "./settlement-queue";

/** Milliseconds that one run may take before it leaves the rest to the next. */
export const RUN_BUDGET = 45 * SECOND;

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
  const run = await beginRun(ctx, options.trigger, due.renewal);
  try {
    return await work(ctx, run, options);
  } finally {
    await run.end();
  }
}

async function work(
  ctx: ServiceContext,
  run: RunInProgress,
  { budget = RUN_BUDGET, signal }: RunOptions,
): Promise<RunReport> {
  const deadline = after(ctx.now, budget);
  const inTime = (): boolean => signal?.aborted !== true && ctx.clock().getTime() < deadline.getTime();
  const watch = await AppWatch.begin(ctx);
  await probeFault(ctx, watch);
  const queue = new SettlementQueue(ctx);
  const limits = {
    concurrency: ctx.settings.renewalConcurrency,
    mayGoOn: () => inTime() && watch.mayCall(ctx.clock()),
    isSlow: () => isSlow(watch.condition, ctx.clock()),
  };
  const counts: RunCounts = { ...NO_COUNTS };
  run.watch(counts);

  await workThroughDue(ctx, "renewal", limits, async (claimed, now) => {
    const at = { ...ctx, now };
    // What is asked for by an old plan, or by a clock that was wrong, is only planned anew.
    const { outcome, unconfirmed, failure } = await renewClaimed(at, claimed, queue.settle, {
      keepVerdict: watch.condition.faultSince !== null,
      onlyWhenDue: true,
    });
    if (outcome.kind === "failed") counts.failed += 1;
    else if (outcome.kind === "extended" || outcome.kind === "learned" || outcome.kind === "unchanged")
      counts.renewed += 1;
    else counts.skipped += 1;
    await watch.answered(at, failure);
    if (unconfirmed === null) return null;
    return () => confirmClaimed({ ...ctx, now: ctx.clock() }, unconfirmed, { settle: queue.settle });
  });
  await workThroughDue(ctx, "check", limits, async (claimed, now) => {
    const at = { ...ctx, now };
    const keepVerdict = watch.condition.faultSince !== null;
    const { failure } = await checkClaimed(at, claimed, { settle: queue.settle, keepVerdict });
    counts.checked += 1;
    await watch.answered(at, failure);
    return null;
  });
  await workThroughDue(ctx, "notice", { ...limits, mayGoOn: inTime }, async (claimed, now) => {
    counts.noticed += 1;
    await queue.settle(settlement(claimed, now, {}));
    return null;
  });
  await watch.end(ctx);
  const complete = inTime();
  const delivery = await deliverNotices(ctx, { deadline: after(ctx.clock(), RUN_BUDGET / 3), signal });
  return { ...counts, complete, delivery };
}
