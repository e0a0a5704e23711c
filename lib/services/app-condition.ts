import "server-only";
import {
  absolveAccounts,
  closeFault,
  findAppCondition,
  markFaultTold,
  openFault,
  pauseApp,
  retryFailed,
  slowApp,
  tallyAnswers,
} from "@/lib/db/instagram-app";
import { insertNotices } from "@/lib/db/notices";
import {
  type AppCondition,
  commonFailure,
  FAULT_PROBE_INTERVAL,
  FAULT_WINDOW,
  isFaultOfApp,
  OUTAGE_TOLD_AFTER,
  pauseUntil,
  SLOW_FOR,
} from "@/lib/domain/app-condition";
import { formatDate } from "@/lib/domain/date-text";
import { after, elapsed } from "@/lib/domain/durations";
import { failureSentence } from "@/lib/domain/failure-sentence";
import type { FailureKind, InstagramFailure } from "@/lib/domain/instagram-failure";
import type { DueNotice } from "@/lib/domain/notice";
import type { Adapters, ServiceContext } from "./context";
import { recordEvent } from "./record-event";

/** Whose limits and faults they are. */
export function clientIdOf({ settings }: Pick<Adapters, "settings">): string {
  return settings.instagram.credentials?.clientId ?? "unset";
}

export function readAppCondition(ctx: Adapters): Promise<AppCondition> {
  return findAppCondition(ctx.db, clientIdOf(ctx));
}

/** Instagram says there were too many calls: every account of the app waits. */
export async function pauseCalls(ctx: ServiceContext, failure: InstagramFailure): Promise<void> {
  const condition = await readAppCondition(ctx);
  const pause = pauseUntil(condition, failure.retryAfter, ctx.now);
  const began = await ctx.db.transaction(async (tx) => {
    if (!(await pauseApp(tx, clientIdOf(ctx), ctx.now, pause))) return false;
    const detail = `No calls until ${formatDate(pause.until, "minute")}.`;
    await recordEvent(ctx, tx, { accountId: null, kind: "app_paused", tokenVersion: 0, failure, detail });
    return true;
  });
  if (began) ctx.log.warn({ event: "app_paused", until: pause.until, code: failure.code }, "too many calls");
}

/** Instagram's usage figures are high: calls go one at a time for a while. */
export async function slowCalls(ctx: Adapters, now: Date): Promise<void> {
  await slowApp(ctx.db, clientIdOf(ctx), after(now, SLOW_FOR));
}

/** Looks at all recent answers together; opens an app-wide fault when most failed alike. */
export async function lookForFault(ctx: ServiceContext, last: InstagramFailure): Promise<FailureKind | null> {
  const since = after(ctx.now, -FAULT_WINDOW);
  const kind = commonFailure(await tallyAnswers(ctx.db, since));
  if (kind === null) return null;
  const fault = {
    faultSince: ctx.now,
    faultKind: kind,
    faultReason: last.kind === kind ? last.reason : null,
    faultMessage: last.kind === kind ? last.message : null,
    faultCode: last.kind === kind ? last.code : null,
    faultProbeAt: after(ctx.now, FAULT_PROBE_INTERVAL),
  };
  await ctx.db.transaction(async (tx) => {
    if (!(await openFault(tx, clientIdOf(ctx), fault))) return;
    await absolveAccounts(tx, kind, since, ctx.now);
    await recordEvent(ctx, tx, {
      accountId: null,
      kind: "app_fault",
      tokenVersion: 0,
      ...(last.kind === kind ? { failure: last } : {}),
      detail: "Most accounts get this answer, so the app is the cause. Renewals pause; every account keeps its status.",
    });
    if (isFaultOfApp(kind)) await tellFault(ctx, tx, fault);
  });
  ctx.log.error({ event: "app_fault", kind, reason: last.reason, code: last.code }, "app-wide fault");
  return kind;
}

/** Takes back what the fault's answers made of single accounts; nothing while all is well. */
export async function absolve(ctx: ServiceContext, { faultSince, faultKind }: AppCondition): Promise<void> {
  if (faultSince === null || faultKind === null) return;
  await ctx.db.transaction((tx) => absolveAccounts(tx, faultKind, after(faultSince, -FAULT_WINDOW), ctx.now));
}

/** Tells people of an outage that lasts. Faults of the app itself are told when they are found. */
export async function tellLastingFault(ctx: ServiceContext, condition: AppCondition): Promise<void> {
  const { faultSince, faultToldAt } = condition;
  if (faultSince === null || faultToldAt !== null || elapsed(faultSince, ctx.now) < OUTAGE_TOLD_AFTER) return;
  await ctx.db.transaction((tx) => tellFault(ctx, tx, condition));
}

type Told = Pick<AppCondition, "faultSince" | "faultKind" | "faultReason">;

async function tellFault(ctx: ServiceContext, tx: Parameters<typeof markFaultTold>[0], fault: Told): Promise<void> {
  if (!(await markFaultTold(tx, clientIdOf(ctx), ctx.now))) return;
  const ofApp = fault.faultKind === null || isFaultOfApp(fault.faultKind);
  const what = fault.faultReason === null ? "" : ` ${failureSentence(fault.faultReason).what}`;
  const notice = appNotice("app_fault", fault.faultSince, {
    what: ofApp
      ? `Your Meta app seems switched off: most accounts get the same refusal.${what}`
      : `Instagram has had trouble for an hour or more.${what}`,
    next: ofApp
      ? "Check the App Dashboard and the Data Use Checkup. Every account keeps its status; Perennial asks again every 10 minutes and goes on by itself."
      : "Nothing to do. Perennial asks again every 10 minutes and goes on by itself.",
  });
  await insertNotices(tx, [{ ...notice, at: ctx.now }]);
}

/** The single account that was asked works again: everything that waited goes on. */
export async function endFault(ctx: ServiceContext, condition: AppCondition): Promise<void> {
  const { faultSince, faultKind, faultToldAt } = condition;
  await ctx.db.transaction(async (tx) => {
    if (!(await closeFault(tx, clientIdOf(ctx)))) return;
    if (faultKind !== null) await retryFailed(tx, faultKind, ctx.now);
    await recordEvent(ctx, tx, { accountId: null, kind: "app_recovered", tokenVersion: 0 });
    if (faultToldAt === null) return;
    const notice = appNotice("recovered", faultSince, {
      what: "Instagram answers again for your Meta app.",
      next: "Nothing to do: what waited is renewed now.",
    });
    await insertNotices(tx, [{ ...notice, at: ctx.now }]);
  });
  ctx.log.info({ event: "app_recovered" }, "app-wide fault over");
}

function appNotice(
  kind: "app_fault" | "recovered",
  since: Date | null,
  text: { what: string; next: string },
): DueNotice {
  const detail = { username: null, label: "", expiresAt: null, ...text };
  return { key: `app:${kind}:${since?.getTime() ?? 0}`, kind, accountId: null, detail };
}
