import "server-only";
import Sqlite from "better-sqlite3";
import { readSqliteCatalogue } from "./catalogue-sqlite";
import { readMigrations } from "./migration-files";
import { type CountedTable, quoted } from "./portable";

/**
 * The tables of a database that has just been migrated, each with the rows that the migrations themselves put there; the
 * same on both databases.
 *
 * @param migrations - names of those that were applied; default: all.
 */
export function freshTables(migrations?: readonly string[]): CountedTable[] {
  const connection = new Sqlite(":memory:");
  try {
    for (const { name, sql } of readMigrations("sqlite")) {
      if (migrations?.includes(name) !== false) connection.exec(sql);
    }
    const count = (name: string) =>
      Number(
        connection
          .prepare(`SELECT count(*) FROM ${quoted(name)}`)
          .pluck()
          .get(),
      );
    return readSqliteCatalogue(connection).tables.map((table) => ({ ...table, rows: count(table.name) }));
  } finally {
    connection.close();
  }
}

/** How many rows a table may have while its database still counts as empty. */
export function freshRows(): (table: string) => number {
  const tables = freshTables();
  return (table) => tables.find(({ name }) => name === table)?.rows ?? 0;
}
