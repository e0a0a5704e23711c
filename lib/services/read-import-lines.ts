import "server-only";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { AppError } from "@/lib/domain/app-error";

export const MOST_IMPORT_LINES = 5_000;

export interface ImportLine {
  /** Counted from 1 in what was pasted, the header included. */
  line: number;
  token: string;
  issuedAt: Date | null;
  expiresAt: Date | null;
  label: string | null;
}

export type ReadLine = { ok: true; value: ImportLine } | { ok: false; line: number; problem: string };

const META_PREFIX = /^(IG|EAA)/;
const instant = z.union([z.iso.datetime({ offset: true, local: true }), z.iso.date()]);

/**
 * Reads what a person pasted: one token, one a line, or CSV with a header that has a `token` column. Quotes, blanks and
 * line breaks around a token are dropped; a bad line is reported and never stops the others.
 *
 * @throws AppError `invalid_input` when there is nothing to read or no such CSV, `too_large` beyond 5,000 lines.
 */
export function readImportLines(text: string): ReadLine[] {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
  const header = lines.find((line) => line.trim() !== "");
  if (header === undefined) throw new AppError("invalid_input", "Paste at least one token, or choose a CSV file.");
  const found = isHeader(header) ? readCsv(text) : readPlain(lines);
  if (found.length > MOST_IMPORT_LINES) {
    throw new AppError(
      "too_large",
      `That are ${found.length} lines; at most ${MOST_IMPORT_LINES} fit into one import. Split the list.`,
    );
  }
  if (found.length === 0) throw new AppError("invalid_input", "There is a header but no line below it.");
  return withoutRepeats(found);
}

function isHeader(line: string): boolean {
  return cells(line).includes("token");
}

function cells(line: string): string[] {
  return line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"|"$/g, "").trim().toLowerCase());
}

function readPlain(lines: readonly string[]): ReadLine[] {
  const entries = lines
    .map((text, index) => ({ line: index + 1, text: clean(text) }))
    .filter(({ text }) => text !== "");
  const [first, ...rest] = entries;
  // A token copied out of a narrow window comes with line breaks inside.
  const isOneBrokenToken =
    first !== undefined &&
    META_PREFIX.test(first.text) &&
    rest.length > 0 &&
    rest.length < 8 &&
    rest.every(({ text }) => !META_PREFIX.test(text));
  const whole = isOneBrokenToken ? [{ line: first.line, text: entries.map(({ text }) => text).join("") }] : entries;
  return whole.map(({ line, text }) => toLine(line, { token: text }));
}

function readCsv(text: string): ReadLine[] {
  const headerLine = text.split(/\r\n|\r|\n/).find((line) => line.trim() !== "") ?? "";
  const delimiter = [",", ";", "\t"].find((sign) => headerLine.includes(sign)) ?? ",";
  try {
    const rows: unknown = parse(text, {
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    });
    return csvRows.parse(rows).map(({ info, record }) => toLine(info.lines, record));
  } catch (cause) {
    throw new AppError(
      "invalid_input",
      "This CSV cannot be read. Check its quotes, and that its first line names the columns.",
      { cause },
    );
  }
}

const csvRows = z.array(
  z.object({ info: z.object({ lines: z.number() }), record: z.record(z.string(), z.string().optional()) }),
);

/** Quotes, blanks, invisible characters, and a trailing comma or semicolon are not part of a token. */
function clean(text: string): string {
  return text.replace(/[\s"'`“”„‘’\u200b-\u200f\u2060\ufeff]+/gu, "").replace(/[,;]+$/, "");
}

function toLine(line: number, cell: Record<string, string | undefined>): ReadLine {
  const bad = (problem: string): ReadLine => ({ ok: false, line, problem });
  const token = clean(cell.token ?? "");
  if (token === "") return bad("There is no token in this line.");
  if (!/^[A-Za-z0-9_.|~+/=-]{20,2000}$/.test(token))
    return bad("This does not look like a token. Copy it again, whole.");
  const issuedAt = readInstant(cell.issued_at);
  const expiresAt = readInstant(cell.expires_at);
  if (issuedAt === "malformed")
    return bad("issued_at is no ISO 8601 date, such as 2026-11-23 or 2026-11-23T10:00:00Z.");
  if (expiresAt === "malformed")
    return bad("expires_at is no ISO 8601 date, such as 2026-11-23 or 2026-11-23T10:00:00Z.");
  const label = cell.label?.trim() ?? "";
  return { ok: true, value: { line, token, issuedAt, expiresAt, label: label === "" ? null : label } };
}

/** A date without a zone is read as UTC. */
function readInstant(text: string | undefined): Date | null | "malformed" {
  const trimmed = (text ?? "").trim().replace(/^"|"$/g, "");
  if (trimmed === "") return null;
  const normal = trimmed.replace(/^(\d{4}-\d{2}-\d{2}) (\d)/, "$1T$2");
  if (!instant.safeParse(normal).success) return "malformed";
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/i.test(normal) || !normal.includes("T");
  const date = new Date(hasZone ? normal : `${normal}Z`);
  return Number.isNaN(date.getTime()) ? "malformed" : date;
}

function withoutRepeats(lines: readonly ReadLine[]): ReadLine[] {
  const seen = new Map<string, number>();
  return lines.map((entry) => {
    if (!entry.ok) return entry;
    const { token, line } = entry.value;
    const first = seen.get(token);
    if (first === undefined) {
      seen.set(token, line);
      return entry;
    }
    return { ok: false, line, problem: `The same token stands in line ${first}.` };
  });
}
