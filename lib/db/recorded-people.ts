import type { RecordedPerson } from "@/lib/domain/recorded-person";
import type { Queryable } from "./client";

/** How each history puts its lines in order, newest first. */
const NEWEST_FIRST = {
  AuditEvent: `"sequence" DESC`,
  AccountEvent: `"at" DESC, "id" DESC`,
} as const;

/**
 * Whoever stands in a history, also when their access has ended, with the name they had last. Goes from one person to the
 * next through the index on `actorId`, instead of over everything that each of them did.
 */
export async function collectPeople(db: Queryable, history: keyof typeof NEWEST_FIRST): Promise<RecordedPerson[]> {
  return db.$queryRawUnsafe<RecordedPerson[]>(`
    WITH RECURSIVE person ("id") AS (
      SELECT max("actorId") FROM "${history}"
      UNION ALL
      SELECT (SELECT max("actorId") FROM "${history}" WHERE "actorId" < person."id") FROM person
      WHERE person."id" IS NOT NULL
    )
    SELECT "id", coalesce(
      (SELECT "actorName" FROM "${history}" WHERE "actorId" = person."id" ORDER BY ${NEWEST_FIRST[history]} LIMIT 1), ''
    ) AS "name"
    FROM person WHERE "id" IS NOT NULL`);
}
