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

/** Columns of rows that go to the database as JSON, in their order. */
export type JsonColumns = Readonly<Record<string, ColumnType>>;

/**
 * A FROM item named `name` that reads rows from the statement's one parameter, {@link jsonRows}' JSON: many rows go to
 * the database in one statement whose text never changes.
 */
export function jsonSource(kind: DatabaseKind, name: string, columns: JsonColumns): string {
  const read = Object.entries(columns).map(([column, type], index) =>
    kind === "sqlite"
      ? `value ->> '$[${index}]' AS "${column}"`
      : `(value ->> ${index})::${POSTGRESQL_TYPES[type]} AS "${column}"`,
  );
  const rows = kind === "sqlite" ? "json_each(?)" : "jsonb_array_elements($1::jsonb)";
  return `(SELECT ${read.join(", ")} FROM ${rows}) AS ${name}`;
}

/** What is made of statements, for each database, once. */
export function onBoth<Statements>(make: (kind: DatabaseKind) => Statements): Record<DatabaseKind, Statements> {
  return { sqlite: make("sqlite"), postgresql: make("postgresql") };
}

/** The row's values in the order of the columns. */
export function valuesIn<Columns extends JsonColumns>(
  columns: Columns,
): (row: Readonly<Record<keyof Columns, unknown>>) => unknown[] {
  const names: (keyof Columns)[] = Object.keys(columns);
  return (row) => names.map((name) => row[name]);
}

/** Rows of values as JSON. SQLite keeps times as milliseconds; PostgreSQL reads ISO 8601, in UTC by our convention. */
export function jsonRows(kind: DatabaseKind, rows: readonly (readonly unknown[])[]): string {
  const time = (instant: Date) => (kind === "sqlite" ? instant.getTime() : instant.toISOString().replace("Z", ""));
  return JSON.stringify(rows.map((row) => row.map((value) => (value instanceof Date ? time(value) : value))));
}
