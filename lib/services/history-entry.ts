import "server-only";
import type { AccountEventRow } from "@/lib/db/account-events";
import type { HistoryEntry } from "@/lib/domain/account-view";
import { failureSentence, isFailureReason } from "@/lib/domain/failure-sentence";

/** A stored event as a person reads it. */
export function toHistoryEntry(row: AccountEventRow): HistoryEntry {
  return {
    id: row.id,
    at: row.at,
    kind: row.kind,
    actorName: row.actorName,
    expiresBefore: row.expiresBefore,
    expiresAfter: row.expiresAfter,
    durationMillis: row.durationMillis,
    meaning: sentenceOf(row.reason)?.what ?? null,
    message: row.message,
    code: row.code,
    subcode: row.subcode,
    detail: row.detail,
  };
}

/** What a stored reason means and what to do, or null when there is none. */
export function sentenceOf(reason: string | null) {
  return reason !== null && isFailureReason(reason) ? failureSentence(reason) : null;
}
