import "server-only";
import type Sqlite from "better-sqlite3";
import type { Catalogue, PortableColumn, PortableType } from "./portable";

const TYPES: Readonly<Record<string, PortableType>> = {
  TEXT: "text",
  INTEGER: "integer",
  BIGINT: "integer",
  REAL: "float",
  BOOLEAN: "boolean",
  DATETIME: "time",
  BLOB: "bytes",
  JSONB: "json",
};

const OWN_TABLES = `type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '_prisma_migrations'`;

/** Our tables as the file describes them. Columns that the database computes are left out. */
export function readSqliteCatalogue(connection: Sqlite.Database): Catalogue {
  const names = connection.prepare(`SELECT name FROM sqlite_master WHERE ${OWN_TABLES}`).pluck().all() as string[];
  const references = names.flatMap((from) =>
    connection
      .prepare<[string], { to: string }>('SELECT "table" AS "to" FROM pragma_foreign_key_list(?)')
      .all(from)
      .map(({ to }) => ({ from, to })),
  );
  return { tables: names.map((name) => ({ name, columns: readColumns(connection, name) })), references };
}

function readColumns(connection: Sqlite.Database, table: string): PortableColumn[] {
  return connection
    .prepare<[string], { name: string; type: string }>("SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden = 0")
    .all(table)
    .map(({ name, type }) => {
      const portable = TYPES[type.toUpperCase()];
      if (portable === undefined)
        throw new Error(`${table}.${name} has the type ${type}, which no backup carries yet.`);
      return { name, type: portable };
    });
}

/** The triggers of the file, each with the statement that makes it. */
export function readSqliteTriggers(connection: Sqlite.Database): { name: string; sql: string }[] {
  return connection
    .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    .all();
}
