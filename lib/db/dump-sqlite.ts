import "server-only";
import { existsSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { AppError } from "@/lib/domain/app-error";
import { SECOND } from "@/lib/domain/durations";
import { readSqliteCatalogue } from "./catalogue-sqlite";
import type { Dump } from "./dump";
import { readApplied } from "./migrate-sqlite";
import { readMigrations } from "./migration-files";
import { appliedNames, planMigrations } from "./migration-plan";
import {
  type CountedTable,
  orderTables,
  type PortableColumn,
  type PortableRow,
  type PortableTable,
  type PortableValue,
  portableInteger,
  quoted,
  ROWS_AT_ONCE,
} from "./portable";

const LOCK_PATIENCE = 20 * SECOND;
/** SQLite starts a copy over whenever somebody writes between two steps, so there is one step. */
const ALL_PAGES = 0x7fff_ffff;

/** Copies the file with SQLite's online backup and reads the copy. */
export async function openSqliteDump(path: string, folder: string): Promise<Dump> {
  if (!existsSync(path)) throw new AppError("database_missing", `There is no database at ${path}.`);
  const copy = join(folder, "copy.db");
  const source = new Sqlite(path, { fileMustExist: true, timeout: LOCK_PATIENCE });
  try {
    await source.backup(copy, { progress: () => ALL_PAGES });
  } finally {
    source.close();
  }
  const connection = new Sqlite(copy);
  try {
    const applied = readApplied(connection);
    if (applied.length === 0) throw new AppError("database_missing", `The file ${path} holds no Perennial.`);
    planMigrations(readMigrations("sqlite"), applied);
    return {
      kind: "sqlite",
      migrations: appliedNames(applied),
      tables: countRows(connection, orderTables(readSqliteCatalogue(connection))),
      rows: (table) => readRows(connection, table),
      close: async () => void connection.close(),
    };
  } catch (error) {
    connection.close();
    throw error;
  }
}

function countRows(connection: Sqlite.Database, tables: readonly PortableTable[]): CountedTable[] {
  return tables.map((table) => ({
    ...table,
    rows: Number(
      connection
        .prepare(`SELECT count(*) FROM ${quoted(table.name)}`)
        .pluck()
        .get(),
    ),
  }));
}

async function* readRows(connection: Sqlite.Database, { name, columns }: PortableTable): AsyncGenerator<PortableRow[]> {
  const list = columns.map((column) => quoted(column.name)).join(", ");
  const statement = connection
    .prepare<[], unknown[]>(`SELECT ${list} FROM ${quoted(name)}`)
    .raw()
    .safeIntegers();
  let group: PortableRow[] = [];
  for (const values of statement.iterate()) {
    group.push(columns.map((column, index) => fromSqlite(name, column, values[index])));
    if (group.length === ROWS_AT_ONCE) {
      yield group;
      group = [];
    }
  }
  if (group.length > 0) yield group;
}

/** @throws Error when SQLite, which lets any column hold anything, holds what the column's type does not allow. */
function fromSqlite(table: string, { name, type }: PortableColumn, value: unknown): PortableValue {
  if (value === null) return null;
  if (type === "json") return String(value);
  if (type === "text" && typeof value === "string") return value;
  if (type === "bytes" && Buffer.isBuffer(value)) return value.toString("base64");
  if (type === "float" && (typeof value === "number" || typeof value === "bigint")) return Number(value);
  if (typeof value === "bigint") {
    if (type === "boolean") return value !== 0n;
    if (type === "integer" || type === "time") return portableInteger(value);
  }
  throw new Error(`${table}.${name} holds a ${typeof value}, which is not a ${type}.`);
}
