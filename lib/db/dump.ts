import "server-only";
import { type DatabaseKind, databaseKind, sqlitePath } from "./database-url";
import { openPostgresqlDump } from "./dump-postgresql";
import { openSqliteDump } from "./dump-sqlite";
import { toDatabaseError } from "./errors";
import type { CountedTable, PortableRow } from "./portable";

/** Everything that a database held at one moment, while others go on writing to it. */
export interface Dump {
  kind: DatabaseKind;
  /** Names of the applied migrations, oldest first. */
  migrations: readonly string[];
  /** All of our tables, each behind those that it refers to. */
  tables: readonly CountedTable[];
  /** The rows of one table, in groups. One table is read at a time. */
  rows(table: CountedTable): AsyncIterable<readonly PortableRow[]>;
  close(): Promise<void>;
}

/**
 * Takes a consistent picture of a database.
 *
 * @param folder - where SQLite's copy lies until the dump is closed; it must be readable by its owner alone.
 * @throws AppError `database_missing` when there is none, `database_newer` when a newer version wrote it,
 * `database_unavailable` when it does not answer.
 */
export async function openDump(url: string, folder: string): Promise<Dump> {
  try {
    return databaseKind(url) === "sqlite"
      ? await openSqliteDump(sqlitePath(url), folder)
      : await openPostgresqlDump(url);
  } catch (error) {
    throw toDatabaseError(error);
  }
}
