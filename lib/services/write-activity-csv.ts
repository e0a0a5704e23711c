import "server-only";
import { stringify } from "csv-stringify/sync";
import { type ActivityQuery, SERVER_PERSON } from "@/lib/domain/activity-query";
import type { ServiceContext } from "./context";
import { type ActivityEntry, exportActivity } from "./list-activity";

const COLUMNS = [
  "time",
  "account",
  "event",
  "person",
  "expiry_before",
  "expiry_after",
  "detail",
  "meaning",
  "instagram_message",
  "instagram_code",
  "instagram_subcode",
  "milliseconds",
  "account_id",
  "event_id",
] as const;

/** The query's events as a file for spreadsheets, in pieces. What a cell could start as a formula is text there. */
export function writeActivityCsv(ctx: ServiceContext, query: ActivityQuery): AsyncGenerator<string> {
  return file(exportActivity(ctx, query));
}

async function* file(chunks: AsyncGenerator<ActivityEntry[]>): AsyncGenerator<string> {
  // The mark tells spreadsheets that this is UTF-8.
  yield `\ufeff${csvLines([[...COLUMNS]])}`;
  for await (const entries of chunks) yield csvLines(entries.map(cells));
}

type Cell = string | number | null;

function cells(entry: ActivityEntry): Cell[] {
  const row: Record<(typeof COLUMNS)[number], Cell> = {
    time: entry.at.toISOString(),
    account: entry.username,
    event: entry.kind,
    person: entry.actorName ?? SERVER_PERSON,
    expiry_before: entry.expiresBefore?.toISOString() ?? null,
    expiry_after: entry.expiresAfter?.toISOString() ?? null,
    detail: entry.detail,
    meaning: entry.meaning,
    instagram_message: entry.message,
    instagram_code: entry.code,
    instagram_subcode: entry.subcode,
    milliseconds: entry.durationMillis,
    account_id: entry.accountId,
    event_id: entry.id,
  };
  return COLUMNS.map((column) => row[column]);
}

/** RFC 4180: lines end in CRLF, and a cell with a quote, a comma or a line break is quoted. */
export function csvLines(rows: readonly (readonly Cell[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    { record_delimiter: "windows", escape_formulas: true },
  );
}
