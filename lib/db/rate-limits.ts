import "server-only";
import type { Queryable } from "./client";

/** Counts one more in the present window, or begins a new one, and tells where that window stands now. */
export async function countInWindow(
  db: Queryable,
  { key, now, windowEndsAt }: { key: string; now: Date; windowEndsAt: Date },
): Promise<{ count: number; windowEndsAt: Date }> {
  await db.rateLimit.deleteMany({ where: { key, windowEndsAt: { lte: now } } });
  return db.rateLimit.upsert({
    where: { key },
    create: { key, windowStartedAt: now, windowEndsAt, count: 1 },
    update: { count: { increment: 1 } },
    select: { count: true, windowEndsAt: true },
  });
}

/** At most so many ended windows go at once: nobody who knocks shall wait for a table to be emptied. */
const MOST_AT_ONCE = 100;

/** Takes away windows that ended, some at a time. */
export async function deleteEndedWindows(db: Queryable, now: Date): Promise<void> {
  await db.rateLimit.deleteMany({ where: { windowEndsAt: { lte: now } }, limit: MOST_AT_ONCE });
}
