import "server-only";
import { type ActivityQuery, SERVER_PERSON } from "@/lib/domain/activity-query";
import type { ServiceContext } from "./context";
import { type CsvCell, csvFile } from "./csv-file";
import { type ActivityEntry, exportActivity } from "./list-activity";
import { audit } from "./record-audit";

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

/**
 * The query's events as a file for spreadsheets, in pieces. That somebody takes them along stands in the audit log
 * before the first piece is made.
 */
export async function writeActivityCsv(ctx: ServiceContext, query: ActivityQuery): Promise<AsyncGenerator<string>> {
  const events = exportActivity(ctx, query);
  const { account, kind, person, from, to } = query;
  // Whether by an account, not by which: its username must be erasable when that person asks for it.
  await audit(ctx, { action: "activity_exported", detail: { byAccount: account !== "", kind, person, from, to } });
  return csvFile(COLUMNS, events, cells);
}

function cells(entry: ActivityEntry): Record<(typeof COLUMNS)[number], CsvCell> {
  return {
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
}
