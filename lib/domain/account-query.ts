import { TOKEN_STATUSES, type TokenStatus } from "./token-status";

export const ACCOUNTS_PER_PAGE = 50;
const LONGEST_SEARCH = 100;
const SORTS = ["urgency", "expiry", "username", "renewed"] as const;

export type AccountSort = (typeof SORTS)[number];
/** Filters that are no status of their own. */
const GATHERINGS = ["attention", "extendable", "failing", "breaking"] as const;
export type StatusFilter = TokenStatus | (typeof GATHERINGS)[number];

/** What the list shows; lives in the URL. */
export interface AccountQuery {
  search: string;
  status: StatusFilter | null;
  label: string | null;
  sort: AccountSort;
  descending: boolean;
  /** From 1. */
  page: number;
}

type SearchParameters = Record<string, string | string[] | undefined>;

/** Reads a query from the URL. Whatever is not understood falls back to its default: a bad link still shows a list. */
export function parseAccountQuery(parameters: SearchParameters): AccountQuery {
  const first = (name: string): string => {
    const value = parameters[name];
    return (Array.isArray(value) ? value[0] : value) ?? "";
  };
  const page = /^\d{1,6}$/.test(first("page")) ? Math.max(1, Number(first("page"))) : 1;
  return {
    search: cut(first("q").trim()).trim(),
    status: parseStatus(first("status")),
    label: first("label") === "" ? null : cut(first("label")),
    sort: SORTS.find((sort) => sort === first("sort")) ?? "urgency",
    descending: first("dir") === "desc",
    page,
  };
}

/** Whole characters only: half of a surrogate pair would not survive the way through a URL. */
function cut(text: string): string {
  return [...text.toWellFormed()].slice(0, LONGEST_SEARCH).join("");
}

function parseStatus(text: string): StatusFilter | null {
  const gathering = GATHERINGS.find((filter) => filter === text);
  return gathering ?? TOKEN_STATUSES.find((status) => status === text) ?? null;
}

/** The URL's query for `query` with `change` applied; any change but of the page goes back to page 1. */
export function accountQueryString(query: AccountQuery, change: Partial<AccountQuery> = {}): string {
  const next = { ...query, page: 1, ...change };
  const parameters = new URLSearchParams();
  if (next.search !== "") parameters.set("q", next.search);
  if (next.status !== null) parameters.set("status", next.status);
  if (next.label !== null) parameters.set("label", next.label);
  if (next.sort !== "urgency") parameters.set("sort", next.sort);
  if (next.descending) parameters.set("dir", "desc");
  if (next.page > 1) parameters.set("page", String(next.page));
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}
