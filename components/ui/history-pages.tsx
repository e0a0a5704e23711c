import { ButtonLink } from "./button-link";
import { Icon } from "./icon";

/** The way to newer and older events. `endsHere`: there are older ones, and no page leads there. */
export function HistoryPages({
  page,
  link,
  hasMore,
  endsHere,
}: {
  page: number;
  /** The address of another page. */
  link: (page: number) => string;
  hasMore: boolean;
  endsHere: boolean;
}) {
  if (page === 1 && !hasMore) return null;
  return (
    <nav aria-label="Pages" className="mt-3 flex flex-wrap items-center gap-2 text-[13px] text-muted">
      <p className="flex-1 tabular-nums">
        Page {page.toLocaleString("en-US")}
        {endsHere && ". To read older events, set dates or download them as CSV."}
      </p>
      {page > 1 && (
        <ButtonLink href={link(page - 1)} prefetch={false} rel="prev" size="small">
          <Icon name="previous" />
          Newer
        </ButtonLink>
      )}
      {hasMore && (
        <ButtonLink href={link(page + 1)} prefetch={false} rel="next" size="small">
          Older
          <Icon name="next" />
        </ButtonLink>
      )}
    </nav>
  );
}
