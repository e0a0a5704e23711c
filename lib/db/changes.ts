import "server-only";
import type { Queryable } from "./client";

/** Events that were begun earlier may be written later than the newest one; among so many the late one is seen. */
const NEWEST_EVENTS = 10;

/** Ids that differ as soon as something has happened to an account, or a batch begins or ends. Reads two indexes' ends. */
export async function findNewestIds(db: Queryable): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM (SELECT "id" FROM "AccountEvent" ORDER BY "at" DESC, "id" DESC LIMIT ${NEWEST_EVENTS}) AS events
    UNION ALL
    SELECT "id" FROM (SELECT "id" FROM "BatchRun" WHERE "finishedAt" IS NULL ORDER BY "createdAt" DESC LIMIT 1) AS batches`;
  return rows.map(({ id }) => id).sort();
}
