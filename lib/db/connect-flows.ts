import "server-only";
import type { Queryable } from "./client";

export interface ConnectFlowRow {
  id: string;
  stateHash: string;
  sessionId: string;
  userId: string;
  reconnectAccountId: string | null;
  createdAt: Date;
  expiresAt: Date;
  redeemedAt: Date | null;
  finishedAt: Date | null;
  outcome: string | null;
  accountId: string | null;
  detail: string | null;
}

export async function insertConnectFlow(db: Queryable, flow: ConnectFlowRow): Promise<void> {
  await db.connectFlow.create({ data: flow });
}

export async function findConnectFlowByState(db: Queryable, stateHash: string): Promise<ConnectFlowRow | null> {
  return db.connectFlow.findUnique({ where: { stateHash } });
}

export async function findConnectFlow(db: Queryable, id: string): Promise<ConnectFlowRow | null> {
  return db.connectFlow.findUnique({ where: { id } });
}

/** Claims the flow's one redemption for this browser's session; false when it is spent, too old, or another browser's. */
export async function redeemConnectFlow(
  db: Queryable,
  stateHash: string,
  sessionId: string,
  now: Date,
): Promise<boolean> {
  const { count } = await db.connectFlow.updateMany({
    where: { stateHash, sessionId, redeemedAt: null, expiresAt: { gt: now } },
    data: { redeemedAt: now },
  });
  return count === 1;
}

export async function finishConnectFlow(
  db: Queryable,
  id: string,
  result: { finishedAt: Date; outcome: string; accountId: string | null; detail: string },
): Promise<void> {
  await db.connectFlow.updateMany({ where: { id, finishedAt: null }, data: result });
}

export async function deleteConnectFlowsBefore(db: Queryable, before: Date): Promise<void> {
  await db.connectFlow.deleteMany({ where: { createdAt: { lt: before } } });
}

/** Deletes the trips that led to an account, were made to reconnect it, or whose outcome names one of `usernames`. */
export async function deleteConnectFlowsAbout(
  db: Queryable,
  accountId: string,
  usernames: readonly string[],
): Promise<void> {
  const names = usernames.map((username) => JSON.stringify(username));
  // Compared here: LIKE takes signs that usernames may hold for wildcards.
  const finished = await db.connectFlow.findMany({
    where: { detail: { not: null } },
    select: { id: true, detail: true },
  });
  const naming = finished.filter(({ detail }) => names.some((name) => detail?.includes(name))).map(({ id }) => id);
  await db.connectFlow.deleteMany({
    where: { OR: [{ accountId }, { reconnectAccountId: accountId }, { id: { in: naming } }] },
  });
}
