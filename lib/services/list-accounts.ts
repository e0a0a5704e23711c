import "server-only";
import {
  countAccounts,
  countByDay,
  countByStatus,
  findAccounts,
  findLabels,
  findRunwayAccounts,
} from "@/lib/db/account-list";
import { ACCOUNTS_PER_PAGE, type AccountQuery } from "@/lib/domain/account-query";
import type { AccountRow, StatusCounts } from "@/lib/domain/account-view";
import { MOST_RUNWAY_DOTS, type Runway, runwayBins, runwayDot } from "@/lib/domain/runway";
import { needsAttention, TOKEN_STATUSES } from "@/lib/domain/token-status";
import { toAccountRow } from "./account-row";
import { authorize, type ServiceContext } from "./context";

export interface AccountList {
  rows: AccountRow[];
  /** How many the query finds on all pages. */
  matching: number;
  page: number;
  pages: number;
  total: number;
  counts: StatusCounts;
  attention: number;
  extendable: number;
  labels: string[];
}

const EVERYTHING = { search: "", label: null, status: null };

/** One page of the list and the counts beside it. Costs by the page, not by what is stored: counts come from an index. */
export async function listAccounts(ctx: ServiceContext, query: AccountQuery): Promise<AccountList> {
  authorize(ctx, "see_accounts");
  const filtered = query.search !== "" || query.status !== null || query.label !== null;
  const [counts, extendable, labels, found] = await Promise.all([
    countByStatus(ctx.db, ctx.now),
    countAccounts(ctx.db, { ...EVERYTHING, status: "extendable" }, ctx.now),
    findLabels(ctx.db),
    filtered ? countAccounts(ctx.db, query, ctx.now) : null,
  ]);
  const total = TOKEN_STATUSES.reduce((sum, status) => sum + counts[status], 0);
  const matching = found ?? total;
  const pages = Math.max(1, Math.ceil(matching / ACCOUNTS_PER_PAGE));
  const page = Math.min(query.page, pages);
  const accounts = await findAccounts(ctx.db, { ...query, page }, ctx.now);
  const attention = TOKEN_STATUSES.filter(needsAttention).reduce((sum, status) => sum + counts[status], 0);
  const rows = accounts.map((account) => toAccountRow(account, ctx.now));
  return { rows, matching, page, pages, total, counts, attention, extendable, labels };
}

/** Every account's remaining life: dots while they fit, sums by day when they don't. */
export async function readRunway(ctx: ServiceContext): Promise<Runway> {
  authorize(ctx, "see_accounts");
  const accounts = await findRunwayAccounts(ctx.db, MOST_RUNWAY_DOTS + 1);
  if (accounts.length <= MOST_RUNWAY_DOTS) {
    return { kind: "dots", total: accounts.length, dots: accounts.map((account) => runwayDot(account, ctx.now)) };
  }
  const bins = runwayBins(await countByDay(ctx.db, ctx.now), ctx.now);
  return { kind: "bins", total: bins.reduce((sum, bin) => sum + bin.count, 0), bins };
}

/** How many accounts need a person, for the badge in the navigation. */
export async function countAttention(ctx: ServiceContext): Promise<number> {
  authorize(ctx, "see_accounts");
  return countAccounts(ctx.db, { ...EVERYTHING, status: "attention" }, ctx.now);
}
