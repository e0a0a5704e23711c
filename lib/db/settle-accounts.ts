import "server-only";
import type { AccountRecord } from "./accounts";
import type { Database, Queryable } from "./client";
import type { DatabaseKind } from "./database-url";

/** What the holder of a lease may write, by type. Other columns belong to people: label, renewal switch, profile texts. */
const COLUMNS = {
  tokenVersion: "integer",
  issuedAt: "time",
  issuedAtAssumed: "boolean",
  expiresAt: "time",
  expiryAssumed: "boolean",
  scopes: "text",
  verdict: "text",
  verdictReason: "text",
  verdictAt: "time",
  lastCheckedAt: "time",
  lastCheckOutcome: "text",
  lastRenewedAt: "time",
  lastFailedAt: "time",
  failedAttempts: "integer",
  failureKind: "text",
  failureReason: "text",
  failingSince: "time",
  failingToldAt: "time",
  suspectedAt: "time",
  suspectedReason: "text",
  suspicionProbes: "integer",
  lastAnswer: "text",
  lastAnsweredAt: "time",
  urgency: "integer",
  nextAttemptAt: "time",
  nextCheckAt: "time",
  nextNoticeAt: "time",
} as const satisfies Partial<Record<keyof AccountRecord, ColumnType>>;

type ColumnType = "text" | "integer" | "boolean" | "time";
export type SettledColumns = Pick<AccountRecord, keyof typeof COLUMNS>;

export interface AccountSettlement {
  accountId: string;
  leaseId: string;
  /** The version that the account must still have. */
  version: number;
  /** True: the lease is given back with the same write. */
  release: boolean;
  columns: SettledColumns;
}

const NAMES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
const POSTGRESQL_TYPES: Record<ColumnType, string> = {
  text: "text",
  integer: "int",
  boolean: "boolean",
  time: "timestamp(3)",
};

function assignment(name: keyof typeof COLUMNS): string {
  // Somebody may have switched renewal off in the meantime; then nothing is planned.
  if (name === "nextAttemptAt") return `"${name}" = CASE WHEN account."autoRenew" THEN change."${name}" END`;
  return `"${name}" = change."${name}"`;
}

/** One statement for one or many accounts: what each becomes stands in one JSON parameter. */
function settleStatement(kind: DatabaseKind): string {
  const sqlite = NAMES.map((name) => `value ->> '$.${name}' AS "${name}"`);
  const postgresql = NAMES.map((name) => `"${name}" ${POSTGRESQL_TYPES[COLUMNS[name]]}`);
  const source =
    kind === "sqlite"
      ? `(SELECT value ->> '$.accountId' AS "accountId", value ->> '$.leaseId' AS "leaseId", value ->> '$.version' AS version,
                 value ->> '$.release' AS release, ${sqlite.join(", ")} FROM json_each(?)) AS change`
      : `jsonb_to_recordset($1::jsonb) AS change("accountId" text, "leaseId" text, version int, release boolean, ${postgresql.join(", ")})`;
  return `UPDATE "ConnectedAccount" AS account SET ${NAMES.map(assignment).join(", ")},
    "leaseId" = CASE WHEN change.release THEN NULL ELSE account."leaseId" END,
    "leaseExpiresAt" = CASE WHEN change.release THEN NULL ELSE account."leaseExpiresAt" END
    FROM ${source}
    WHERE account.id = change."accountId" AND account."leaseId" = change."leaseId" AND account."tokenVersion" = change.version
    RETURNING id`;
}

const STATEMENTS: Record<DatabaseKind, string> = {
  sqlite: settleStatement("sqlite"),
  postgresql: settleStatement("postgresql"),
};

/**
 * Writes what work under leases came to, for one account or for many, each only while its lease is still ours and its
 * token is still the one that was worked with.
 *
 * @returns the ids that were written; for the others somebody else was quicker.
 */
export async function settleAccounts(
  kind: Database["kind"],
  tx: Queryable,
  settlements: readonly AccountSettlement[],
): Promise<Set<string>> {
  const rows = settlements.map(({ columns, ...guard }) => ({ ...guard, ...jsonColumns(kind, columns) }));
  const written = await tx.$queryRawUnsafe<{ id: string }[]>(STATEMENTS[kind], JSON.stringify(rows));
  return new Set(written.map(({ id }) => id));
}

/** SQLite keeps times as milliseconds; PostgreSQL reads ISO 8601. */
function jsonColumns(kind: DatabaseKind, columns: SettledColumns): Record<string, unknown> {
  return Object.fromEntries(
    NAMES.map((name) => {
      const value = columns[name];
      if (!(value instanceof Date)) return [name, value];
      return [name, kind === "sqlite" ? value.getTime() : value.toISOString().replace("Z", "")];
    }),
  );
}
