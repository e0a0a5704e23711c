import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AuditFilters } from "@/components/audit/audit-filters";
import { AuditList } from "@/components/audit/audit-list";
import { NothingRecorded } from "@/components/audit/no-audit";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { HistoryPages } from "@/components/ui/history-pages";
import { Icon } from "@/components/ui/icon";
import { NothingFound } from "@/components/ui/nothing-found";
import { PageHeader } from "@/components/ui/page-header";
import { auditQueryString, isAuditFiltered, parseAuditQuery } from "@/lib/domain/audit-query";
import { mayDo } from "@/lib/domain/role";
import { listAudit } from "@/lib/services/list-audit";
import { pageContext } from "@/lib/web/page";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditPage({ searchParams }: PageProps<"/settings/audit">) {
  const [parameters, ctx] = await Promise.all([searchParams, pageContext()]);
  if (!mayDo(ctx.actor.role, "see_audit")) notFound();
  const query = parseAuditQuery(parameters);
  const { entries, hasMore, endsHere, people } = await listAudit(ctx, query);
  const filtered = isAuditFiltered(query);
  const isNew = entries.length === 0 && !filtered && query.page === 1;
  const link = (page: number) => `/settings/audit${auditQueryString(query, { page })}`;
  return (
    <>
      <Breadcrumb here="Audit log" back={{ href: "/settings", text: "Settings" }} />
      <PageHeader title="Audit log" sub="Who did what around people, secrets and settings, newest first">
        {entries.length > 0 && (
          <a href={`/settings/audit/export${auditQueryString(query)}`} download className="btn">
            <Icon name="download" />
            Download CSV
          </a>
        )}
      </PageHeader>
      <p className="mb-3 max-w-[72ch] text-muted">
        Rows are only ever added. On the server, <code>npm run audit:verify</code> finds any that was changed or taken
        out.
      </p>
      {!isNew && <AuditFilters query={query} people={people} />}
      {isNew && <NothingRecorded />}
      {!isNew && entries.length === 0 && <NothingFound path="/settings/audit" filtered={filtered} />}
      {entries.length > 0 && <AuditList entries={entries} now={ctx.now} />}
      {entries.length > 0 && <HistoryPages page={query.page} link={link} hasMore={hasMore} endsHere={endsHere} />}
    </>
  );
}
