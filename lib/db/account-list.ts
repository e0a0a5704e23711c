import "server-only";
import type { Verdict } from "@/lib/domain/account-facts";
import { ACCOUNTS_PER_PAGE, type AccountQuery } from "@/lib/domain/account-query";
import { breaksSoonPredicate } from "@/lib/domain/left-alone";
import { searchText } from "@/lib/domain/plain-line";
import { extendablePredicate } from "@/lib/domain/renewal-rule";
import { failingPredicate } from "@/lib/domain/renewal-status";
import { attentionPredicate, statusPredicate } from "@/lib/domain/token-status";
import type { AccountRecord } from "./accounts";
import type { Queryable } from "./client";

const CONNECTED = { disconnectedAt: null };
const MOST_LABELS = 500;

type Filter = Pick<AccountQuery, "search" | "status" | "label">;

function where({ search, status, label }: Filter, now: Date) {
  const conditions: object[] = [CONNECTED];
  if (status === "attention") conditions.push(attentionPredicate(now));
  else if (status === "extendable") conditions.push(extendablePredicate(now));
  else if (status === "breaking") conditions.push(breaksSoonPredicate(now));
  // Whatever fails is stored as wrong: the index finds the few of them at once.
  else if (status === "failing") conditions.push({ urgency: 0 }, failingPredicate(now));
  else if (status !== null) conditions.push(statusPredicate(status, now));
  if (label !== null) conditions.push({ label });
  if (search !== "") conditions.push({ searchText: { contains: searchText(search.replace(/^@/, "")) } });
  return { AND: conditions };
}

function order({ sort, descending }: AccountQuery) {
  const direction = descending ? ("desc" as const) : ("asc" as const);
  const byId = { id: direction };
  if (sort === "username") return [{ username: direction }, byId];
  if (sort === "renewed") return [{ lastRenewedAt: direction }, byId];
  const byExpiry = [{ expiresAt: direction }, byId];
  return sort === "urgency" ? [{ urgency: direction }, ...byExpiry] : byExpiry;
}

export async function findAccounts(db: Queryable, query: AccountQuery, now: Date): Promise<AccountRecord[]> {
  const rows = await db.connectedAccount.findMany({
    where: where(query, now),
    orderBy: order(query),
    skip: (query.page - 1) * ACCOUNTS_PER_PAGE,
    take: ACCOUNTS_PER_PAGE,
  });
  return rows as AccountRecord[];
}

export async function countAccounts(db: Queryable, filter: Filter, now: Date): Promise<number> {
  return db.connectedAccount.count({ where: where(filter, now) });
}

/** The connected ones among `ids`, by username. */
export async function findConnectedAccounts(db: Queryable, ids: readonly string[]): Promise<AccountRecord[]> {
  const rows = await db.connectedAccount.findMany({
    where: { ...CONNECTED, id: { in: [...ids] } },
    orderBy: [{ username: "asc" }, { id: "asc" }],
  });
  return rows as AccountRecord[];
}

/** Every id that the filter finds, most urgent first. */
export async function findAccountIds(
  db: Queryable,
  filter: Filter,
  now: Date,
): Promise<{ id: string; username: string }[]> {
  return db.connectedAccount.findMany({
    where: where(filter, now),
    orderBy: [{ expiresAt: "asc" }, { id: "asc" }],
    select: { id: true, username: true },
  });
}

/** The names of those that break soon, the nearest first, at most `most`. */
export async function findBreakingNames(db: Queryable, now: Date, most: number): Promise<string[]> {
  const rows = await db.connectedAccount.findMany({
    where: { ...CONNECTED, ...breaksSoonPredicate(now) },
    orderBy: [{ expiresAt: "asc" }, { id: "asc" }],
    take: most,
    select: { username: true },
  });
  return rows.map(({ username }) => username);
}

/** Connected accounts whose token ends after `instant`, soonest first. */
export async function findAccountsEndingAfter(db: Queryable, instant: Date, most: number): Promise<AccountRecord[]> {
  const rows = await db.connectedAccount.findMany({
    where: { ...CONNECTED, expiresAt: { gt: instant } },
    orderBy: [{ expiresAt: "asc" }, { id: "asc" }],
    take: most,
  });
  return rows as AccountRecord[];
}

export async function findLabels(db: Queryable): Promise<string[]> {
  const rows = await db.connectedAccount.groupBy({
    by: ["label"],
    where: { ...CONNECTED, label: { not: "" } },
    orderBy: { label: "asc" },
    take: MOST_LABELS,
  });
  return rows.map((row) => row.label);
}

export async function findRunwayAccounts(db: Queryable, most: number) {
  const rows = await db.connectedAccount.findMany({
    where: CONNECTED,
    orderBy: [{ expiresAt: "asc" }, { id: "asc" }],
    take: most,
    select: { id: true, username: true, verdict: true, expiresAt: true },
  });
  return rows as { id: string; username: string; verdict: Verdict | null; expiresAt: Date }[];
}
