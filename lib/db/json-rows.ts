import "server-only";
import type { DatabaseKind } from "./database-url";

/** Types of columns as both databases read them out of JSON. */
export type ColumnType = "text" | "integer" | "boolean" | "time";

const POSTGRESQL_TYPES: Record<ColumnType, string> = {
  text: "text",
  integer: "int",
  boolean: "boolean",
  time: "timestamp(3)",
};

/**
 * A FROM item named `name` that reads rows from the statement's one parameter, {@link jsonRows}' JSON: many rows go to
 * the database in one statement whose text never changes.
 */
export function jsonSource(kind: DatabaseKind, name: string, columns: Readonly<Record<string, ColumnType>>): string {
  if (kind === "sqlite") {
    const read = Object.keys(columns).map((column) => `value ->> '$.${column}' AS "${column}"`);
    return `(SELECT ${read.join(", ")} FROM json_each(?)) AS ${name}`;
  }
  const typed = Object.entries(columns).map(([column, type]) => `"${column}" ${POSTGRESQL_TYPES[type]}`);
  return `jsonb_to_recordset($1::jsonb) AS ${name}(${typed.join(", ")})`;
}

/** The statement for each database, made once. */
export function onBoth(statement: (kind: DatabaseKind) => string): Record<DatabaseKind, string> {
  return { sqlite: statement("sqlite"), postgresql: statement("postgresql") };
}

/** Rows as JSON. SQLite keeps times as milliseconds; PostgreSQL reads ISO 8601, in UTC by our convention. */
export function jsonRows(kind: DatabaseKind, rows: readonly object[]): string {
  return JSON.stringify(rows, function (this: Record<string, unknown>, key, value: unknown) {
    const original = this[key];
    if (!(original instanceof Date)) return value;
    return kind === "sqlite" ? original.getTime() : original.toISOString().replace("Z", "");
  });
}
