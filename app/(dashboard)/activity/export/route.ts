import { parseActivityQuery } from "@/lib/domain/activity-query";
import { writeActivityCsv } from "@/lib/services/write-activity-csv";
import { handler } from "@/lib/web/handler";
import { textStream } from "@/lib/web/text-stream";

/** The activity page's events, all pages, as a file. */
export const GET = handler(async (ctx, _parameters, request) => {
  const query = parseActivityQuery(Object.fromEntries(request.nextUrl.searchParams));
  const day = ctx.now.toISOString().slice(0, 10);
  return new Response(textStream(writeActivityCsv(ctx, query), ctx.log), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="perennial-activity-${day}.csv"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
});
