import "server-only";
import type { EventKind } from "@/lib/domain/account-view";
import { searchText } from "@/lib/domain/plain-line";
import type { RecordedPerson } from "@/lib/domain/recorded-person";
import type { AccountEventRow } from "./account-events";
import type { Queryable } from "./client";
import { oneOf } from "./one-of";
import { collectPeople } from "./recorded-people";

/** Null: not filtered by that. */
export interface ActivityFilter {
  accountIds: readonly string[] | null;
  kinds: readonly EventKind[] | null;
  /** "server": what nobody did. */
  actorIds: readonly string[] | "server" | null;
  since: Date | null;
  before: Date | null;
}

export interface ActivityRow extends AccountEventRow {
  account: { username: string } | null;
}

/** Where an event stands in the order. */
export type ActivityPlace = Pick<AccountEventRow, "at" | "id">;

export interface ActivitySlice {
  /** Only what stands behind this place. */
  behind?: ActivityPlace;
  skip?: number;
  take: number;
}

const NEWEST_FIRST = [{ at: "desc" as const }, { id: "desc" as const }];

function where({ accountIds, kinds, actorIds, since, before }: ActivityFilter, behind?: ActivityPlace) {
  return {
    ...(accountIds === null ? {} : { accountId: oneOf(accountIds) }),
    ...(kinds === null ? {} : { kind: oneOf(kinds) }),
    ...(actorIds === null ? {} : { actorId: actorIds === "server" ? null : oneOf(actorIds) }),
    AND: [
      ...(since === null ? [] : [{ at: { gte: since } }]),
      ...(before === null ? [] : [{ at: { lt: before } }]),
      ...(behind === undefined
        ? []
        : [{ at: { lte: behind.at } }, { OR: [{ at: { lt: behind.at } }, { id: { lt: behind.id } }] }]),
    ],
  };
}

/** Newest first, by the indexes: it costs by what is skipped and taken, not by what is stored. */
export async function findActivity(db: Queryable, filter: ActivityFilter, slice: ActivitySlice) {
  const { behind, skip = 0, take } = slice;
  const include = { account: { select: { username: true } } };
  const { kinds, accountIds } = filter;
  if (kinds === null || kinds.length === 1 || accountIds !== null) {
    const rows = await db.accountEvent.findMany({
      where: where(filter, behind),
      orderBy: NEWEST_FIRST,
      skip,
      take,
      include,
    });
    return rows as ActivityRow[];
  }
  // No index has several kinds in order of time: each kind's newest are merged, instead of sorting all there are.
  const lanes = await Promise.all(
    kinds.map((kind) =>
      db.accountEvent.findMany({
        where: where({ ...filter, kinds: [kind] }, behind),
        orderBy: NEWEST_FIRST,
        take: skip + take,
        select: { id: true, at: true },
      }),
    ),
  );
  const ids = lanes
    .flat()
    .sort(newestFirst)
    .slice(skip, skip + take)
    .map(({ id }) => id);
  const rows = await db.accountEvent.findMany({ where: { id: { in: ids } }, include });
  return (rows as ActivityRow[]).sort(newestFirst);
}

function newestFirst(one: ActivityPlace, other: ActivityPlace): number {
  const byTime = other.at.getTime() - one.at.getTime();
  if (byTime !== 0) return byTime;
  return one.id < other.id ? 1 : -1;
}

/** Whoever stands in the history, also when their access has ended, with the name they had last. */
export async function findActors(db: Queryable): Promise<RecordedPerson[]> {
  return collectPeople(db, "AccountEvent");
}

/**
 * Accounts, connected or not, by their username or by a part of username, name or label. A whole username stands for
 * that account alone.
 */
export async function findAccountsByText(db: Queryable, text: string, most: number): Promise<string[]> {
  const username = text.toLowerCase();
  const select = { id: true };
  const named = await db.connectedAccount.findMany({
    where: {
      OR: [
        { disconnectedAt: null, username },
        { disconnectedAt: { not: null }, username },
      ],
    },
    take: most,
    select,
  });
  const found =
    named.length > 0
      ? named
      : await db.connectedAccount.findMany({
          where: { searchText: { contains: searchText(text) } },
          take: most,
          select,
        });
  return found.map(({ id }) => id);
}
