import type { Verdict } from "./account-facts";
import type { StatusCounts } from "./account-view";
import { type RunwayBin, runwayBins } from "./runway";
import { needsAttention, TOKEN_STATUSES } from "./token-status";

/** Accounts that are alike in all that counts for a summary. */
export interface AccountGroup {
  verdict: Verdict | null;
  /** Whole days still to come; -1 when the expiry has passed. */
  day: number;
  /** Old enough to be extended. */
  oldEnough: boolean;
  count: number;
}

export interface AccountSummary {
  total: number;
  counts: StatusCounts;
  attention: number;
  extendable: number;
  bins: RunwayBin[];
}

/** Every figure above the list, from sums alone. */
export function summarise(groups: readonly AccountGroup[], now: Date): AccountSummary {
  const bins = runwayBins(groups, now);
  const counts = Object.fromEntries(TOKEN_STATUSES.map((status) => [status, 0])) as StatusCounts;
  for (const { status, count } of bins) counts[status] += count;
  const sum = (some: readonly { count: number }[]): number => some.reduce((total, { count }) => total + count, 0);
  return {
    total: sum(bins),
    counts,
    attention: sum(bins.filter(({ status }) => needsAttention(status))),
    extendable: sum(groups.filter(({ verdict, day, oldEnough }) => verdict !== "dead" && day >= 0 && oldEnough)),
    bins,
  };
}
