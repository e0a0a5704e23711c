import type { EventKind } from "./account-view";
import { EVENT_KINDS, type EventGroup, isEventGroup } from "./event-groups";
import {
  type DaySpan,
  firstValue,
  parseDay,
  parsePage,
  plainText,
  queryString,
  type SearchParameters,
} from "./query-text";

export const EVENTS_PER_PAGE = 50;
/** Beyond that, dates or the download lead on: a page costs by what it skips. */
export const MOST_ACTIVITY_PAGES = 200;
/** Who acts when nobody does. */
export const SERVER_PERSON = "server";

/** What the activity page shows; lives in the URL. */
export interface ActivityQuery extends DaySpan {
  /** A username or a part of what the account is found by; "" for all. */
  account: string;
  kind: EventGroup | EventKind | null;
  /** Somebody's name, {@link SERVER_PERSON}, or "" for everybody. */
  person: string;
  /** From 1. */
  page: number;
}

/** Reads a query from the URL. Whatever is not understood falls back to its default: a bad link still shows a list. */
export function parseActivityQuery(parameters: SearchParameters): ActivityQuery {
  const value = (name: string) => firstValue(parameters, name);
  return {
    account: plainText(value("account")).replace(/^[\s@]+/u, ""),
    kind: parseKind(value("kind")),
    person: plainText(value("person")),
    from: parseDay(value("from")),
    to: parseDay(value("to")),
    page: parsePage(value("page"), MOST_ACTIVITY_PAGES),
  };
}

function parseKind(text: string): EventGroup | EventKind | null {
  if (isEventGroup(text)) return text;
  return EVENT_KINDS.find((kind) => kind === text) ?? null;
}

/** True when the query leaves anything out. */
export function isFiltered({ account, kind, person, from, to }: ActivityQuery): boolean {
  return account !== "" || kind !== null || person !== "" || from !== null || to !== null;
}

/** The URL's query for `query` with `change` applied; any change but of the page goes back to page 1. */
export function activityQueryString(query: ActivityQuery, change: Partial<ActivityQuery> = {}): string {
  const { account, kind, person, from, to, page } = { ...query, page: 1, ...change };
  return queryString({ account, kind, person, from, to }, page);
}
