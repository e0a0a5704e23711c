import Link from "next/link";
import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon";
import { type AccountQuery, type AccountSort, accountQueryString } from "@/lib/domain/account-query";
import type { AccountRow as Row } from "@/lib/domain/account-view";
import { AccountRows } from "./account-rows";
import { toRowView } from "./row-view";
import { SelectPage } from "./select-page";

export function AccountTable({
  rows,
  query,
  now,
  configured,
  mayChange,
}: {
  rows: readonly Row[];
  query: AccountQuery;
  now: Date;
  configured: boolean;
  /** False: nothing to pick and nothing to press. */
  mayChange: boolean;
}) {
  return (
    <div className="card @container/accounts overflow-hidden">
      <table className="accounts">
        <caption className="sr-only">Connected accounts</caption>
        <thead>
          <tr>
            {mayChange && (
              <th className="pick">
                <SelectPage />
              </th>
            )}
            <SortHead sort="username" query={query}>
              Account
            </SortHead>
            <th>Token</th>
            <SortHead sort="expiry" query={query}>
              Expires
            </SortHead>
            <SortHead sort="renewed" query={query} title="Sort by last renewal">
              Renewal
            </SortHead>
            {mayChange && (
              <th>
                <span className="sr-only">Action</span>
              </th>
            )}
          </tr>
        </thead>
        <AccountRows
          rows={rows.map((row) => toRowView(row, now, query.sort === "renewed"))}
          configured={configured}
          mayChange={mayChange}
        />
      </table>
    </div>
  );
}

/** A column head that sorts: first press ascending, second descending, third back to the most urgent first. */
function SortHead({
  sort,
  query,
  title,
  children,
}: {
  sort: AccountSort;
  query: AccountQuery;
  title?: string;
  children: ReactNode;
}) {
  const current = query.sort === sort;
  const next = !current
    ? { sort, descending: false }
    : query.descending
      ? { sort: "urgency" as const, descending: false }
      : { sort, descending: true };
  return (
    <th aria-sort={current ? (query.descending ? "descending" : "ascending") : undefined}>
      <Link
        href={`/accounts${accountQueryString(query, next)}`}
        prefetch={false}
        scroll={false}
        title={title}
        className="-my-1 inline-flex items-center gap-1 py-1 hover:text-ink"
      >
        {children}
        {current && <Icon name={query.descending ? "down" : "up"} className="size-3.5" />}
      </Link>
    </th>
  );
}
