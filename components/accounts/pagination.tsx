import { ButtonLink } from "@/components/ui/button-link";
import { Icon } from "@/components/ui/icon";
import { ACCOUNTS_PER_PAGE, type AccountQuery, accountQueryString } from "@/lib/domain/account-query";

export function Pagination({
  query,
  page,
  pages,
  matching,
}: {
  query: AccountQuery;
  page: number;
  pages: number;
  matching: number;
}) {
  const first = (page - 1) * ACCOUNTS_PER_PAGE + 1;
  const last = Math.min(page * ACCOUNTS_PER_PAGE, matching);
  const number = (value: number) => value.toLocaleString("en-US");
  const link = (to: number) => `/accounts${accountQueryString(query, { page: to })}`;
  return (
    <nav aria-label="Pages" className="mt-3 flex flex-wrap items-center gap-2 text-[13px] text-muted">
      <p className="flex-1 tabular-nums">
        {number(first)}–{number(last)} of {number(matching)}
      </p>
      {page > 1 && (
        <ButtonLink href={link(page - 1)} prefetch={false} rel="prev" size="small">
          <Icon name="previous" />
          Previous
        </ButtonLink>
      )}
      {pages > 1 && (
        <span className="px-1 tabular-nums">
          Page {number(page)} of {number(pages)}
        </span>
      )}
      {page < pages && (
        <ButtonLink href={link(page + 1)} prefetch={false} rel="next" size="small">
          Next
          <Icon name="next" />
        </ButtonLink>
      )}
    </nav>
  );
}
