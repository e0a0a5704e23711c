import "server-only";
import { CsvError, parse } from "csv-parse/sync";
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

const DELIMITERS = [",", ";", "\t"];
const META_PREFIX = /^(IG|EAA)/;
const META_TOKEN = /^(IG|EAA)[\w-]{16,}$/;
/** Characters. Instagram's tokens have 150 to 200 behind their prefix (instagram-platform §13). */
const SHORTEST_WHOLE_TOKEN = 150;
/** Lines that one cell or one broken token may take. */
const MOST_PIECES = 8;
const instant = z.union([z.iso.datetime({ offset: true, local: true }), z.iso.date()]);

/**
 * Reads what a person pasted: one token, one a line, or CSV with a header that has a `token` column. Quotes, blanks and
 * line breaks around a token are dropped; a bad line is reported and never stops the others.
 *
 * @throws AppError `invalid_input` when there is nothing to read, `too_large` beyond 5,000 lines.
 */
export function readImportLines(text: string): ReadLine[] {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
  const first = lines.findIndex((line) => line.trim() !== "");
  if (first === -1) throw new AppError("invalid_input", "Paste at least one token, or choose a CSV file.");
  const header = lines[first] ?? "";
  const delimiter = DELIMITERS.find((sign) => columnNames(header, sign).includes("token"));
  const found = delimiter === undefined ? readPlain(lines) : readCsv(lines, first, delimiter);
  if (found.length > MOST_IMPORT_LINES) {
    throw new AppError(
      "too_large",
      `That are ${found.length} lines; at most ${MOST_IMPORT_LINES} fit into one import. Split the list.`,
    );
  }
  if (found.length === 0) throw new AppError("invalid_input", "There is a header but no line below it.");
  return withoutRepeats(found);
}

function columnNames(header: string, delimiter: string): string[] {
  return header.split(delimiter).map((cell) => cell.trim().replace(/^"|"$/g, "").trim().toLowerCase());
}

function readPlain(lines: readonly string[]): ReadLine[] {
  const entries = lines
    .map((text, index) => ({ line: index + 1, text: clean(text), inOnePiece: !/\S\s+\S/.test(text) }))
    .filter(({ text }) => text !== "");
  const [first, ...rest] = entries;
  const joined = entries.map(({ text }) => text).join("");
  // A token copied out of a narrow window comes with line breaks inside.
  const isOneBrokenToken =
    first !== undefined &&
    META_PREFIX.test(first.text) &&
    first.text.length < SHORTEST_WHOLE_TOKEN &&
    joined.length >= SHORTEST_WHOLE_TOKEN &&
    rest.length > 0 &&
    rest.length < MOST_PIECES &&
    rest.every(({ text, inOnePiece }) => inOnePiece && /^[\w-]+$/.test(text) && !META_PREFIX.test(text));
  const whole = isOneBrokenToken ? [{ line: first.line, text: joined }] : entries;
  return whole.map(({ line, text }) => toLine(line, { token: text }));
}

/** Line by line, so that a stray quote spoils its own line and not all that follow. */
function readCsv(lines: readonly string[], headerAt: number, delimiter: string): ReadLine[] {
  const columns = columnNames(lines[headerAt] ?? "", delimiter);
  const found: ReadLine[] = [];
  for (let at = headerAt + 1; at < lines.length; at += 1) {
    if (lines[at]?.trim() === "") continue;
    const { cells, next } = readRecord(lines, at, columns, delimiter);
    found.push(
      cells === null
        ? { ok: false, line: at + 1, problem: "A quote in this line is never closed." }
        : toLine(at + 1, cells),
    );
    at = next - 1;
  }
  return found;
}

/** The record that begins at `at`. A quoted cell may go on below, but not over a line that holds a token of its own. */
function readRecord(lines: readonly string[], at: number, columns: string[], delimiter: string) {
  for (let end = at + 1; end <= Math.min(at + MOST_PIECES, lines.length); end += 1) {
    const holdsToken = lines[end - 1]?.split(delimiter).some((cell) => META_TOKEN.test(clean(cell)));
    if (end > at + 1 && holdsToken) break;
    const cells = readCells(lines.slice(at, end).join("\n"), columns, delimiter);
    if (cells !== null) return { cells, next: end };
  }
  return { cells: null, next: at + 1 };
}

/** Null when a quote is not closed. */
function readCells(text: string, columns: string[], delimiter: string): Record<string, string> | null {
  try {
    const options = { columns, delimiter, relax_column_count: true, relax_quotes: true, trim: true };
    return parse<Record<string, string>>(text, options)[0] ?? {};
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

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
  // "+0000" is how Instagram itself writes a zone (instagram-platform §5.4).
  const normal = trimmed
    .toUpperCase()
    .replace(/^(\d{4}-\d{2}-\d{2}) (\d)/, "$1T$2")
    .replace(/(T.*[+-]\d{2})(\d{2})$/, "$1:$2");
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
