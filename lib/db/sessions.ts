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

/** The session with its person, or null when it was deleted or has run out. */
export async function findLiveSession(db: Queryable, id: string, now: Date): Promise<SessionWithUser | null> {
  return (await db.session.findFirst({
    where: { id, ...alive(now) },
    select: {
      id: true,
      lastSeenAt: true,
      expiresAt: true,
      provenAt: true,
      user: { select: { id: true, name: true, email: true, role: true, totpConfirmedAt: true } },
    },
  })) as SessionWithUser | null;
}

export async function touchSession(db: Queryable, id: string, now: Date): Promise<void> {
  await db.session.updateMany({ where: { id }, data: { lastSeenAt: now } });
}

/** Notes a proof of who is in front of this one browser. */
export async function markProven(db: Queryable, id: string, now: Date): Promise<void> {
  await db.session.updateMany({ where: { id }, data: { provenAt: now } });
}

/** The person's sessions that still stand, the one used last first. */
export async function findLiveSessionsOf(db: Queryable, userId: string, now: Date): Promise<SessionRow[]> {
  const rows = await db.session.findMany({
    where: { userId, ...alive(now) },
    orderBy: [{ lastSeenAt: "desc" }, { createdAt: "desc" }, { id: "asc" }],
  });
  return rows as SessionRow[];
}

/** Gives the session another id while it is still `userId`'s; null: it has ended. */
export async function renameSession(
  db: Queryable,
  { id, userId, newId }: { id: string; userId: string; newId: string },
): Promise<{ id: string; expiresAt: Date } | null> {
  const { count } = await db.session.updateMany({ where: { id, userId }, data: { id: newId } });
  if (count === 0) return null;
  return db.session.findUnique({ where: { id: newId }, select: { id: true, expiresAt: true } });
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
