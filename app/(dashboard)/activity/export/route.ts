import { parseActivityQuery } from "@/lib/domain/activity-query";
import { writeActivityCsv } from "@/lib/services/write-activity-csv";
import { csvResponse } from "@/lib/web/csv-response";
import { handler } from "@/lib/web/handler";

/** The activity page's events, all pages, as a file. */
export const GET = handler(async (ctx, _parameters, request) => {
  const query = parseActivityQuery(Object.fromEntries(request.nextUrl.searchParams));
  return csvResponse(ctx, "activity", await writeActivityCsv(ctx, query));
});
