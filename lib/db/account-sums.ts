import "server-only";
import type { Verdict } from "@/lib/domain/account-facts";
import type { AccountGroup } from "@/lib/domain/account-summary";
import { after, DAY } from "@/lib/domain/durations";
import type { RenewalDay } from "@/lib/domain/renewal-days";
import { MINIMUM_AGE_TO_EXTEND } from "@/lib/domain/renewal-rule";
import type { Database } from "./client";

/**
 * How many accounts share a verdict, a whole number of days still to come (-1: none), and being old enough to be
 * extended. One pass over an index, however many there are.
 */
export async function sumAccounts(db: Database, now: Date): Promise<AccountGroup[]> {
  const issuedBefore = after(now, -MINIMUM_AGE_TO_EXTEND);
  const rows =
    db.kind === "sqlite"
      ? await db.$queryRaw<RawGroup[]>`
          SELECT verdict, COUNT(*) AS count, issuedAt <= CAST(${issuedBefore.getTime()} AS INTEGER) AS "oldEnough",
                 CASE WHEN expiresAt <= CAST(${now.getTime()} AS INTEGER) THEN -1
                      ELSE (expiresAt - CAST(${now.getTime()} AS INTEGER) - 1) / CAST(${DAY} AS INTEGER) END AS day
          FROM ConnectedAccount WHERE disconnectedAt IS NULL GROUP BY verdict, day, "oldEnough"`
      : await db.$queryRaw<RawGroup[]>`
          SELECT "verdict", COUNT(*)::int AS count, "issuedAt" <= ${issuedBefore}::timestamp AS "oldEnough",
                 GREATEST(CEIL(EXTRACT(EPOCH FROM ("expiresAt" - ${now}::timestamp)) / 86400)::int - 1, -1) AS day
          FROM "ConnectedAccount" WHERE "disconnectedAt" IS NULL GROUP BY "verdict", day, "oldEnough"`;
  return rows.map(({ verdict, day, oldEnough, count }) => ({
    verdict,
    day: Number(day),
    oldEnough: Boolean(Number(oldEnough)),
    count: Number(count),
  }));
}

/** How many accounts the scheduler renews on which of the days to come; one pass over the index of that date. */
export async function sumRenewals(db: Database, now: Date): Promise<RenewalDay[]> {
  const rows =
    db.kind === "sqlite"
      ? await db.$queryRaw<Record<keyof RenewalDay, number | bigint>[]>`
          SELECT (MAX("nextAttemptAt", CAST(${now.getTime()} AS INTEGER)) - CAST(${now.getTime()} AS INTEGER))
                 / CAST(${DAY} AS INTEGER) AS day, COUNT(*) AS count
          FROM ConnectedAccount WHERE nextAttemptAt IS NOT NULL GROUP BY day`
      : await db.$queryRaw<Record<keyof RenewalDay, number | bigint>[]>`
          SELECT GREATEST(FLOOR(EXTRACT(EPOCH FROM ("nextAttemptAt" - ${now}::timestamp)) / 86400)::int, 0) AS day,
                 COUNT(*)::int AS count
          FROM "ConnectedAccount" WHERE "nextAttemptAt" IS NOT NULL GROUP BY day`;
  return rows.map(({ day, count }) => ({ day: Number(day), count: Number(count) }));
}

interface RawGroup {
  verdict: Verdict | null;
  day: number | bigint;
  /** SQLite has no booleans. */
  oldEnough: boolean | number | bigint;
  count: number | bigint;
}
