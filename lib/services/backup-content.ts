import "server-only";
import { z } from "zod";
import type { Dump } from "@/lib/db/dump";
import type { RowGroup } from "@/lib/db/load-plan";
import { type CountedTable, isPortable, PORTABLE_TYPES, type PortableRow } from "@/lib/db/portable";
import { AppError } from "@/lib/domain/app-error";

const FORMAT = 1;
/** Closes every backup: without it the lines were cut. */
const END_LINE = JSON.stringify({ end: true });

const headSchema = z.object({
  format: z.literal(FORMAT),
  /** Of Perennial. */
  version: z.string(),
  createdAt: z.iso.datetime(),
  database: z.enum(["sqlite", "postgresql"]),
  migrations: z.array(z.string()),
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.object({ name: z.string(), type: z.enum(PORTABLE_TYPES) })),
      rows: z.int().nonnegative(),
    }),
  ),
});

/** The first line of a backup: what follows, and what it was made from. */
export type BackupHead = z.infer<typeof headSchema>;

export function backupHead(dump: Dump, made: { version: string; createdAt: Date }): BackupHead {
  return {
    format: FORMAT,
    version: made.version,
    createdAt: made.createdAt.toISOString(),
    database: dump.kind,
    migrations: [...dump.migrations],
    tables: dump.tables.map(({ name, columns, rows }) => ({ name, columns: [...columns], rows })),
  };
}

/**
 * The lines of a backup: the head, every row as an array of its values, the end.
 *
 * @param onRows - told how many rows were read so far.
 */
export async function* writeContent(
  head: BackupHead,
  dump: Dump,
  onRows: (done: number) => void,
): AsyncGenerator<string> {
  yield `${JSON.stringify(head)}\n`;
  let done = 0;
  for (const table of dump.tables) {
    for await (const rows of dump.rows(table)) {
      yield rows.map((row) => `${JSON.stringify(row)}\n`).join("");
      done += rows.length;
      onRows(done);
    }
  }
  yield `${END_LINE}\n`;
}

/** @throws AppError `backup_newer` for another format, `backup_damaged` for anything that is no head. */
export async function readHead(lines: AsyncIterator<string>): Promise<BackupHead> {
  const line: unknown = parseLine(await nextLine(lines));
  const parsed = headSchema.safeParse(line);
  if (parsed.success) return parsed.data;
  const format = z.object({ format: z.number() }).safeParse(line);
  if (format.success && format.data.format > FORMAT) {
    throw new AppError(
      "backup_newer",
      "This backup was made by a newer version of Perennial. Restore it with that one.",
    );
  }
  throw unexpected();
}

/**
 * The rows behind the head, in groups of at most `most` of one table.
 *
 * @throws AppError `backup_damaged` unless there are exactly as many rows as the head says, each of them with values of
 * its columns' types, then the end and nothing more.
 */
export async function* readRows(
  head: BackupHead,
  lines: AsyncIterator<string>,
  most: number,
): AsyncGenerator<RowGroup> {
  for (const table of head.tables) {
    for (let left = table.rows; left > 0; ) {
      const rows: PortableRow[] = [];
      for (; rows.length < most && left > 0; left -= 1) rows.push(parseRow(table, await nextLine(lines)));
      yield { table, rows };
    }
  }
  if ((await nextLine(lines)) !== END_LINE || (await lines.next()).done !== true) throw unexpected();
}

function parseRow({ columns }: CountedTable, line: string): PortableRow {
  const row: unknown = parseLine(line);
  if (!Array.isArray(row) || row.length !== columns.length) throw unexpected();
  if (!columns.every(({ type }, index) => isPortable(type, row[index]))) throw unexpected();
  return row;
}

async function nextLine(lines: AsyncIterator<string>): Promise<string> {
  const { value, done } = await lines.next();
  if (done === true) throw unexpected();
  return value;
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw unexpected(cause);
  }
}

/** The bytes are what was sealed, so whoever sealed them wrote something else than we would. */
function unexpected(cause?: unknown): AppError {
  return new AppError("backup_damaged", "The backup does not hold what its beginning announces. Take another one.", {
    cause,
  });
}
