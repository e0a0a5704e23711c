/** What is wrong with the audit log, at the first place where something is. */
export type AuditFault =
  /** Nothing stands where these rows must be; `place` tells which part of the log was taken out. */
  | { kind: "missing"; first: number; last: number; place: "beginning" | "middle" | "end" }
  /** The row stands where the log has not begun yet. */
  | { kind: "before_first"; sequence: number }
  /** The row does not say what it said when it was written. */
  | { kind: "changed"; sequence: number }
  /** The row holds something that is no audit event at all. */
  | { kind: "unreadable"; sequence: number }
  /** The row is whole, and belongs behind another one than the one before it. */
  | { kind: "not_following"; sequence: number }
  /** The row came in without the log's head being told. */
  | { kind: "beyond_head"; sequence: number }
  | { kind: "head_missing" }
  | { kind: "head_differs"; sequence: number }
  /** The row is not the one that was there when the mark was kept. */
  | { kind: "mark_differs"; sequence: number }
  /** The log ends before the row that was there when the mark was kept. */
  | { kind: "mark_missing"; sequence: number; last: number };

/** One sentence for whoever runs the check. */
export function auditFaultSentence(fault: AuditFault): string {
  switch (fault.kind) {
    case "missing":
      return `${rows(fault.first, fault.last)} missing ${PLACES[fault.place]}.`;
    case "before_first":
      return `Row ${fault.sequence} was put in before the first row: Perennial counts from 1.`;
    case "changed":
      return `Row ${fault.sequence} was changed: its content does not match its hash.`;
    case "unreadable":
      return `Row ${fault.sequence} was changed: it holds something that Perennial never writes.`;
    case "not_following":
      return `Row ${fault.sequence} does not follow on row ${fault.sequence - 1}: one of the two was replaced.`;
    case "beyond_head":
      return `Row ${fault.sequence} was put in behind the last row that the log's head knows.`;
    case "head_missing":
      return "The log's head is missing: nobody can tell whether rows were cut off at the end.";
    case "head_differs":
      return `The log's head was changed, or row ${fault.sequence} was replaced: their hashes differ.`;
    case "mark_differs":
      return `Row ${fault.sequence} is not the row that was there when you kept its hash: the log was rewritten.`;
    case "mark_missing":
      return `The log ends at row ${fault.last}, and row ${fault.sequence} was there when you kept its hash: the end was cut off.`;
  }
}

const PLACES = { beginning: "at the beginning", middle: "in the middle", end: "at the end" } as const;

function rows(first: number, last: number): string {
  return first === last ? `Row ${first} is` : `Rows ${first} to ${last} are`;
}
