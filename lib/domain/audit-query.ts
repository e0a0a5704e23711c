import {
  AUDIT_OUTCOMES,
  type AuditAction,
  type AuditGroup,
  type AuditOutcome,
  isAuditAction,
  isAuditGroup,
} from "./audit-event";
import {
  type DaySpan,
  firstValue,
  parseDay,
  parsePage,
  plainText,
  queryString,
  type SearchParameters,
} from "./query-text";

export const AUDIT_EVENTS_PER_PAGE = 50;
/** Beyond that, dates or the download lead on: a page costs by what it skips. */
export const MOST_AUDIT_PAGES = 200;
/** The server itself, or somebody who was not signed in. */
export const NOBODY = "nobody";

/** What the page of the audit log shows; lives in the URL. */
export interface AuditQuery extends DaySpan {
  action: AuditGroup | AuditAction | null;
  /** Somebody's name, {@link NOBODY}, or "" for everybody. */
  person: string;
  outcome: AuditOutcome | null;
  /** From 1. */
  page: number;
}

/** Reads a query from the URL. Whatever is not understood falls back to its default: a bad link still shows a list. */
export function parseAuditQuery(parameters: SearchParameters): AuditQuery {
  const value = (name: string) => firstValue(parameters, name);
  const action = value("action");
  return {
    action: isAuditGroup(action) || isAuditAction(action) ? action : null,
    person: plainText(value("person")),
    outcome: AUDIT_OUTCOMES.find((outcome) => outcome === value("outcome")) ?? null,
    from: parseDay(value("from")),
    to: parseDay(value("to")),
    page: parsePage(value("page"), MOST_AUDIT_PAGES),
  };
}

/** True when the query leaves anything out. */
export function isAuditFiltered({ page: _, ...filter }: AuditQuery): boolean {
  return Object.values(filter).some((value) => value !== null && value !== "");
}

/** The URL's query for `query` with `change` applied; any change but of the page goes back to page 1. */
export function auditQueryString(query: AuditQuery, change: Partial<AuditQuery> = {}): string {
  const { action, person, outcome, from, to, page } = { ...query, page: 1, ...change };
  return queryString({ action, person, outcome, from, to }, page);
}
