import "server-only";
import type { SealedToken } from "./account-tokens";
import type { AccountRecord } from "./accounts";
import type { Database } from "./client";
import type { DatabaseKind } from "./database-url";

/** What can be due, and the column that says when. */
export const DUE_COLUMNS = { renewal: "nextAttemptAt", check: "nextCheckAt", notice: "nextNoticeAt" } as const;
export type DueWork = keyof typeof DUE_COLUMNS;

export interface ClaimedAccount {
  account: AccountRecord;
  /** Null only for an account whose token has just been destroyed. */
  sealed: SealedToken | null;
  leaseId: string;
}

const FREE = `"disconnectedAt" IS NULL AND ("leaseExpiresAt" IS NULL OR "leaseExpiresAt" <= NOW_)`;

/** SQLite's driver binds each parameter once, so they become a row of their own. */
const SQLITE_GIVEN =
  "given AS (SELECT CAST(? AS INTEGER) AS now, ? AS lease, CAST(? AS INTEGER) AS until, CAST(? AS INTEGER) AS most)";
const GIVEN = {
  sqlite: ["now", "lease", "until", "most"].map((name) => `(SELECT ${name} FROM given)`),
  postgresql: ["$1::timestamp(3)", "$2", "$3::timestamp(3)", "$4::int"],
};

/**
 * The due ones first, by the index of their date, then sorted: a plan that walks the accounts by expiry and looks for due
 * ones on the way would cost by what is stored.
 */
function claimStatement(kind: DatabaseKind, column: string): string {
  const [now, leaseId, until, limit] = GIVEN[kind];
  const chosen =
    kind === "sqlite"
      ? `SELECT id FROM due ORDER BY "expiresAt", id LIMIT ${limit}`
      : `SELECT locked.id FROM due JOIN "ConnectedAccount" AS locked ON locked.id = due.id
         ORDER BY due."expiresAt", due.id LIMIT ${limit} FOR UPDATE OF locked SKIP LOCKED`;
  const given = kind === "sqlite" ? `${SQLITE_GIVEN}, ` : "";
  return `WITH ${given}due AS MATERIALIZED (
      SELECT id, "expiresAt" FROM "ConnectedAccount" WHERE "${column}" <= NOW_ AND ${FREE}
    ), chosen AS MATERIALIZED (${chosen})
    UPDATE "ConnectedAccount" SET "leaseId" = ${leaseId}, "leaseExpiresAt" = ${until}
    WHERE id IN (SELECT id FROM chosen) AND "${column}" <= NOW_ AND ${FREE}
    RETURNING id`.replaceAll("NOW_", now ?? "");
}

const STATEMENTS = Object.fromEntries(
  (["sqlite", "postgresql"] as const).map((kind) => [
    kind,
    Object.fromEntries(Object.values(DUE_COLUMNS).map((column) => [column, claimStatement(kind, column)])),
  ]),
) as Record<DatabaseKind, Record<string, string>>;

/**
 * Takes the leases of up to `limit` accounts that are due, those with the least life left first, and reads them with
 * their tokens. Several processes may do so at once: each gets its own.
 */
export async function claimDueAccounts(
  db: Database,
  work: DueWork,
  { leaseId, now, until, limit }: { leaseId: string; now: Date; until: Date; limit: number },
): Promise<ClaimedAccount[]> {
  const time = (instant: Date) => (db.kind === "sqlite" ? instant.getTime() : instant);
  const statement = STATEMENTS[db.kind][DUE_COLUMNS[work]] ?? "";
  const claimed = await db.$queryRawUnsafe<{ id: string }[]>(statement, time(now), leaseId, time(until), limit);
  if (claimed.length === 0) return [];
  const rows = await db.connectedAccount.findMany({
    where: { id: { in: claimed.map(({ id }) => id) } },
    include: { token: true },
    orderBy: [{ expiresAt: "asc" }, { id: "asc" }],
  });
  return rows.map(({ token, ...account }) => ({ account: account as AccountRecord, sealed: token, leaseId }));
}

/** The earliest date of each kind of work that is due; one look that costs the same however many accounts are stored. */
export async function findDueWork(db: Database, now: Date): Promise<Record<DueWork, Date | null>> {
  const time = db.kind === "sqlite" ? now.getTime() : now;
  const [row] = await db.$queryRawUnsafe<Record<DueWork, Date | number | bigint | null>[]>(
    DUE_STATEMENTS[db.kind],
    time,
  );
  const instant = (value: Date | number | bigint | null | undefined): Date | null =>
    value == null || value instanceof Date ? (value ?? null) : new Date(Number(value));
  return { renewal: instant(row?.renewal), check: instant(row?.check), notice: instant(row?.notice) };
}

function dueStatement(given: string, now: string): string {
  const looks = Object.entries(DUE_COLUMNS).map(
    ([work, column]) => `(SELECT MIN("${column}") FROM "ConnectedAccount" WHERE "${column}" <= ${now}) AS "${work}"`,
  );
  return `${given}SELECT ${looks.join(", ")}`;
}

const DUE_STATEMENTS: Record<DatabaseKind, string> = {
  sqlite: dueStatement("WITH given AS (SELECT CAST(? AS INTEGER) AS now) ", "(SELECT now FROM given)"),
  postgresql: dueStatement("", "$1::timestamp(3)"),
};

export async function releaseLeases(db: Database, leaseId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.connectedAccount.updateMany({
    where: { id: { in: [...ids] }, leaseId },
    data: { leaseId: null, leaseExpiresAt: null },
  });
}
