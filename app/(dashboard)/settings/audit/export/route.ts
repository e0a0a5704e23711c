import { parseAuditQuery } from "@/lib/domain/audit-query";
import { writeAuditCsv } from "@/lib/services/write-audit-csv";
import { csvResponse } from "@/lib/web/csv-response";
import { handler } from "@/lib/web/handler";

/** The audit log's page, all pages, as a file. */
export const GET = handler(async (ctx, _parameters, request) => {
  const query = parseAuditQuery(Object.fromEntries(request.nextUrl.searchParams));
  return csvResponse(ctx, "audit", await writeAuditCsv(ctx, query));
});
