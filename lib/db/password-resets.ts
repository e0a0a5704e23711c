import "server-only";
import type { Queryable } from "./client";

export interface PasswordResetRow {
  id: string;
  userId: string;
  secretHash: string;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
}

export async function insertPasswordReset(db: Queryable, reset: PasswordResetRow): Promise<void> {
  await db.passwordReset.create({ data: reset });
}

/** The link with its person while it is good, or null. */
export async function findOpenPasswordReset(
  db: Queryable,
  secretHash: string,
  now: Date,
): Promise<{ id: string; user: { id: string; name: string; email: string } } | null> {
  return db.passwordReset.findFirst({
    where: { secretHash, usedAt: null, expiresAt: { gt: now } },
    select: { id: true, user: { select: { id: true, name: true, email: true } } },
  });
}

/** @returns false when somebody else has used it meanwhile, or its time is up. */
export async function spendPasswordReset(db: Queryable, id: string, now: Date): Promise<boolean> {
  const { count } = await db.passwordReset.updateMany({
    where: { id, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return count > 0;
}

/** Forgets links of `userId` whose time is up. */
export async function deleteEndedPasswordResets(db: Queryable, userId: string, now: Date): Promise<void> {
  await db.passwordReset.deleteMany({ where: { userId, expiresAt: { lte: now } } });
}

/** Makes every link of `userId` void. */
export async function deletePasswordResets(db: Queryable, userId: string): Promise<void> {
  await db.passwordReset.deleteMany({ where: { userId } });
}
