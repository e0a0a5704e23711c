import Link from "next/link";
import { type AccountQuery, accountQueryString, type StatusFilter } from "@/lib/domain/account-query";

export function FilterChips({
  query,
  total,
  attention,
  extendable,
}: {
  query: AccountQuery;
  total: number;
  attention: number;
  extendable: number;
}) {
  const chips: { status: StatusFilter | null; text: string; count: number }[] = [
    { status: null, text: "All", count: total },
    { status: "attention", text: "Needs attention", count: attention },
    { status: "extendable", text: "Extendable", count: extendable },
  ];
  return (
    <ul aria-label="Quick filters" className="flex flex-wrap gap-1">
      {chips.map(({ status, text, count }) => (
        <li key={text}>
          <Link
            href={`/accounts${accountQueryString(query, { status })}`}
            prefetch={false}
            scroll={false}
            aria-current={query.status === status ? "true" : undefined}
            className="chip"
          >
            {`${text} ${count.toLocaleString("en-US")}`}
          </Link>
        </li>
      ))}
    </ul>
  );
}
