import "server-only";
import type { EventKind } from "@/lib/domain/account-view";
import type { FailureKind, FailureReason } from "@/lib/domain/instagram-failure";
import type { Database, Queryable } from "./client";
import { type ColumnType, jsonRows, jsonSource, onBoth, valuesIn } from "./json-rows";

export interface AccountEventRow {
  id: string;
  /** Null: it happened to the app as a whole. */
  accountId: string | null;
  at: Date;
  kind: EventKind;
  actorId: string | null;
  actorName: string | null;
  tokenVersion: number;
  expiresBefore: Date | null;
  expiresAfter: Date | null;
  durationMillis: number | null;
  failureKind: FailureKind | null;
  reason: FailureReason | null;
  code: number | null;
  subcode: number | null;
  message: string | null;
  detail: string | null;
}

const COLUMNS = {
  id: "text",
  accountId: "text",
  at: "time",
  kind: "text",
  actorId: "text",
  actorName: "text",
  tokenVersion: "integer",
  expiresBefore: "time",
  expiresAfter: "time",
  durationMillis: "integer",
  failureKind: "text",
  reason: "text",
  code: "integer",
  subcode: "integer",
  message: "text",
  detail: "text",
} as const satisfies Record<keyof AccountEventRow, ColumnType>;

const valuesOf = valuesIn(COLUMNS);

const INSERT_STATEMENTS = onBoth((kind) => {
  const names = Object.keys(COLUMNS).map((name) => `"${name}"`);
  return `INSERT INTO "AccountEvent" (${names.join(", ")}) SELECT ${names.join(", ")} FROM ${jsonSource(kind, "line", COLUMNS)}`;
});

/** Writes many lines with one statement. */
export async function insertEvents(
  kind: Database["kind"],
  tx: Queryable,
  events: readonly AccountEventRow[],
): Promise<void> {
  if (events.length > 0) await tx.$executeRawUnsafe(INSERT_STATEMENTS[kind], jsonRows(kind, events.map(valuesOf)));
}

/** Newest first. */
export async function findEvents(
  db: Queryable,
  accountId: string,
  skip: number,
  take: number,
): Promise<AccountEventRow[]> {
  const rows = await db.accountEvent.findMany({
    where: { accountId },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    skip,
    take,
  });
  return rows as AccountEventRow[];
}

/** When the account's owner consented last, as the history tells; null when it does not. */
export async function findLastConsent(db: Queryable, accountId: string): Promise<Date | null> {
  const row = await db.accountEvent.findFirst({
    where: { accountId, kind: { in: ["connected", "reconnected", "imported"] } },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    select: { at: true },
  });
  return row?.at ?? null;
}

/** What the history says of the account's former names. */
export async function findProfileChanges(db: Queryable, accountId: string): Promise<string[]> {
  const rows = await db.accountEvent.findMany({
    where: { accountId, kind: "profile_changed", detail: { not: null } },
    select: { detail: true },
  });
  return rows.flatMap(({ detail }) => detail ?? []);
}
