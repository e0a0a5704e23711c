import { expect, test } from "vitest";
import { type AuditFault, auditFaultSentence } from "./audit-fault";

test.each<[AuditFault, string]>([
  [{ kind: "missing", first: 4, last: 4, place: "middle" }, "Row 4 is missing in the middle."],
  [{ kind: "missing", first: 1, last: 3, place: "beginning" }, "Rows 1 to 3 are missing at the beginning."],
  [{ kind: "before_first", sequence: -7 }, "Row -7 was put in before the first row: Perennial counts from 1."],
  [{ kind: "changed", sequence: 7 }, "Row 7 was changed: its content does not match its hash."],
  [{ kind: "not_following", sequence: 7 }, "Row 7 does not follow on row 6: one of the two was replaced."],
  [
    { kind: "mark_missing", sequence: 9, last: 6 },
    "The log ends at row 6, and row 9 was there when you kept its hash: the end was cut off.",
  ],
])("%o in one sentence", (fault, sentence) => expect(auditFaultSentence(fault)).toBe(sentence));
