import "server-only";
import {
  absolveAccounts,
  closeFault,
  findHealthyAccounts,
  markFaultTold,
  markRecoveryTold,
  openFault,
  retryFailed,
  tallyAnswers,
} from "@/lib/db/instagram-app";
import { insertNotices } from "@/lib/db/notices";
import {
  type AppCondition,
  commonFailure,
  FAULT_PROBE_INTERVAL,
  FAULT_WINDOW,
  isDoubted,
  isFaultOfApp,
  isRecoveryDue,
  OUTAGE_TOLD_AFTER,
  tallySince,
} from "@/lib/domain/app-condition";
import { after, elapsed } from "@/lib/domain/durations";
import { failureSentence } from "@/lib/domain/failure-sentence";
import type { FailureKind, InstagramFailure } from "@/lib/domain/instagram-failure";
import type { DueNotice } from "@/lib/domain/notice";
import { clientIdOf } from "./app-condition";
import { askAccount } from "./ask-account";
import type { ServiceContext } from "./context";
import { recordEvent } from "./record-event";

/** Each may have died since, or be in somebody else's hands. */
const HEALTHY_ACCOUNTS_ASKED = 3;

/** Looks at all recent answers together; opens an app-wide fault when most failed alike. */
export async function lookForFault(
  ctx: ServiceContext,
  condition: AppCondition,
  last: InstagramFailure,
): Promise<FailureKind | null> {
  const since = tallySince(condition, ctx.now);
  const kind = commonFailure(await tallyAnswers(ctx.db, since));
  if (kind === null) return null;
  if (isDoubted(condition, kind, ctx.now) && (await worksForSome(ctx))) return null;
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
    // One that comes back before its end was told is the same one, and known.
    if (isFaultOfApp(kind)) await tellFault(ctx, tx, fault);
  });
  ctx.log.error({ event: "app_fault", kind, reason: last.reason, code: last.code }, "app-wide fault");
  return kind;
}

async function worksForSome(ctx: ServiceContext): Promise<boolean> {
  for (const accountId of await findHealthyAccounts(ctx.db, ctx.now, HEALTHY_ACCOUNTS_ASKED)) {
    if ((await askAccount(ctx, accountId)) === "works") return true;
  }
  return false;
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
  const { faultKind } = condition;
  await ctx.db.transaction(async (tx) => {
    if (!(await closeFault(tx, clientIdOf(ctx), ctx.now))) return;
    // Dead ones are looked at again by `/me`; all at once they would be taken for the next fault.
    if (faultKind !== null && faultKind !== "dead") await retryFailed(tx, faultKind, ctx.now);
    await recordEvent(ctx, tx, { accountId: null, kind: "app_recovered", tokenVersion: 0 });
  });
  ctx.log.info({ event: "app_recovered" }, "app-wide fault over");
}

/** Tells people that a fault which they were told of has been over for a while; nothing otherwise. */
export async function tellRecovery(ctx: ServiceContext, condition: AppCondition): Promise<void> {
  if (!isRecoveryDue(condition, ctx.now)) return;
  await ctx.db.transaction(async (tx) => {
    if (!(await markRecoveryTold(tx, clientIdOf(ctx)))) return;
    const notice = appNotice("recovered", condition.faultToldAt, {
      what: "Instagram answers again for your Meta app.",
      next: "Nothing to do: what waited is renewed now.",
    });
    await insertNotices(tx, [{ ...notice, at: ctx.now }]);
  });
}

function appNotice(
  kind: "app_fault" | "recovered",
  since: Date | null,
  text: { what: string; next: string },
): DueNotice {
  const detail = { username: null, label: "", expiresAt: null, ...text };
  return { key: `app:${kind}:${since?.getTime() ?? 0}`, kind, accountId: null, detail };
}
