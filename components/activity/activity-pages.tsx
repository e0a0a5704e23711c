import { ButtonLink } from "@/components/ui/button-link";
import { Icon } from "@/components/ui/icon";
import { type ActivityQuery, activityQueryString } from "@/lib/domain/activity-query";

/** The way to newer and older events. `endsHere`: there are older ones, and no page leads there. */
export function ActivityPages({
  query,
  hasMore,
  endsHere,
}: {
  query: ActivityQuery;
  hasMore: boolean;
  endsHere: boolean;
}) {
  const { page } = query;
  if (page === 1 && !hasMore) return null;
  const link = (to: number) => `/activity${activityQueryString(query, { page: to })}`;
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
