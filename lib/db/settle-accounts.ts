import "server-only";
import type { AccountRecord } from "./accounts";
import type { Database, Queryable } from "./client";
import { type ColumnType, jsonRows, jsonSource, onBoth, valuesIn } from "./json-rows";

/** What the holder of a lease may write. Other columns belong to people: label, renewal switch, what the search reads. */
const COLUMNS = {
  username: "text",
  name: "text",
  appScopedId: "text",
  accountType: "text",
  followersCount: "integer",
  pictureUrl: "text",
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
const GUARD = { accountId: "text", leaseId: "text", version: "integer", release: "boolean" } as const;
const guardOf = valuesIn(GUARD);
const valuesOf = valuesIn(COLUMNS);

function assignment(name: keyof typeof COLUMNS): string {
  // Somebody may have switched renewal off in the meantime; then nothing is planned.
  if (name === "nextAttemptAt") return `"${name}" = CASE WHEN account."autoRenew" THEN change."${name}" END`;
  return `"${name}" = change."${name}"`;
}

const STATEMENTS = onBoth(
  (kind) => `UPDATE "ConnectedAccount" AS account SET ${NAMES.map(assignment).join(", ")},
    "leaseId" = CASE WHEN change.release THEN NULL ELSE account."leaseId" END,
    "leaseExpiresAt" = CASE WHEN change.release THEN NULL ELSE account."leaseExpiresAt" END
    FROM ${jsonSource(kind, "change", { ...GUARD, ...COLUMNS })}
    WHERE account.id = change."accountId" AND account."leaseId" = change."leaseId"
      AND account."tokenVersion" = change.version
    RETURNING id`,
);

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
  const rows = settlements.map((settlement) => [...guardOf(settlement), ...valuesOf(settlement.columns)]);
  const written = await tx.$queryRawUnsafe<{ id: string }[]>(STATEMENTS[kind], jsonRows(kind, rows));
  return new Set(written.map(({ id }) => id));
}
