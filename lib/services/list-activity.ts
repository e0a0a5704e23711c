import "server-only";
import { type ActivityFilter, type ActivityRow, findAccountsByText, findActivity, findActors } from "@/lib/db/activity";
import type { HistoryEntry } from "@/lib/domain/account-view";
import { type ActivityQuery, EVENTS_PER_PAGE, MOST_ACTIVITY_PAGES, SERVER_PERSON } from "@/lib/domain/activity-query";
import { kindsOf } from "@/lib/domain/event-groups";
import { instantsOf } from "@/lib/domain/query-text";
import { idsNamed, namesOf, type RecordedPerson } from "@/lib/domain/recorded-person";
import { authorize, type ServiceContext } from "./context";
import { toHistoryEntry } from "./history-entry";

/** How many accounts one text may stand for. */
export const MOST_ACCOUNTS_BY_TEXT = 200;
const EVENTS_PER_CHUNK = 500;

/** One event with the account that it happened to; both null: it happened to the Meta app or the scheduler. */
export interface ActivityEntry extends HistoryEntry {
  accountId: string | null;
  username: string | null;
}

export interface ActivityPage {
  entries: ActivityEntry[];
  hasMore: boolean;
  /** There are more, and no page leads there. */
  endsHere: boolean;
  /** The text stands for more accounts than are looked at. */
  accountsCut: boolean;
  /** Everybody in the history, by name. */
  people: string[];
}

/** One page of everything that happened, newest first. Nothing is counted. */
export async function listActivity(ctx: ServiceContext, query: ActivityQuery): Promise<ActivityPage> {
  authorize(ctx, "see_accounts");
  const actors = await findActors(ctx.db);
  const { filter, accountsCut } = await toFilter(ctx, query, actors);
  const found = isHopeless(filter)
    ? []
    : await findActivity(ctx.db, filter, { skip: (query.page - 1) * EVENTS_PER_PAGE, take: EVENTS_PER_PAGE + 1 });
  const isMore = found.length > EVENTS_PER_PAGE;
  return {
    entries: found.slice(0, EVENTS_PER_PAGE).map(toActivityEntry),
    hasMore: isMore && query.page < MOST_ACTIVITY_PAGES,
    endsHere: isMore && query.page >= MOST_ACTIVITY_PAGES,
    accountsCut,
    people: namesOf(actors),
  };
}

/**
 * Everything that the query finds on all its pages, in pieces: memory holds one piece however much there is. What
 * happens meanwhile is left out.
 */
export function exportActivity(ctx: ServiceContext, query: ActivityQuery): AsyncGenerator<ActivityEntry[]> {
  // At once, not with the first piece: by then an answer has begun.
  authorize(ctx, "see_accounts");
  return chunks(ctx, query);
}

async function* chunks(ctx: ServiceContext, query: ActivityQuery): AsyncGenerator<ActivityEntry[]> {
  const { filter } = await toFilter(ctx, query, await findActors(ctx.db));
  if (isHopeless(filter)) return;
  let behind: ActivityEntry | undefined;
  do {
    const rows = await findActivity(ctx.db, filter, { behind, take: EVENTS_PER_CHUNK });
    const entries = rows.map(toActivityEntry);
    if (entries.length > 0) yield entries;
    behind = entries.length < EVENTS_PER_CHUNK ? undefined : entries.at(-1);
  } while (behind !== undefined);
}

async function toFilter(
  { db }: ServiceContext,
  query: ActivityQuery,
  actors: readonly RecordedPerson[],
): Promise<{ filter: ActivityFilter; accountsCut: boolean }> {
  const { account, kind, person } = query;
  const accountIds = account === "" ? null : await findAccountsByText(db, account, MOST_ACCOUNTS_BY_TEXT + 1);
  return {
    accountsCut: accountIds !== null && accountIds.length > MOST_ACCOUNTS_BY_TEXT,
    filter: {
      accountIds: accountIds?.slice(0, MOST_ACCOUNTS_BY_TEXT) ?? null,
      kinds: kind === null ? null : kindsOf(kind),
      actorIds: person === "" ? null : person === SERVER_PERSON ? "server" : idsNamed(actors, person),
      ...instantsOf(query),
    },
  };
}

/** Nobody has that name, or no account is found by that text. */
function isHopeless({ accountIds, actorIds }: ActivityFilter): boolean {
  return accountIds?.length === 0 || actorIds?.length === 0;
}

function toActivityEntry(row: ActivityRow): ActivityEntry {
  return { ...toHistoryEntry(row), accountId: row.accountId, username: row.account?.username ?? null };
}
