import "server-only";
import type { ThrottleState } from "@/lib/domain/sign-in-throttle";
import type { Queryable } from "./client";

export async function findThrottles(
  db: Queryable,
  keys: readonly string[],
): Promise<(ThrottleState & { key: string })[]> {
  return db.signInThrottle.findMany({ where: { key: { in: [...keys] } } });
}

/** Counts one more failure and returns the new number of failures in a row. */
export async function countFailure(db: Queryable, key: string, now: Date, forgetBefore: Date): Promise<number> {
  await db.signInThrottle.deleteMany({ where: { key, lastFailedAt: { lt: forgetBefore } } });
  const row = await db.signInThrottle.upsert({
    where: { key },
    create: { key, failures: 1, lastFailedAt: now },
    update: { failures: { increment: 1 }, lastFailedAt: now },
    select: { failures: true },
  });
  return row.failures;
}

export async function blockUntil(db: Queryable, key: string, until: Date): Promise<void> {
  await db.signInThrottle.update({ where: { key }, data: { blockedUntil: until } });
}

export async function clearThrottles(db: Queryable, keys: readonly string[]): Promise<void> {
  await db.signInThrottle.deleteMany({ where: { key: { in: [...keys] } } });
}

/** At most so many go at once: nobody who knocks shall wait for a table to be emptied. */
const MOST_AT_ONCE = 100;

/** Takes away those whose last failure is so old that it counts no longer, some at a time. */
export async function deleteForgottenThrottles(db: Queryable, forgetBefore: Date): Promise<void> {
  await db.signInThrottle.deleteMany({ where: { lastFailedAt: { lt: forgetBefore } }, limit: MOST_AT_ONCE });
}
