import "server-only";
import type { SealedToken } from "./account-tokens";
import type { AccountRecord } from "./accounts";
import type { Database } from "./client";
import type { DatabaseKind } from "./database-url";
import { jsonRows, jsonSource, onBoth } from "./json-rows";

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

interface DueStatements {
  /** Parameters: now, most. */
  find: string;
  /** Parameters: ids as {@link jsonRows}, now, lease, until. */
  claim: string;
}

/**
 * The due ones first, by the index of their date, then sorted: a plan that walks the accounts by expiry and looks for due
 * ones on the way would cost by what is stored. SQLite's driver binds each parameter once, so there they become a row of
 * their own.
 */
function statements(kind: DatabaseKind, column: string): DueStatements {
  const isDue = `"${column}" <= NOW_ AND ${FREE}`;
  const due = `due AS MATERIALIZED (SELECT id, "expiresAt" FROM "ConnectedAccount" WHERE ${isDue})`;
  const wanted = jsonSource(kind, "wanted", { id: "text" });
  if (kind === "sqlite") {
    const now = "(SELECT now FROM given)";
    const find = `WITH given AS (SELECT CAST(? AS INTEGER) AS now), ${due}
      SELECT id FROM due ORDER BY "expiresAt", id LIMIT ?`;
    const claim = `WITH wanted AS MATERIALIZED (SELECT id FROM ${wanted}),
        given AS (SELECT CAST(? AS INTEGER) AS now, ? AS lease, CAST(? AS INTEGER) AS until)
      UPDATE "ConnectedAccount" SET "leaseId" = (SELECT lease FROM given), "leaseExpiresAt" = (SELECT until FROM given)
      WHERE id IN (SELECT id FROM wanted) AND +${isDue} RETURNING id`;
    return { find: find.replaceAll("NOW_", now), claim: claim.replaceAll("NOW_", now) };
  }
  const find = `WITH ${due} SELECT id FROM due ORDER BY "expiresAt", id LIMIT $2::int`;
  // Rows that another process holds are passed over: waiting for each other could end in a deadlock.
  const claim = `WITH wanted AS (SELECT id FROM ${wanted}), chosen AS MATERIALIZED (
      SELECT id FROM "ConnectedAccount" WHERE id IN (SELECT id FROM wanted) AND ${isDue} FOR UPDATE SKIP LOCKED
    )
    UPDATE "ConnectedAccount" SET "leaseId" = $3, "leaseExpiresAt" = $4::timestamp(3)
    WHERE id IN (SELECT id FROM chosen) RETURNING id`;
  return {
    find: find.replaceAll("NOW_", "$1::timestamp(3)"),
    claim: claim.replaceAll("NOW_", "$2::timestamp(3)"),
  };
}

const STATEMENTS = onBoth((kind) =>
  Object.fromEntries(Object.values(DUE_COLUMNS).map((column) => [column, statements(kind, column)])),
);

function statementsFor(db: Database, work: DueWork): DueStatements {
  const found = STATEMENTS[db.kind][DUE_COLUMNS[work]];
  if (found === undefined) throw new Error(`There are no statements for ${work}.`);
  return found;
}

function timeFor(db: Database): (instant: Date) => Date | number {
  return (instant) => (db.kind === "sqlite" ? instant.getTime() : instant);
}

/** Ids of accounts that are due and free, those with the least life left first; one look at all that is due. */
export async function findDueAccounts(db: Database, work: DueWork, now: Date, most: number): Promise<string[]> {
  const { find } = statementsFor(db, work);
  const rows = await db.$queryRawUnsafe<{ id: string }[]>(find, timeFor(db)(now), most);
  return rows.map(({ id }) => id);
}

/**
 * Takes the leases of those accounts that are still due and free, and reads them with their tokens. Several processes may
 * do so at once: each gets its own.
 */
export async function claimDueAccounts(
  db: Database,
  work: DueWork,
  ids: readonly string[],
  { leaseId, now, until }: { leaseId: string; now: Date; until: Date },
): Promise<ClaimedAccount[]> {
  const time = timeFor(db);
  const wanted = jsonRows(
    db.kind,
    ids.map((id) => [id]),
  );
  const { claim } = statementsFor(db, work);
  const claimed = await db.$queryRawUnsafe<{ id: string }[]>(claim, wanted, time(now), leaseId, time(until));
  if (claimed.length === 0) return [];
  const rows = await db.connectedAccount.findMany({
    where: { id: { in: padded(claimed.map(({ id }) => id)) } },
    include: { token: true },
    orderBy: [{ expiresAt: "asc" }, { id: "asc" }],
  });
  return rows.map(({ token, ...account }) => ({ account: account as AccountRecord, sealed: token, leaseId }));
}

/** The same ids, some repeated: Prisma compiles a query anew for every length of a list, and so there are few lengths. */
function padded(ids: readonly string[]): string[] {
  const length = 2 ** Math.ceil(Math.log2(ids.length));
  return Array.from({ length }, (_, index) => ids[index % ids.length] ?? "");
}

/** The earliest date of each kind of work that is due; one look that costs the same however many accounts are stored. */
export async function findDueWork(db: Database, now: Date): Promise<Record<DueWork, Date | null>> {
  const [row] = await db.$queryRawUnsafe<Record<DueWork, Date | number | bigint | null>[]>(
    DUE_STATEMENTS[db.kind],
    timeFor(db)(now),
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
