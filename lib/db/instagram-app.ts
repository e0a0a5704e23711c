import "server-only";
import { ALL_WELL, type AppCondition, NO_FAULT } from "@/lib/domain/app-condition";
import { type LastAnswer, NO_FAILURES } from "@/lib/domain/attempt-result";
import type { FailureKind } from "@/lib/domain/instagram-failure";
import { EXPIRED_KEY } from "@/lib/domain/notice-rule";
import type { Queryable } from "./client";

export async function findAppCondition(db: Queryable, clientId: string): Promise<AppCondition> {
  const row = await db.instagramApp.findUnique({ where: { clientId }, omit: { clientId: true } });
  return (row as AppCondition | null) ?? ALL_WELL;
}

async function ensureApp(db: Queryable, clientId: string): Promise<void> {
  // Prisma's upsert fails where two processes make the row at the same moment.
  await db.$executeRaw`INSERT INTO "InstagramApp" ("clientId") VALUES (${clientId}) ON CONFLICT DO NOTHING`;
}

/** True for the one that began the pause; a longer wait moves the end of one that runs already. */
export async function pauseApp(
  db: Queryable,
  clientId: string,
  now: Date,
  { until, pauses }: { until: Date; pauses: number },
): Promise<boolean> {
  await ensureApp(db, clientId);
  const { count } = await db.instagramApp.updateMany({
    where: { clientId, OR: [{ pausedUntil: null }, { pausedUntil: { lte: now } }] },
    data: { pausedUntil: until, pauses, lastPausedAt: now },
  });
  if (count === 1) return true;
  await db.instagramApp.updateMany({ where: { clientId, pausedUntil: { lt: until } }, data: { pausedUntil: until } });
  return false;
}

/** Calls go well again: the next pause begins small. */
export async function resumeCalls(db: Queryable, clientId: string): Promise<void> {
  await db.instagramApp.updateMany({ where: { clientId }, data: { pauses: 0 } });
}

export async function slowApp(db: Queryable, clientId: string, until: Date): Promise<void> {
  await ensureApp(db, clientId);
  await db.instagramApp.updateMany({ where: { clientId }, data: { slowUntil: until } });
}

/** True for the one that found the fault first. */
export async function openFault(
  db: Queryable,
  clientId: string,
  fault: Pick<AppCondition, "faultSince" | "faultKind" | "faultReason" | "faultMessage" | "faultCode" | "faultProbeAt">,
): Promise<boolean> {
  await ensureApp(db, clientId);
  const { count } = await db.instagramApp.updateMany({ where: { clientId, faultSince: null }, data: fault });
  return count === 1;
}

/** True for the one that may ask the single account this time. */
export async function claimFaultProbe(db: Queryable, clientId: string, now: Date, next: Date): Promise<boolean> {
  const { count } = await db.instagramApp.updateMany({
    where: { clientId, faultSince: { not: null }, faultProbeAt: { lte: now } },
    data: { faultProbeAt: next },
  });
  return count === 1;
}

/** True for the one that may tell people. */
export async function markFaultTold(db: Queryable, clientId: string, now: Date): Promise<boolean> {
  const where = { clientId, faultSince: { not: null }, faultToldAt: null };
  return (await db.instagramApp.updateMany({ where, data: { faultToldAt: now } })).count === 1;
}

/** True for the one that may tell people that it is over. */
export async function markRecoveryTold(db: Queryable, clientId: string): Promise<boolean> {
  const where = { clientId, faultSince: null, faultToldAt: { not: null } };
  return (await db.instagramApp.updateMany({ where, data: { faultToldAt: null } })).count === 1;
}

/** True for the one that ended it. */
export async function closeFault(db: Queryable, clientId: string, now: Date): Promise<boolean> {
  const { count } = await db.instagramApp.updateMany({
    where: { clientId, faultSince: { not: null } },
    data: { ...NO_FAULT, faultEndedAt: now },
  });
  return count === 1;
}

/** How Instagram answered for the accounts that were tried since `since`, by an index. */
export async function tallyAnswers(db: Queryable, since: Date): Promise<Map<LastAnswer, number>> {
  const rows = await db.connectedAccount.groupBy({
    by: ["lastAnswer"],
    where: { lastAnsweredAt: { gt: since } },
    _count: true,
  });
  return new Map(rows.map((row) => [row.lastAnswer as LastAnswer, row._count]));
}

/** Takes back what was thought of single accounts because of answers that were the app's fault. */
export async function absolveAccounts(db: Queryable, kind: FailureKind, since: Date, now: Date): Promise<void> {
  const answered = { lastAnsweredAt: { gt: since }, lastAnswer: kind };
  await db.connectedAccount.updateMany({
    where: { ...answered, verdict: kind, verdictAt: { gt: since } },
    data: { verdict: null, verdictReason: null, verdictAt: null, nextCheckAt: now },
  });
  await db.connectedAccount.updateMany({
    where: { ...answered, suspectedAt: { gt: since } },
    data: { suspectedAt: null, suspectedReason: null, suspicionProbes: 0, nextCheckAt: now },
  });
  await db.notice.deleteMany({
    where: {
      dispatchedAt: null,
      at: { gt: since },
      kind: { in: ["reconnect_needed", "action_needed", "permission_problem"] },
      // An expiry needs no answer of Instagram's to be true.
      key: { not: { endsWith: EXPIRED_KEY } },
      account: answered,
    },
  });
}

/** Forgets the failures that were the fault's: its end is the end of their waits. */
export async function retryFailed(db: Queryable, kind: FailureKind, now: Date): Promise<void> {
  await db.connectedAccount.updateMany({
    where: { nextAttemptAt: { not: null }, failureKind: kind, failedAttempts: { gt: 0 } },
    data: { ...NO_FAILURES, nextAttemptAt: now },
  });
  await db.connectedAccount.updateMany({
    where: { nextAttemptAt: now, failedAttempts: 0, verdict: null, suspectedAt: null },
    data: { urgency: 1 },
  });
}

/** The accounts that worked last: what has answered lately still does, unless the app is in trouble. */
export async function findHealthyAccounts(db: Queryable, now: Date, take: number): Promise<string[]> {
  const rows = await db.connectedAccount.findMany({
    where: {
      lastAnswer: "works",
      lastAnsweredAt: { not: null },
      disconnectedAt: null,
      verdict: null,
      expiresAt: { gt: now },
    },
    orderBy: { lastAnsweredAt: "desc" },
    select: { id: true },
    take,
  });
  return rows.map(({ id }) => id);
}

export interface ProbeQuery {
  now: Date;
  faultKind: FailureKind | null;
  /** What failed with the fault's kind since then failed because of it. */
  begun: Date;
  take: number;
}

/**
 * Whom to ask whether a fault is over, best first. Accounts that were well before it come before those that have troubles
 * of their own; of them, those that are due for renewal, because a fault may strike one kind of call only; and then the
 * one that was asked longest ago.
 */
export async function findProbeAccounts(db: Queryable, { now, faultKind, begun, take }: ProbeQuery): Promise<string[]> {
  const living = { disconnectedAt: null, expiresAt: { gt: now } };
  const byTheFault = { failureKind: faultKind, failingSince: { gt: begun } };
  const well = {
    ...living,
    verdict: null,
    suspectedAt: null,
    AND: [
      { OR: [{ failedAttempts: 0 }, byTheFault] },
      { OR: [{ lastAnswer: null }, { lastAnswer: { in: ["works", ...(faultKind === null ? [] : [faultKind])] } }] },
    ],
  };
  const groups = [
    { ...well, nextAttemptAt: { lte: now } },
    well,
    { ...living, OR: [{ verdict: null }, { verdict: { not: "dead" } }] },
  ];
  const found: string[] = [];
  for (const where of groups) {
    if (found.length >= take) break;
    const rows = await db.connectedAccount.findMany({
      where: { ...where, id: { notIn: found } },
      orderBy: { lastAnsweredAt: { sort: "asc", nulls: "first" } },
      select: { id: true },
      take: take - found.length,
    });
    found.push(...rows.map(({ id }) => id));
  }
  return found;
}
