import "server-only";
import Sqlite from "better-sqlite3";
import { readSqliteCatalogue } from "./catalogue-sqlite";
import { readMigrations } from "./migration-files";
import { quoted } from "./portable";

/** How many rows the migrations themselves put into each table, on either database: a new database has these. */
export function freshRows(): ReadonlyMap<string, number> {
  const connection = new Sqlite(":memory:");
  try {
    for (const { sql } of readMigrations("sqlite")) connection.exec(sql);
    const count = (name: string) =>
      Number(
        connection
          .prepare(`SELECT count(*) FROM ${quoted(name)}`)
          .pluck()
          .get(),
      );
    return new Map(readSqliteCatalogue(connection).tables.map(({ name }) => [name, count(name)]));
  } finally {
    connection.close();
  }
}
