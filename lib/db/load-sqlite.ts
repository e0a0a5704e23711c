import "server-only";
import { existsSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { AppError } from "@/lib/domain/app-error";
import { SECOND } from "@/lib/domain/durations";
import { readSqliteCatalogue, readSqliteTriggers } from "./catalogue-sqlite";
import { isBusy } from "./errors";
import { freshRows } from "./fresh-database";
import { compareTables, IN_USE, type LoadPlan, type LoadReport, NOT_EMPTY, type Target } from "./load-plan";
import { copyFile } from "./migrate-sqlite";
import { type PortableColumn, type PortableTable, type PortableValue, quoted } from "./portable";

/** Milliseconds. A server that has just been stopped lets go of its file within this time. */
const LOCK_PATIENCE = 3 * SECOND;

/** @throws AppError `database_in_use`, `database_not_empty`. */
export function openSqliteTarget(path: string, replace: boolean): Target {
  let isBlank = true;
  if (existsSync(path)) {
    const connection = openAlone(path);
    try {
      if (!replace && holdsData(connection)) throw new AppError("database_not_empty", NOT_EMPTY);
      isBlank = readSqliteCatalogue(connection).tables.length === 0;
    } finally {
      connection.close();
    }
  }
  return { isBlank, fill: (plan) => fill(path, plan), close: async () => undefined };
}

/**
 * Opens the file for nobody else: every connection in WAL mode holds a shared lock for as long as it lives, so the
 * exclusive one proves that there is no other, and keeps others out until it is closed.
 */
function openAlone(path: string): Sqlite.Database {
  const connection = new Sqlite(path, { fileMustExist: true, timeout: LOCK_PATIENCE });
  try {
    connection.pragma("locking_mode = EXCLUSIVE");
    connection.pragma("synchronous = FULL");
    connection.pragma("foreign_keys = OFF");
    connection.exec("BEGIN EXCLUSIVE; COMMIT");
    return connection;
  } catch (error) {
    connection.close();
    throw isBusy(error) ? new AppError("database_in_use", IN_USE, { cause: error }) : error;
  }
}

/** True when a table has more rows than the migrations put there. */
function holdsData(connection: Sqlite.Database): boolean {
  const allowed = freshRows();
  return readSqliteCatalogue(connection).tables.some(({ name }) => {
    const more = `SELECT 1 FROM ${quoted(name)} LIMIT 1 OFFSET ${allowed(name)}`;
    return connection.prepare(more).get() !== undefined;
  });
}

async function fill(path: string, plan: LoadPlan): Promise<LoadReport> {
  const connection = openAlone(path);
  try {
    const isFull = holdsData(connection);
    if (isFull && !plan.replace) throw new AppError("database_not_empty", NOT_EMPTY);
    const copy = isFull ? copyFile(connection, path, "restore") : null;
    connection.exec("BEGIN EXCLUSIVE");
    try {
      await writeRows(connection, plan);
      connection.exec("COMMIT");
    } catch (error) {
      connection.exec("ROLLBACK");
      throw error;
    }
    return { copy };
  } finally {
    connection.close();
  }
}

async function writeRows(connection: Sqlite.Database, plan: LoadPlan): Promise<void> {
  const catalogue = readSqliteCatalogue(connection);
  compareTables(plan.tables, catalogue.tables);
  const triggers = readSqliteTriggers(connection);
  for (const { name } of triggers) connection.exec(`DROP TRIGGER ${quoted(name)}`);
  for (const { name } of catalogue.tables) connection.exec(`DELETE FROM ${quoted(name)}`);
  for await (const { table, rows } of plan.rows()) {
    const statement = connection.prepare(insertInto(table));
    for (const row of rows) statement.run(table.columns.map(({ type }, index) => toSqlite(type, row[index] ?? null)));
  }
  const orphans = connection.pragma("foreign_key_check") as { table: string }[];
  if (orphans[0] !== undefined) throw new Error(`A row of ${orphans[0].table} refers to one that is not there.`);
  for (const { sql } of triggers) connection.exec(sql);
}

function insertInto({ name, columns }: PortableTable): string {
  const names = columns.map((column) => quoted(column.name)).join(", ");
  return `INSERT INTO ${quoted(name)} (${names}) VALUES (${columns.map(() => "?").join(", ")})`;
}

function toSqlite(type: PortableColumn["type"], value: PortableValue): unknown {
  if (value === null) return null;
  if (type === "bytes") return Buffer.from(String(value), "base64");
  if (type === "boolean") return value === true ? 1n : 0n;
  return type === "integer" || type === "time" ? BigInt(value) : value;
}
