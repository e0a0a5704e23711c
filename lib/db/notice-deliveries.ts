import "server-only";
import type { ChannelKind, DeliveryState, MessageKind } from "@/lib/domain/notice";
import type { Queryable } from "./client";

export interface DeliveryRow {
  id: string;
  channelId: string;
  kind: MessageKind;
  /** JSON: NoticeMessage. */
  message: string;
  state: DeliveryState;
  createdAt: Date;
  attempts: number;
  nextAttemptAt: Date | null;
  sentAt: Date | null;
  lastError: string | null;
}

export type LoggedDelivery = DeliveryRow & { channel: { name: string; kind: ChannelKind } };

export async function insertDeliveries(db: Queryable, deliveries: readonly DeliveryRow[]): Promise<void> {
  if (deliveries.length > 0) await db.noticeDelivery.createMany({ data: [...deliveries] });
}

/** Those whose next attempt has come, longest waiting first. */
export async function findDueDeliveries(db: Queryable, now: Date, take: number): Promise<DeliveryRow[]> {
  const rows = await db.noticeDelivery.findMany({
    where: { nextAttemptAt: { lte: now }, state: "pending" },
    orderBy: [{ nextAttemptAt: "asc" }, { id: "asc" }],
    take,
  });
  return rows as DeliveryRow[];
}

/**
 * Takes an attempt at a delivery as it was read: true for one process only. Until `leaseEnd` it is nobody else's; a
 * sender that dies leaves it to the others then.
 */
export async function claimDelivery(
  db: Queryable,
  { id, attempts, nextAttemptAt }: Pick<DeliveryRow, "id" | "attempts" | "nextAttemptAt">,
  leaseEnd: Date,
): Promise<boolean> {
  const { count } = await db.noticeDelivery.updateMany({
    where: { id, state: "pending", attempts, nextAttemptAt },
    data: { attempts: attempts + 1, nextAttemptAt: leaseEnd },
  });
  return count === 1;
}

/** Writes what became of the claimed attempt; false when the lease had passed to somebody else. */
export async function settleDelivery(
  db: Queryable,
  { id, attempts }: { id: string; attempts: number },
  result: Pick<DeliveryRow, "state" | "nextAttemptAt" | "sentAt" | "lastError">,
): Promise<boolean> {
  const { count } = await db.noticeDelivery.updateMany({ where: { id, state: "pending", attempts }, data: result });
  return count === 1;
}

/** Sends a dead delivery on its way again, with the whole window before it. Its id, which receivers know, stays. */
export async function reviveDelivery(db: Queryable, id: string, now: Date): Promise<boolean> {
  const { count } = await db.noticeDelivery.updateMany({
    where: { id, state: "dead" },
    data: { state: "pending", createdAt: now, attempts: 0, nextAttemptAt: now },
  });
  return count === 1;
}

/** Gives up what still waits for a channel, and says why. */
export async function giveUpDeliveries(db: Queryable, channelId: string, lastError: string): Promise<void> {
  await db.noticeDelivery.updateMany({
    where: { channelId, state: "pending" },
    data: { state: "dead", nextAttemptAt: null, lastError },
  });
}

export async function findDelivery(db: Queryable, id: string): Promise<DeliveryRow | null> {
  return (await db.noticeDelivery.findUnique({ where: { id } })) as DeliveryRow | null;
}

/** Newest first. */
export async function findDeliveryPage(db: Queryable, skip: number, take: number): Promise<LoggedDelivery[]> {
  const rows = await db.noticeDelivery.findMany({
    include: { channel: { select: { name: true, kind: true } } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    skip,
    take,
  });
  return rows as LoggedDelivery[];
}

export async function countDeliveries(db: Queryable): Promise<number> {
  return db.noticeDelivery.count();
}

/** Forgets finished deliveries of before `before`; what still waits stays. */
export async function deleteOldDeliveries(db: Queryable, before: Date): Promise<void> {
  await db.noticeDelivery.deleteMany({ where: { createdAt: { lt: before }, state: { not: "pending" } } });
}

/** Those whose message speaks of the account. Reads the whole outbox, which holds some weeks. */
export async function findDeliveriesAbout(
  db: Queryable,
  accountId: string,
): Promise<Pick<DeliveryRow, "id" | "message">[]> {
  return db.noticeDelivery.findMany({
    where: { message: { contains: accountId } },
    select: { id: true, message: true },
  });
}

export async function replaceMessage(db: Queryable, id: string, message: string): Promise<void> {
  await db.noticeDelivery.updateMany({ where: { id }, data: { message } });
}

export async function deleteDelivery(db: Queryable, id: string): Promise<void> {
  await db.noticeDelivery.deleteMany({ where: { id } });
}
