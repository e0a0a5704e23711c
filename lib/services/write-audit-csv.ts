import "server-only";
import type { AuditEventRow } from "@/lib/db/audit-events";
import type { AuditQuery } from "@/lib/domain/audit-query";
import { authorize, type ServiceContext } from "./context";
import { type CsvCell, csvFile } from "./csv-file";
import { exportAudit } from "./list-audit";
import { audit } from "./record-audit";

const COLUMNS = [
  "sequence",
  "time",
  "action",
  "outcome",
  "person",
  "person_id",
  "address",
  "subject",
  "detail",
  "previous_hash",
  "hash",
] as const;

/**
 * The query's part of the audit log as a file for spreadsheets, in pieces. That somebody takes it along stands in the
 * log before the first piece is made, and in the file itself. A fresh proof is not asked for: an owner sees the same
 * on the page.
 */
export async function writeAuditCsv(ctx: ServiceContext, query: AuditQuery): Promise<AsyncGenerator<string>> {
  authorize(ctx, "see_audit");
  const { page: _, ...filter } = query;
  await audit(ctx, { action: "audit_exported", detail: { ...filter } });
  return csvFile(COLUMNS, exportAudit(ctx, query), cells);
}

function cells(event: AuditEventRow): Record<(typeof COLUMNS)[number], CsvCell> {
  return {
    sequence: event.sequence,
    time: event.at.toISOString(),
    action: event.action,
    outcome: event.outcome,
    person: event.actorName,
    person_id: event.actorId,
    address: event.address,
    subject: event.subject,
    detail: event.detail,
    previous_hash: event.previousHash,
    hash: event.hash,
  };
}
