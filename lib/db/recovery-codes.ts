import "server-only";
import type { Queryable } from "./client";

/** The codes of before stop working. */
export async function replaceRecoveryCodes(
  db: Queryable,
  userId: string,
  codes: readonly { id: string; codeHash: string }[],
): Promise<void> {
  await db.recoveryCode.deleteMany({ where: { userId } });
  await db.recoveryCode.createMany({ data: codes.map((code) => ({ ...code, userId })) });
}

export async function deleteRecoveryCodes(db: Queryable, userId: string): Promise<void> {
  await db.recoveryCode.deleteMany({ where: { userId } });
}

/** Of several that come with the same code only the first succeeds. */
export async function takeRecoveryCode(db: Queryable, userId: string, codeHash: string, now: Date): Promise<boolean> {
  const { count } = await db.recoveryCode.updateMany({
    where: { userId, codeHash, usedAt: null },
    data: { usedAt: now },
  });
  return count === 1;
}

export async function countUnusedRecoveryCodes(db: Queryable, userId: string): Promise<number> {
  return db.recoveryCode.count({ where: { userId, usedAt: null } });
}
