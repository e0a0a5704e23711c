/** The types of columns that a backup carries from one database to the other. */
export const PORTABLE_TYPES = ["text", "integer", "float", "boolean", "time", "bytes", "json"] as const;
export type PortableType = (typeof PORTABLE_TYPES)[number];

/**
 * A value as a backup writes it: times are milliseconds since 1970, bytes are base64, JSON is its text, and an integer
 * that a JavaScript number cannot hold is its digits.
 */
export type PortableValue = string | number | boolean | null;

/** The values of one row, in the order of its table's columns. */
export type PortableRow = readonly PortableValue[];

export interface PortableColumn {
  name: string;
  type: PortableType;
}

export interface PortableTable {
  name: string;
  columns: readonly PortableColumn[];
}

/** A table of a dump, with the number of its rows. */
export interface CountedTable extends PortableTable {
  rows: number;
}

/** What a database's own catalogue says of its tables. */
export interface Catalogue {
  tables: PortableTable[];
  /** Foreign keys, as pairs of tables. */
  references: { from: string; to: string }[];
}

/** Rows that are read or written at once. */
export const ROWS_AT_ONCE = 500;

/** A name as it stands in SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The integer itself, or its digits when a number would not be exact. */
export function portableInteger(digits: bigint | string): number | string {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : String(digits);
}

/** True when `value` can stand in a column of the type. */
export function isPortable(type: PortableType, value: unknown): value is PortableValue {
  if (value === null) return true;
  switch (type) {
    case "boolean":
      return typeof value === "boolean";
    case "float":
      return typeof value === "number";
    case "integer":
      return Number.isSafeInteger(value) || (typeof value === "string" && /^-?\d{1,19}$/.test(value));
    case "time":
      return Number.isSafeInteger(value);
    case "bytes":
      return typeof value === "string" && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
    default:
      return typeof value === "string";
  }
}

/**
 * The tables in an order in which rows can be written: each behind those that it refers to.
 *
 * @throws Error when tables refer to each other in a circle; rows of such tables have no order.
 */
export function orderTables({ tables, references }: Catalogue): PortableTable[] {
  const ordered: PortableTable[] = [];
  let waiting = tables.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  while (waiting.length > 0) {
    const names = new Set(waiting.map(({ name }) => name));
    const ready = waiting.filter(({ name }) => !references.some(({ from, to }) => from === name && names.has(to)));
    if (ready.length === 0) throw new Error(`These tables refer to each other in a circle: ${[...names].join(", ")}.`);
    ordered.push(...ready);
    waiting = waiting.filter((table) => !ready.includes(table));
  }
  return ordered;
}
