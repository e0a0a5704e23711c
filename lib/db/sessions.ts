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

export async function deleteSession(db: Queryable, id: string): Promise<void> {
  await db.session.deleteMany({ where: { id } });
}

export async function deleteExpiredSessions(db: Queryable, now: Date): Promise<void> {
  await db.session.deleteMany({ where: { NOT: alive(now) } });
}

/** Signs a person out everywhere. */
export async function deleteSessionsOf(db: Queryable, userId: string): Promise<void> {
  await db.session.deleteMany({ where: { userId } });
}
