import "server-only";
import type { Verdict } from "@/lib/domain/account-facts";
import type { AccountGroup } from "@/lib/domain/account-summary";
import { after, DAY } from "@/lib/domain/durations";
import type { RenewalDay } from "@/lib/domain/renewal-days";
import { MINIMUM_AGE_TO_EXTEND } from "@/lib/domain/renewal-rule";
import { RUNWAY_DAYS } from "@/lib/domain/runway";
import type { Database } from "./client";

/**
 * How many accounts share a verdict, a whole number of days still to come (-1: none), and being old enough to be
 * extended. Costs little by what is stored.
 */
export function sumAccounts(db: Database, now: Date): Promise<AccountGroup[]> {
  return db.kind === "sqlite" ? sumBySqlite(db, now) : sumByPostgresql(db, now);
}

interface RawGroup {
  verdict: Verdict | null;
  day: number | bigint;
  count: number | bigint;
}

/** Later than every instant that is believed. */
const END_OF_TIME = 9_000_000_000_000_000;
/** The instant is bound once, and used more than once. */
const GIVEN = "given(now) AS (SELECT CAST(? AS INTEGER))";
/** The days of the runway as ranges; what comes later stands with the last one. */
const DAYS = (first: string) => `days(day, since, until) AS (
  ${first}
  UNION ALL SELECT day + 1, until, CASE WHEN day + 1 = ${RUNWAY_DAYS} THEN ${END_OF_TIME} ELSE until + ${DAY} END
  FROM days WHERE day < ${RUNWAY_DAYS})`;

const ALL_BY_SQLITE = `WITH RECURSIVE ${GIVEN}, ${DAYS("SELECT -1, -1, now FROM given")},
    verdicts(verdict) AS (VALUES (NULL), ('dead'), ('action_needed'), ('permission'))
  SELECT verdict, day, count FROM (
    SELECT verdicts.verdict, day, (
      SELECT COUNT(*) FROM ConnectedAccount AS account
      WHERE account.disconnectedAt IS NULL AND account.verdict IS verdicts.verdict
        AND account.expiresAt > since AND account.expiresAt <= until
    ) AS count FROM verdicts CROSS JOIN days
  ) WHERE count > 0`;

const YOUNG_BY_SQLITE = `WITH ${GIVEN}
  SELECT verdict, MIN(CASE WHEN expiresAt <= now THEN -1 ELSE (expiresAt - now - 1) / ${DAY} END, ${RUNWAY_DAYS}) AS day,
         COUNT(*) AS count
  FROM given CROSS JOIN ConnectedAccount
  WHERE disconnectedAt IS NULL AND +issuedAt > now - ${MINIMUM_AGE_TO_EXTEND} GROUP BY verdict, day`;

/**
 * SQLite groups by sorting, at more than a millisecond for a thousand rows; counting the ranges of an index takes a
 * twentieth of that.
 */
async function sumBySqlite(db: Database, now: Date): Promise<AccountGroup[]> {
  const [all, young] = await Promise.all([
    db.$queryRawUnsafe<RawGroup[]>(ALL_BY_SQLITE, now.getTime()),
    db.$queryRawUnsafe<RawGroup[]>(YOUNG_BY_SQLITE, now.getTime()),
  ]);
  const youngOf = new Map(young.map(({ verdict, day, count }) => [`${verdict} ${day}`, Number(count)]));
  return all.flatMap(({ verdict, day, count }) => {
    const tooYoung = youngOf.get(`${verdict} ${day}`) ?? 0;
    const group = { verdict, day: Number(day) };
    return [
      { ...group, oldEnough: true, count: Number(count) - tooYoung },
      { ...group, oldEnough: false, count: tooYoung },
    ].filter((part) => part.count > 0);
  });
}

async function sumByPostgresql(db: Database, now: Date): Promise<AccountGroup[]> {
  const issuedBefore = after(now, -MINIMUM_AGE_TO_EXTEND);
  return db.$queryRaw<AccountGroup[]>`
    SELECT "verdict", COUNT(*)::int AS count, "issuedAt" <= ${issuedBefore}::timestamp AS "oldEnough",
           GREATEST(CEIL(EXTRACT(EPOCH FROM ("expiresAt" - ${now}::timestamp)) / 86400)::int - 1, -1) AS day
    FROM "ConnectedAccount" WHERE "disconnectedAt" IS NULL GROUP BY "verdict", day, "oldEnough"`;
}

const RENEWALS_BY_SQLITE = `WITH RECURSIVE ${GIVEN}, ${DAYS(`SELECT 0, -1, now + ${DAY} FROM given`)}
  SELECT day, count FROM (
    SELECT day, (SELECT COUNT(*) FROM ConnectedAccount WHERE nextAttemptAt >= since AND nextAttemptAt < until) AS count
    FROM days
  ) WHERE count > 0`;

/** How many accounts the scheduler renews on which of the days to come, by the index of that date. */
export async function sumRenewals(db: Database, now: Date): Promise<RenewalDay[]> {
  const rows =
    db.kind === "sqlite"
      ? await db.$queryRawUnsafe<Record<keyof RenewalDay, number | bigint>[]>(RENEWALS_BY_SQLITE, now.getTime())
      : await db.$queryRaw<RenewalDay[]>`
          SELECT GREATEST(FLOOR(EXTRACT(EPOCH FROM ("nextAttemptAt" - ${now}::timestamp)) / 86400)::int, 0) AS day,
                 COUNT(*)::int AS count
          FROM "ConnectedAccount" WHERE "nextAttemptAt" IS NOT NULL GROUP BY day`;
  return rows.map(({ day, count }) => ({ day: Number(day), count: Number(count) }));
}
