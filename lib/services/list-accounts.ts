import "server-only";
import { countAccounts, findAccounts, findBreakingNames, findLabels, findRunwayAccounts } from "@/lib/db/account-list";
import { sumAccounts, sumRenewals } from "@/lib/db/account-sums";
import { findPictureHashes } from "@/lib/db/pictures";
import { ACCOUNTS_PER_PAGE, type AccountQuery } from "@/lib/domain/account-query";
import { type AccountSummary, summarise } from "@/lib/domain/account-summary";
import type { AccountRow, StatusCounts } from "@/lib/domain/account-view";
import type { AppCondition } from "@/lib/domain/app-condition";
import { type RenewalDay, renewalDays } from "@/lib/domain/renewal-days";
import { MOST_RUNWAY_DOTS, type Runway, runwayDot } from "@/lib/domain/runway";
import { toAccountRow } from "./account-row";
import { readAppCondition } from "./app-condition";
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
  breaking: Breaking;
  /** What holds for all accounts at once. */
  app: AppCondition;
}

/** What ends soon without being taken care of. */
export interface Breaking {
  count: number;
  /** Of the nearest ones. */
  usernames: string[];
}

const MOST_BREAKING_NAMES = 3;

const summaries = new WeakMap<ServiceContext, Promise<AccountSummary>>();

/** Read once a context: layout, list and runway of one page show the same figures. */
function readSummary(ctx: ServiceContext): Promise<AccountSummary> {
  const known = summaries.get(ctx) ?? sumAccounts(ctx.db, ctx.now).then((groups) => summarise(groups, ctx.now));
  summaries.set(ctx, known);
  return known;
}

/** One page of the list and the counts beside it. Costs by the page, not by what is stored: counts come from an index. */
export async function listAccounts(ctx: ServiceContext, query: AccountQuery): Promise<AccountList> {
  authorize(ctx, "see_accounts");
  const filtered = query.search !== "" || query.status !== null || query.label !== null;
  const [{ total, counts, attention, extendable }, labels, breaking, found] = await Promise.all([
    readSummary(ctx),
    findLabels(ctx.db),
    readBreaking(ctx),
    filtered ? countAccounts(ctx.db, query, ctx.now) : null,
  ]);
  const matching = found ?? total;
  const pages = Math.max(1, Math.ceil(matching / ACCOUNTS_PER_PAGE));
  const page = Math.min(query.page, pages);
  const [accounts, app] = await Promise.all([findAccounts(ctx.db, { ...query, page }, ctx.now), readAppCondition(ctx)]);
  const pictures = await findPictureHashes(
    ctx.db,
    accounts.map(({ id }) => id),
  );
  const rows = accounts.map((account) => toAccountRow(account, ctx.now, app, pictures.get(account.id)));
  return { rows, matching, page, pages, total, counts, attention, extendable, labels, breaking, app };
}

async function readBreaking(ctx: ServiceContext): Promise<Breaking> {
  const names = await findBreakingNames(ctx.db, ctx.now, MOST_BREAKING_NAMES + 1);
  const usernames = names.slice(0, MOST_BREAKING_NAMES);
  if (names.length <= MOST_BREAKING_NAMES) return { count: names.length, usernames };
  const all = { search: "", status: "breaking", label: null } as const;
  return { count: await countAccounts(ctx.db, all, ctx.now), usernames };
}

/** Every account's remaining life: dots while they fit, sums by day when they don't. */
export async function readRunway(ctx: ServiceContext): Promise<Runway> {
  authorize(ctx, "see_accounts");
  const { total, bins } = await readSummary(ctx);
  if (total > MOST_RUNWAY_DOTS) return { kind: "bins", total, bins };
  const accounts = await findRunwayAccounts(ctx.db, MOST_RUNWAY_DOTS);
  return { kind: "dots", total, dots: accounts.map((account) => runwayDot(account, ctx.now)) };
}

/** On which of the coming days how many accounts are renewed by themselves. */
export async function readRenewalDays(ctx: ServiceContext): Promise<RenewalDay[]> {
  authorize(ctx, "see_accounts");
  return renewalDays(await sumRenewals(ctx.db, ctx.now));
}

/** How many accounts need a person, for the badge in the navigation. */
export async function countAttention(ctx: ServiceContext): Promise<number> {
  authorize(ctx, "see_accounts");
  return (await readSummary(ctx)).attention;
}
