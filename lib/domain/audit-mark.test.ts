import { expect, test } from "vitest";
import { formatAuditMark, parseAuditMark } from "./audit-mark";

const HASH = "0123456789abcdef".repeat(4);

test("reads what it wrote, with blanks around it and in capitals", () => {
  const mark = { sequence: 1_204, hash: HASH };
  expect(formatAuditMark(mark)).toBe(`1204:${HASH}`);
  expect(parseAuditMark(formatAuditMark(mark))).toEqual(mark);
  expect(parseAuditMark(` 1204:${HASH.toUpperCase()}\n`)).toEqual(mark);
});

test.each([
  "",
  "1204",
  HASH,
  `0:${HASH}`,
  `-1:${HASH}`,
  `1204:${HASH}0`,
  `1204:${HASH.slice(1)}`,
  `1e3:${HASH}`,
  "1:x",
])("takes nothing else: %s", (text) => expect(parseAuditMark(text)).toBeNull());
