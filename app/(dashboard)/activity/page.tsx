import type { Metadata } from "next";
import { ActivityFilters } from "@/components/activity/activity-filters";
import { ActivityList } from "@/components/activity/activity-list";
import { NothingHappened } from "@/components/activity/no-activity";
import { HistoryPages } from "@/components/ui/history-pages";
import { Icon } from "@/components/ui/icon";
import { NothingFound } from "@/components/ui/nothing-found";
import { PageHeader } from "@/components/ui/page-header";
import { activityQueryString, isFiltered, parseActivityQuery } from "@/lib/domain/activity-query";
import { listActivity, MOST_ACCOUNTS_BY_TEXT } from "@/lib/services/list-activity";
import { pageContext } from "@/lib/web/page";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityPage({ searchParams }: PageProps<"/activity">) {
  const [parameters, ctx] = await Promise.all([searchParams, pageContext()]);
  const query = parseActivityQuery(parameters);
  const { entries, hasMore, endsHere, accountsCut, people } = await listActivity(ctx, query);
  const filtered = isFiltered(query);
  const isNew = entries.length === 0 && !filtered && query.page === 1;
  const link = (page: number) => `/activity${activityQueryString(query, { page })}`;
  return (
    <>
      <PageHeader title="Activity" sub="Everything that happened, newest first">
        {entries.length > 0 && (
          <a href={`/activity/export${activityQueryString(query)}`} download className="btn">
            <Icon name="download" />
            Download CSV
          </a>
        )}
      </PageHeader>
      {!isNew && <ActivityFilters query={query} people={people} />}
      {accountsCut && (
        <p className="mb-3 text-muted">
          “{query.account}” stands for more than {MOST_ACCOUNTS_BY_TEXT} accounts; some of them are left out. Write more
          of the name.
        </p>
      )}
      {isNew && <NothingHappened />}
      {!isNew && entries.length === 0 && <NothingFound path="/activity" filtered={filtered} />}
      {entries.length > 0 && <ActivityList entries={entries} now={ctx.now} />}
      {entries.length > 0 && <HistoryPages page={query.page} link={link} hasMore={hasMore} endsHere={endsHere} />}
    </>
  );
}
