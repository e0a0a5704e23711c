import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AppErrorCode, isAppError } from "@/lib/domain/app-error";
import { utf16Text } from "@/lib/test/utf16-text";
import { type ImportLine, MOST_IMPORT_LINES, type ReadLine, readImportLines } from "./read-import-lines";

const token = (seed: string, length = 170) => `IGAA${seed.repeat(length).slice(0, length - 6)}ZD`;
const A = token("a");
const B = token("bB1");
const C = token("c-_");

const good = (line: number, text: string, change: Partial<ImportLine> = {}): ReadLine => ({
  ok: true,
  value: { line, token: text, issuedAt: null, expiresAt: null, label: null, ...change },
});
const bad = (line: number, problem: RegExp) => ({ ok: false, line, problem: expect.stringMatching(problem) });

function codeOf(text: string): AppErrorCode | "read" {
  try {
    readImportLines(text);
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  }
  return "read";
}

describe("one token", () => {
  test.each([
    ["as it is", A],
    ["with blanks and line breaks around it", `\n  ${A}\t\r\n\n`],
    ["in double quotes", `"${A}"`],
    ["in single quotes", `'${A}'`],
    ["in quotes of a word processor", `“${A}”`],
    ["in backticks", `\`${A}\``],
    ["with a comma after it", `${A},`],
    ["with a semicolon after it", `${A};`],
    ["with blanks inside", `${A.slice(0, 50)} ${A.slice(50)}`],
    ["with invisible characters", `\ufeff${A.slice(0, 30)}\u200b${A.slice(30)}\u2060`],
  ])("%s", (_, text) => {
    expect(readImportLines(text)).toMatchObject([{ ok: true, value: { token: A } }]);
  });

  test.each([
    ["in two pieces", [60, 170]],
    ["in pieces of a terminal's width", [80, 160, 170]],
    ["in many pieces", [30, 60, 90, 120, 150, 170]],
    ["in pieces of no order", [10, 140, 141, 170]],
  ])("with line breaks inside, %s", (_, ends) => {
    const pieces = ends.map((end, index) => A.slice(ends[index - 1] ?? 0, end));
    expect(readImportLines(pieces.join("\n"))).toEqual([good(1, A)]);
    expect(readImportLines(`"${pieces.join("\r\n")}"`)).toEqual([good(1, A)]);
  });

  test("of Facebook or of an unknown kind is for Instagram to judge", () => {
    expect(readImportLines("EAAGm0PX4ZCpsBAKZCq9t")).toMatchObject([{ ok: true }]);
    expect(readImportLines("990602627938098|5f0c1d6a7e8b49c2")).toMatchObject([{ ok: true }]);
  });
});

describe("many tokens, one a line", () => {
  test("are counted from 1 in what was pasted", () => {
    expect(readImportLines(`\n${A}\n\n  "${B}",\r\n${C}`)).toEqual([good(2, A), good(4, B), good(5, C)]);
  });

  test.each([
    ["line feeds", "\n"],
    ["carriage returns and line feeds", "\r\n"],
    ["carriage returns", "\r"],
  ])("are parted by %s", (_, end) => {
    expect(readImportLines([A, B, C].join(end))).toEqual([good(1, A), good(2, B), good(3, C)]);
  });

  test("stand beside bad lines, which stop nobody", () => {
    expect(readImportLines(`${A}\nnot a token\nIGAA\n${B}\n<script>alert(1)</script>\n${C}`)).toEqual([
      good(1, A),
      bad(2, /does not look like a token/),
      bad(3, /does not look like a token/),
      good(4, B),
      bad(5, /does not look like a token/),
      good(6, C),
    ]);
  });

  test("are not glued to a bad line that follows the only good one", () => {
    expect(readImportLines(`${A}\ngarbage`)).toEqual([good(1, A), bad(2, /does not look like/)]);
    expect(readImportLines(`${A}\nnot a token`)).toEqual([good(1, A), bad(2, /does not look like/)]);
    expect(readImportLines(`IGAA_too_short\nthis is no piece`)).toEqual([
      bad(1, /does not look like/),
      bad(2, /does not look like|no token/),
    ]);
  });

  test("are taken once", () => {
    expect(readImportLines(`${A}\n${B}\n"${A}"`)).toEqual([
      good(1, A),
      good(2, B),
      bad(3, /The same token stands in line 1/),
    ]);
  });
});

describe("CSV with a header", () => {
  const row = (text: string, header = "token,issued_at,expires_at,label") => readImportLines(`${header}\n${text}`);
  const issuedAt = new Date("2026-11-01T00:00:00Z");
  const expiresAt = new Date("2026-12-31T10:30:00Z");

  test("gives token, dates and label", () => {
    expect(row(`${A},2026-11-01,2026-12-31T10:30:00Z,North Bakery\n${B},,,\n${C}`)).toEqual([
      good(2, A, { issuedAt, expiresAt, label: "North Bakery" }),
      good(3, B),
      good(4, C),
    ]);
  });

  test.each([
    ["semicolons", "token;issued_at;label", `${A};2026-11-01;North`],
    ["tabs", "token\tissued_at\tlabel", `${A}\t2026-11-01\tNorth`],
    ["quotes around everything", '"token","issued_at","label"', `"${A}","2026-11-01","North"`],
    ["another order", "label,issued_at,token", `North,2026-11-01,${A}`],
    ["large letters and blanks in the header", " Token , Issued_At , LABEL ", ` ${A} , 2026-11-01 , North `],
    ["a byte order mark", "\ufefftoken,issued_at,label", `${A},2026-11-01,North`],
    ["columns that nobody knows", "id,token,issued_at,note,label", `7,${A},2026-11-01,"x, y",North`],
    ["columns too many", "token,issued_at,label", `${A},2026-11-01,North,more,and more`],
    ["a token in quotes within quotes", "token,issued_at,label", `"""${A}""",2026-11-01,North`],
  ])("may have %s", (_, header, text) => {
    expect(row(text, header)).toEqual([good(2, A, { issuedAt, label: "North" })]);
  });

  test("may hold the tokens alone", () => {
    expect(readImportLines(`token\n${A}\n"${B}"`)).toEqual([good(2, A), good(3, B)]);
  });

  test("counts the header and blank lines", () => {
    expect(readImportLines(`\n  \ntoken,label\n${A},x\n\n \n${B},y`)).toEqual([
      good(4, A, { label: "x" }),
      good(7, B, { label: "y" }),
    ]);
  });

  test("may change its line ends on the way", () => {
    expect(readImportLines(`token,label\r\n${A},x\n${B},y\r${C},z`)).toEqual([
      good(2, A, { label: "x" }),
      good(3, B, { label: "y" }),
      good(4, C, { label: "z" }),
    ]);
  });

  test.each([
    ["<script>alert('x')</script>", "<script>alert('x')</script>"],
    ['"He said ""hi"", twice"', 'He said "hi", twice'],
    ["'; DROP TABLE x; --", "'; DROP TABLE x; --"],
    ["=1+1", "=1+1"],
    ["مخبز 👩‍🚀", "مخبز 👩‍🚀"],
    ['Caf"e', 'Caf"e'],
    ["   ", null],
    ['""', null],
  ])("keeps the label %s as text", (cell, label) => {
    expect(row(`${A},,,${cell}`)).toEqual([good(2, A, { label })]);
  });

  test.each([
    ["2026-11-23", "2026-11-23T00:00:00.000Z"],
    ["2026-11-23T10:00", "2026-11-23T10:00:00.000Z"],
    ["2026-11-23T10:00:30", "2026-11-23T10:00:30.000Z"],
    ["2026-11-23 10:00:30", "2026-11-23T10:00:30.000Z"],
    ["2026-11-23T10:00:30.123456Z", "2026-11-23T10:00:30.123Z"],
    ["2026-11-23t10:00:30z", "2026-11-23T10:00:30.000Z"],
    ["2026-11-23T10:00:00+05:45", "2026-11-23T04:15:00.000Z"],
    ["2026-11-23T10:00:00-08:00", "2026-11-23T18:00:00.000Z"],
    ["2019-09-26T22:36:43+0000", "2019-09-26T22:36:43.000Z"],
    ["2028-02-29", "2028-02-29T00:00:00.000Z"],
  ])("reads the date %s the same in every zone of the server", (text, instant) => {
    expect(row(`${A},${text},${text},`)).toEqual([
      good(2, A, { issuedAt: new Date(instant), expiresAt: new Date(instant) }),
    ]);
  });

  test.each([
    "23.11.2026",
    "11/23/2026",
    "2026-02-30",
    "2027-02-29",
    "2026-13-01",
    "2026-11-23T24:00:00Z",
    "2026-11-23T10:00:00 PST",
    "1795428000",
    "tomorrow",
    "20261123",
    "-1",
  ])("reports the date %s and goes on", (text) => {
    expect(row(`${A},${text},,\n${B},,${text},\n${C},,,`)).toEqual([
      bad(2, /^issued_at is no ISO 8601 date/),
      bad(3, /^expires_at is no ISO 8601 date/),
      good(4, C),
    ]);
  });

  test("reports lines without a token and goes on", () => {
    expect(row(`,2026-11-01,,x\n,,,\n"",,,\nnot a token,,,\n${A},,,`)).toEqual([
      bad(2, /There is no token/),
      bad(3, /There is no token/),
      bad(4, /There is no token/),
      bad(5, /does not look like a token/),
      good(6, A),
    ]);
  });

  test("reports a quote that is never closed and goes on", () => {
    expect(row(`"${A},,,x\n${B},,,y\n${C},,,"z`)).toEqual([
      bad(2, /quote in this line is never closed/),
      good(3, B, { label: "y" }),
      bad(4, /quote in this line is never closed/),
    ]);
  });

  test("does not let two stray quotes swallow the tokens between them", () => {
    const lines = row(`${A},,,"x\n${B},,,y\n${C},,,z"`);
    expect(lines).toEqual([
      bad(2, /quote in this line is never closed/),
      good(3, B, { label: "y" }),
      good(4, C, { label: 'z"' }),
    ]);
  });

  test("takes a cell with line breaks when it is closed", () => {
    expect(row(`"${A.slice(0, 80)}\n${A.slice(80)}",,,"North\nBakery"\n${B},,,`)).toEqual([
      good(2, A, { label: "North\nBakery" }),
      good(5, B),
    ]);
  });

  test("with a header and nothing below it is no import", () => {
    expect(codeOf("token,label\n\n  \n")).toBe("invalid_input");
  });

  test("without a token column is read line by line", () => {
    expect(readImportLines(`access,label\n${A}`)).toEqual([bad(1, /does not look like/), good(2, A)]);
  });
});

describe("what is too little or too much", () => {
  test.each(["", "   ", "\n\n\r\n", "\ufeff"])("%o is refused", (text) => {
    expect(codeOf(text)).toBe("invalid_input");
  });

  const lines = (count: number) => Array.from({ length: count }, (_, index) => token(`n${index}x`, 40)).join("\n");

  test("5,000 lines are read, also as CSV", () => {
    expect(readImportLines(lines(MOST_IMPORT_LINES))).toHaveLength(5_000);
    expect(readImportLines(`token\n${lines(MOST_IMPORT_LINES)}`)).toHaveLength(5_000);
  });

  test("one more is refused", () => {
    expect(codeOf(lines(MOST_IMPORT_LINES + 1))).toBe("too_large");
    expect(codeOf(`token\n${lines(MOST_IMPORT_LINES + 1)}`)).toBe("too_large");
  });
});

describe("whatever is pasted", () => {
  const bits = fc.constantFrom(
    A,
    B,
    "token",
    ",",
    ";",
    "\t",
    '"',
    '""',
    "'",
    "\n",
    "\r\n",
    "\r",
    " ",
    "2026-11-01",
    "x",
    "\ufeff",
    "\u0000",
    "__proto__",
    "label",
  );
  const anyText = fc.oneof(
    utf16Text(),
    fc.array(bits, { maxLength: 40 }).map((parts) => parts.join("")),
    fc.array(bits, { maxLength: 40 }).map((parts) => `token,issued_at,label\n${parts.join("")}`),
  );

  test("is read, or refused with a code", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(["read", "invalid_input", "too_large"]).toContain(codeOf(text));
      }),
      { numRuns: 500 },
    );
  });

  test("gives lines in their order, no token twice, and no token that could not be one", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        if (codeOf(text) !== "read") return;
        const read = readImportLines(text);
        const numbers = read.map((entry) => (entry.ok ? entry.value.line : entry.line));
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
        const tokens = read.flatMap((entry) => (entry.ok ? [entry.value.token] : []));
        expect(new Set(tokens).size).toBe(tokens.length);
        for (const each of tokens) expect(each).toMatch(/^[\x21-\x7e]{20,2000}$/);
      }),
      { numRuns: 500 },
    );
  });

  test("finds every good line among bad ones", () => {
    const anyLine = fc.oneof(
      fc
        .string({ unit: fc.constantFrom(..."abcXYZ019-_"), minLength: 150, maxLength: 200 })
        .map((text) => `IGAA${text}`),
      fc.constantFrom("bad", "a b c", "é", "=?", "IGAA"),
    );
    fc.assert(
      fc.property(fc.uniqueArray(anyLine, { maxLength: 12, minLength: 1 }), fc.boolean(), (lines, withHeader) => {
        const read = readImportLines([...(withHeader ? ["token"] : []), ...lines].join("\n"));
        const tokens = read.flatMap((entry) => (entry.ok ? [entry.value.token] : []));
        expect(tokens).toEqual(lines.filter((line) => line.length > 100));
        expect(read).toHaveLength(lines.length);
      }),
      { numRuns: 300 },
    );
  });
});
