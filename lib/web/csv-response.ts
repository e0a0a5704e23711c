import "server-only";
import type { ServiceContext } from "@/lib/services/context";
import { textStream } from "./text-stream";

/** A download that is made while it is read: `perennial-<what>-<day>.csv`. */
export function csvResponse({ now, log }: ServiceContext, what: string, pieces: AsyncGenerator<string>): Response {
  const day = now.toISOString().slice(0, 10);
  return new Response(textStream(pieces, log), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="perennial-${what}-${day}.csv"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
