import "server-only";
import {
  type AuditEventRow,
  findAuditEventsAfter,
  findAuditHead,
  findAuditSequenceAfter,
  findAuditSequenceBeforeFirst,
} from "@/lib/db/audit-events";
import { isAppError } from "@/lib/domain/app-error";
import type { AuditFault } from "@/lib/domain/audit-fault";
import type { AuditMark } from "@/lib/domain/audit-mark";
import { auditHash } from "./audit-hash";
import type { Adapters } from "./context";

const ROWS_PER_READ = 2_000;
const BEFORE_THE_FIRST: AuditMark = { sequence: 0, hash: "" };

export type AuditVerdict =
  /** `head` is the last row that was looked at; its sequence is how many there are. */
  { kind: "intact"; head: AuditMark } | { kind: "broken"; fault: AuditFault };

/**
 * Computes every hash of the audit log again, from the first row to the one that was the newest when it began, and
 * compares the log with its head and with `expected`, a mark kept elsewhere. Writes nothing; others may go on writing.
 */
export async function verifyAudit(
  { db }: Pick<Adapters, "db">,
  { expected }: { expected: AuditMark | null },
): Promise<AuditVerdict> {
  const forged = await findAuditSequenceBeforeFirst(db);
  if (forged !== null) return { kind: "broken", fault: { kind: "before_first", sequence: forged } };
  const head = await findAuditHead(db);
  const end = head?.sequence ?? Number.POSITIVE_INFINITY;
  let last = BEFORE_THE_FIRST;
  for await (const row of rowsUpTo(db, end)) {
    const fault = faultBetween(last, row);
    if (fault !== null) return { kind: "broken", fault };
    last = { sequence: row.sequence, hash: row.hash ?? "" };
    const differs = markFault(expected, last);
    if (differs !== null) return { kind: "broken", fault: differs };
  }
  const fault = headFault(head, last) ?? (await faultBehind(db, last)) ?? endFault(expected, last);
  return fault === null ? { kind: "intact", head: last } : { kind: "broken", fault };
}

/** Something stands there that no audit event can be read from. */
interface UnreadableRow {
  sequence: number;
  hash: null;
}

/** In order, up to `end`. Nothing comes behind a row that cannot be read. */
async function* rowsUpTo(db: Adapters["db"], end: number): AsyncGenerator<AuditEventRow | UnreadableRow> {
  for (let last = 0, take = ROWS_PER_READ; last < end; ) {
    const rows = await readAfter(db, last, take);
    if (rows === null && take === 1) {
      yield { sequence: (await findAuditSequenceAfter(db, last)) ?? last + 1, hash: null };
      return;
    }
    // One of them cannot be read: from here on one by one, until it is found.
    if (rows === null) take = 1;
    else if (rows.length === 0) return;
    for (const row of rows ?? []) {
      if (row.sequence > end) return;
      yield row;
      last = row.sequence;
    }
  }
}

/** Null when one of the rows holds what the database layer cannot turn into an event. */
async function readAfter(db: Adapters["db"], sequence: number, take: number): Promise<AuditEventRow[] | null> {
  try {
    return await findAuditEventsAfter(db, sequence, take);
  } catch (error) {
    if (isAppError(error)) throw error;
    return null;
  }
}

function faultBetween(last: AuditMark, row: AuditEventRow | UnreadableRow): AuditFault | null {
  const { sequence } = row;
  const next = last.sequence + 1;
  if (sequence > next) {
    return { kind: "missing", first: next, last: sequence - 1, place: next === 1 ? "beginning" : "middle" };
  }
  if (row.hash === null) return { kind: "unreadable", sequence };
  if (auditHash(row) !== row.hash) return { kind: "changed", sequence };
  return row.previousHash === last.hash ? null : { kind: "not_following", sequence };
}

function markFault(expected: AuditMark | null, { sequence, hash }: AuditMark): AuditFault | null {
  return sequence === expected?.sequence && hash !== expected.hash ? { kind: "mark_differs", sequence } : null;
}

function headFault(head: AuditMark | null, last: AuditMark): AuditFault | null {
  if (head === null) return { kind: "head_missing" };
  if (last.sequence < head.sequence) {
    return { kind: "missing", first: last.sequence + 1, last: head.sequence, place: "end" };
  }
  return last.hash === head.hash ? null : { kind: "head_differs", sequence: last.sequence };
}

/** A row behind the last one is well if it came in meanwhile: then the head knows it. */
async function faultBehind(db: Adapters["db"], last: AuditMark): Promise<AuditFault | null> {
  const next = await findAuditSequenceAfter(db, last.sequence);
  if (next === null) return null;
  const head = await findAuditHead(db);
  return head !== null && head.sequence >= next ? null : { kind: "beyond_head", sequence: next };
}

function endFault(expected: AuditMark | null, last: AuditMark): AuditFault | null {
  if (expected === null || expected.sequence <= last.sequence) return null;
  return { kind: "mark_missing", sequence: expected.sequence, last: last.sequence };
}
