import type { EventKind } from "./account-view";
import { after, DAY } from "./durations";
import { EVENT_KINDS, type EventGroup, isEventGroup } from "./event-groups";

export const EVENTS_PER_PAGE = 50;
/** Beyond that, dates or the download lead on: a page costs by what it skips. */
export const MOST_ACTIVITY_PAGES = 200;
/** Who acts when nobody does. */
export const SERVER_PERSON = "server";
const LONGEST_TEXT = 100;

/** What the activity page shows; lives in the URL. */
export interface ActivityQuery {
  /** A username or a part of what the account is found by; "" for all. */
  account: string;
  kind: EventGroup | EventKind | null;
  /** Somebody's name, {@link SERVER_PERSON}, or "" for everybody. */
  person: string;
  /** First and last day, both included, as `2026-11-24` in UTC. */
  from: string | null;
  to: string | null;
  /** From 1. */
  page: number;
}

type SearchParameters = Record<string, string | string[] | undefined>;

/** Reads a query from the URL. Whatever is not understood falls back to its default: a bad link still shows a list. */
export function parseActivityQuery(parameters: SearchParameters): ActivityQuery {
  const first = (name: string): string => {
    const value = parameters[name];
    return (Array.isArray(value) ? value[0] : value) ?? "";
  };
  const page = /^\d{1,6}$/.test(first("page")) ? Number(first("page")) : 1;
  return {
    account: plain(first("account")).replace(/^[\s@]+/u, ""),
    kind: parseKind(first("kind")),
    person: plain(first("person")),
    from: parseDay(first("from")),
    to: parseDay(first("to")),
    page: Math.min(Math.max(1, page), MOST_ACTIVITY_PAGES),
  };
}

/** Whole characters only, and none that PostgreSQL refuses. */
function plain(text: string): string {
  const wellFormed = text.toWellFormed().replaceAll("\0", "").trim();
  return [...wellFormed].slice(0, LONGEST_TEXT).join("").trim();
}

function parseKind(text: string): EventGroup | EventKind | null {
  if (isEventGroup(text)) return text;
  return EVENT_KINDS.find((kind) => kind === text) ?? null;
}

/** A day that exists, or null. */
function parseDay(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const instant = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text) ? text : null;
}

/** The instants of the query's days: from the first one's beginning to before the end of the last one. */
export function activitySpan({ from, to }: Pick<ActivityQuery, "from" | "to">): {
  since: Date | null;
  before: Date | null;
} {
  const start = (day: string) => new Date(`${day}T00:00:00.000Z`);
  return { since: from === null ? null : start(from), before: to === null ? null : after(start(to), DAY) };
}

/** True when the query leaves anything out. */
export function isFiltered({ account, kind, person, from, to }: ActivityQuery): boolean {
  return account !== "" || kind !== null || person !== "" || from !== null || to !== null;
}

/** The URL's query for `query` with `change` applied; any change but of the page goes back to page 1. */
export function activityQueryString(query: ActivityQuery, change: Partial<ActivityQuery> = {}): string {
  const next = { ...query, page: 1, ...change };
  const parameters = new URLSearchParams();
  if (next.account !== "") parameters.set("account", next.account);
  if (next.kind !== null) parameters.set("kind", next.kind);
  if (next.person !== "") parameters.set("person", next.person);
  if (next.from !== null) parameters.set("from", next.from);
  if (next.to !== null) parameters.set("to", next.to);
  if (next.page > 1) parameters.set("page", String(next.page));
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}
