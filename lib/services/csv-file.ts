import "server-only";
import { stringify } from "csv-stringify/sync";

export type CsvCell = string | number | null;

/** A file for spreadsheets, in pieces: the columns' names, then a piece for each group of entries. */
export async function* csvFile<Column extends string, Entry>(
  columns: readonly Column[],
  groups: AsyncIterable<readonly Entry[]>,
  cells: (entry: Entry) => Record<Column, CsvCell>,
): AsyncGenerator<string> {
  // The mark tells spreadsheets that this is UTF-8.
  yield `\ufeff${csvLines([[...columns]])}`;
  for await (const entries of groups) {
    const rows = entries.map(cells);
    yield csvLines(rows.map((row) => columns.map((column) => row[column])));
  }
}

/**
 * RFC 4180: lines end in CRLF, and a cell with a quote, a comma or a line break is quoted. What a cell could start as a
 * formula is text there.
 */
export function csvLines(rows: CsvCell[][]): string {
  return stringify(rows, { record_delimiter: "windows", escape_formulas: true });
}
