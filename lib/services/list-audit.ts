import "server-only";
import { type AuditEventRow, type AuditFilter, findAuditActors, findAuditEvents } from "@/lib/db/audit-events";
import { type AuditEntry, auditActionsOf } from "@/lib/domain/audit-event";
import { AUDIT_EVENTS_PER_PAGE, type AuditQuery, MOST_AUDIT_PAGES, NOBODY } from "@/lib/domain/audit-query";
import { instantsOf } from "@/lib/domain/query-text";
import { idsNamed, namesOf, type RecordedPerson } from "@/lib/domain/recorded-person";
import { authorize, type ServiceContext } from "./context";

const EVENTS_PER_CHUNK = 500;

export interface AuditPage {
  entries: AuditEntry[];
  hasMore: boolean;
  /** There are more, and no page leads there. */
  endsHere: boolean;
  /** Everybody in the log, by name. */
  people: string[];
}

/** One page of the audit log, newest first. */
export async function listAudit(ctx: ServiceContext, query: AuditQuery): Promise<AuditPage> {
  authorize(ctx, "see_audit");
  const actors = await findAuditActors(ctx.db);
  const filter = toFilter(query, actors);
  const found = await findAuditEvents(ctx.db, filter, {
    skip: (query.page - 1) * AUDIT_EVENTS_PER_PAGE,
    take: AUDIT_EVENTS_PER_PAGE + 1,
  });
  const isMore = found.length > AUDIT_EVENTS_PER_PAGE;
  return {
    entries: found.slice(0, AUDIT_EVENTS_PER_PAGE),
    hasMore: isMore && query.page < MOST_AUDIT_PAGES,
    endsHere: isMore && query.page >= MOST_AUDIT_PAGES,
    people: namesOf(actors),
  };
}

/** Everything that the query finds on all its pages, in groups. What is written meanwhile is left out. */
export async function* exportAudit(ctx: ServiceContext, query: AuditQuery): AsyncGenerator<AuditEventRow[]> {
  authorize(ctx, "see_audit");
  const filter = toFilter(query, await findAuditActors(ctx.db));
  for (let behind: number | undefined, more = true; more; ) {
    const events = await findAuditEvents(ctx.db, filter, { behind, take: EVENTS_PER_CHUNK });
    if (events.length > 0) yield events;
    behind = events.at(-1)?.sequence;
    more = events.length === EVENTS_PER_CHUNK;
  }
}

function toFilter(query: AuditQuery, actors: readonly RecordedPerson[]): AuditFilter {
  const { action, person, outcome } = query;
  return {
    actions: action === null ? null : auditActionsOf(action),
    actorIds: person === "" ? null : person === NOBODY ? "nobody" : idsNamed(actors, person),
    outcome,
    ...instantsOf(query),
  };
}
