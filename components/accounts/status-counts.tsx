import Link from "next/link";
import { Icon } from "@/components/ui/icon";
import { type AccountQuery, accountQueryString } from "@/lib/domain/account-query";
import type { StatusCounts as Counts } from "@/lib/domain/account-view";
import { STATUS_TEXT, TOKEN_STATUSES } from "@/lib/domain/token-status";
import { STATUS_ICON } from "./status-badge";

/** How many accounts have which status. Each number filters the table; pressing it again shows all. */
export function StatusCounts({ counts, query }: { counts: Counts; query: AccountQuery }) {
  return (
    <ul
      aria-label="Accounts by status"
      className="card mb-3 grid grid-cols-2 gap-px overflow-hidden bg-line sm:grid-cols-3 xl:grid-cols-6"
    >
      {[...TOKEN_STATUSES].reverse().map((status) => {
        const current = query.status === status;
        return (
          <li key={status} data-status={status} className="grid grid-cols-[minmax(0,1fr)] bg-surface">
            <Link
              href={`/accounts${accountQueryString(query, { status: current ? null : status })}`}
              prefetch={false}
              scroll={false}
              aria-current={current ? "true" : undefined}
              className="count-link"
            >
              <b>{counts[status].toLocaleString("en-US")}</b>
              <span>
                <Icon name={STATUS_ICON[status]} />
                {STATUS_TEXT[status]}
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
