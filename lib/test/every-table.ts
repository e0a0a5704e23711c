import { randomBytes } from "node:crypto";
import Sqlite from "better-sqlite3";
import { readSqliteCatalogue } from "@/lib/db/catalogue-sqlite";
import type { Database, Queryable } from "@/lib/db/client";
import { readMigrations } from "@/lib/db/migration-files";
import { orderTables, type PortableTable } from "@/lib/db/portable";
import { SEALED_COLUMNS } from "@/lib/db/sealed-columns";
import { canaryContext } from "@/lib/services/check-keys";
import { sealedFor } from "@/lib/services/sealed-for";
import type { Vault } from "@/lib/vault/seal";

/** Texts that break careless quoting, encoding and splitting into lines. */
const HOSTILE = `it's "quoted", \\back\\slashed, 100 %, $1, {"json":null}\n\r\tnew lines\u2028, 名前, é, 🌸, <b>&amp;</b>`;
/** Of keys that are numbers: rows that the app itself writes later stay below. */
const FIRST_NUMBER = 1_000_000;
const LARGEST_INTEGER = 2_147_483_647;

interface Column {
  name: string;
  type: string;
  notnull: number;
  pk: number;
  refersTo: string | null;
}

export type Row = Record<string, unknown>;
interface Delegate {
  create(input: { data: Row }): Promise<Row>;
  findMany(): Promise<Row[]>;
  count(): Promise<number>;
}

/** The model's part of the client, found by the table's name: tables of later versions are there by themselves. */
export function delegate(db: Queryable, table: string): Delegate {
  const name = table.charAt(0).toLowerCase() + table.slice(1);
  return (db as unknown as Record<string, Delegate>)[name] as Delegate;
}

/** All tables, each behind those that it refers to, as the migrations make them. */
export function everyTable(): (PortableTable & { details: Column[] })[] {
  const connection = new Sqlite(":memory:");
  for (const { sql } of readMigrations("sqlite")) connection.exec(sql);
  return orderTables(readSqliteCatalogue(connection)).map((table) => {
    const details = connection
      .prepare<[string, string], Column>(
        `SELECT c.name, c.type, c."notnull", c.pk, f."table" AS refersTo
         FROM pragma_table_info(?) c LEFT JOIN pragma_foreign_key_list(?) f ON f."from" = c.name`,
      )
      .all(table.name, table.name);
    return { ...table, details };
  });
}

/**
 * Puts `count` rows into every table: with values of every kind in the first ones, and in the last with null wherever it
 * may stand. What ought to be sealed is.
 */
export async function fillEveryTable(db: Database, vault: Vault, count = 3): Promise<void> {
  await db.transaction((tx) => fillTables(tx, vault, count));
}

async function fillTables(db: Queryable, vault: Vault, count: number): Promise<void> {
  const written = new Map<string, Row[]>();
  for (const table of everyTable()) {
    const rows: Row[] = [];
    for (let number = 0; number < count; number += 1) {
      const row: Row = {};
      for (const column of table.details) {
        const parent = column.refersTo === null ? undefined : written.get(column.refersTo)?.[number];
        const mayBeNull = column.notnull === 0 && column.pk === 0;
        if (mayBeNull && number === count - 1) row[column.name] = null;
        else row[column.name] = parent?.id ?? valueFor(table.name, column, number);
      }
      sealIn(table.name, row, vault);
      rows.push(await delegate(db, table.name).create({ data: row }));
    }
    written.set(table.name, rows);
  }
}

function valueFor(table: string, { name, type, pk }: Column, number: number): unknown {
  switch (type) {
    case "TEXT":
      return pk > 0 ? `${table}-${number}` : `${table}.${name} ${number} ${HOSTILE}`;
    case "INTEGER":
      return pk > 0 ? FIRST_NUMBER + number : number === 0 ? -LARGEST_INTEGER : LARGEST_INTEGER - number;
    case "BIGINT":
      return number === 0 ? -(2n ** 62n) : 2n ** 60n + BigInt(number);
    case "REAL":
      return 0.1 + number;
    case "BOOLEAN":
      return number % 2 === 0;
    case "DATETIME":
      return new Date(number === 0 ? -86_399_999 : Date.UTC(2026, 10, 30, 8, 57, 41, 123) + number);
    case "BLOB":
      return Buffer.concat([Buffer.from([0, 10, 34, 92, 255]), randomBytes(1_000)]);
    case "JSONB":
      return { hostile: HOSTILE, number };
    default:
      throw new Error(`${table}.${name} has the type ${type}, which no test row has a value for yet.`);
  }
}

function sealIn(table: string, row: Row, vault: Vault): void {
  if (table === "KeyCanary") row.sealed = vault.seal("a canary", canaryContext(String(row.keyId)));
  for (const sealed of SEALED_COLUMNS) {
    const text = row[sealed.column];
    if (sealed.table !== table || typeof text !== "string") continue;
    row[sealed.column] = vault.seal(text, sealedFor(sealed, String(row[sealed.key])));
  }
}

/** Everything that a database holds, in an order of its own. */
export async function readEverything(db: Queryable): Promise<Record<string, Row[]>> {
  const all: Record<string, Row[]> = {};
  for (const { name } of everyTable()) {
    const rows = await delegate(db, name).findMany();
    all[name] = rows.toSorted((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
  }
  return all;
}

function sortKey(row: Row): string {
  return JSON.stringify(row, (_, value) => (typeof value === "bigint" ? String(value) : value));
}
