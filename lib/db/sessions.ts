import "server-only";
import { after } from "@/lib/domain/durations";
import type { Role } from "@/lib/domain/role";
import { SESSION_IDLE_LIFE, type SignInMethod } from "@/lib/domain/session-rule";
import type { Queryable } from "./client";

export interface SessionRow {
  id: string;
  userId: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  userAgent: string;
  address: string;
  provenAt: Date;
  method: SignInMethod;
}

export interface SessionWithUser {
  id: string;
  lastSeenAt: Date;
  expiresAt: Date;
  provenAt: Date;
  user: { id: string; name: string; email: string; role: Role; totpConfirmedAt: Date | null };
}

export async function insertSession(db: Queryable, session: SessionRow): Promise<void> {
  await db.session.create({ data: session });
}

/** Not run out, neither by age nor by lying idle. */
function alive(now: Date) {
  return { expiresAt: { gt: now }, lastSeenAt: { gt: after(now, -SESSION_IDLE_LIFE) } };
}

const NEVER = new Date(0);

/**
 * The session with its person, or null when it was deleted or has run out. By its previous id it is found for a few
 * seconds more, as one that nobody has proved anything for.
 */
export async function findLiveSession(db: Queryable, id: string, now: Date): Promise<SessionWithUser | null> {
  const session = (await db.session.findFirst({
    where: { ...alive(now), OR: [{ id }, { previousId: id, previousIdUntil: { gt: now } }] },
    select: {
      id: true,
      lastSeenAt: true,
      expiresAt: true,
      provenAt: true,
      user: { select: { id: true, name: true, email: true, role: true, totpConfirmedAt: true } },
    },
  })) as SessionWithUser | null;
  return session === null || session.id === id ? session : { ...session, provenAt: NEVER };
}

export async function touchSession(db: Queryable, id: string, now: Date): Promise<void> {
  await db.session.updateMany({ where: { id }, data: { lastSeenAt: now } });
}

/** The person's sessions that still stand, the one used last first. */
export async function findLiveSessionsOf(db: Queryable, userId: string, now: Date): Promise<SessionRow[]> {
  const rows = await db.session.findMany({
    where: { userId, ...alive(now) },
    orderBy: [{ lastSeenAt: "desc" }, { createdAt: "desc" }, { id: "asc" }],
  });
  return rows as SessionRow[];
}

export interface RenameInput {
  id: string;
  userId: string;
  newId: string;
  /** Until when the old id goes on naming the session; null: not at all. */
  previousIdUntil: Date | null;
  /** When this browser has proved who is there; left out: as before. */
  provenAt?: Date;
}

/**
 * Gives the session another id while it is still `userId`'s; null: it has ended. Trips to Instagram and passkeys' questions
 * that were begun under the old id go along.
 */
export async function renameSession(
  db: Queryable,
  { id, userId, newId, previousIdUntil, provenAt }: RenameInput,
): Promise<{ id: string; expiresAt: Date } | null> {
  const previousId = previousIdUntil === null ? null : id;
  const data = { id: newId, previousId, previousIdUntil, provenAt };
  const { count } = await db.session.updateMany({ where: { id, userId }, data });
  if (count === 0) return null;
  await db.connectFlow.updateMany({ where: { sessionId: id }, data: { sessionId: newId } });
  await db.passkeyChallenge.updateMany({ where: { sessionId: id }, data: { sessionId: newId } });
  return db.session.findUnique({ where: { id: newId }, select: { id: true, expiresAt: true } });
}

/** `userId`'s session that another request of the same browser has renamed a moment ago; null: there is none. */
export async function findRenamedSession(
  db: Queryable,
  { previousId, userId, now }: { previousId: string; userId: string; now: Date },
): Promise<{ id: string; expiresAt: Date } | null> {
  const where = { previousId, userId, previousIdUntil: { gt: now } };
  return db.session.findFirst({ where, select: { id: true, expiresAt: true } });
}

/** @returns false when there was no such session. */
export async function deleteSession(db: Queryable, id: string): Promise<boolean> {
  return (await db.session.deleteMany({ where: { id } })).count > 0;
}

/** Signs `userId` out everywhere, or everywhere but in one browser; returns in how many. */
export async function deleteSessionsOf(
  db: Queryable,
  userId: string,
  { except }: { except?: string } = {},
): Promise<number> {
  const others = except === undefined ? {} : { id: { not: except } };
  return (await db.session.deleteMany({ where: { userId, ...others } })).count;
}

export async function deleteExpiredSessions(db: Queryable, now: Date): Promise<void> {
  await db.session.deleteMany({ where: { NOT: alive(now) } });
}
