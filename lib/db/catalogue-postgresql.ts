import "server-only";
import type pg from "pg";
import type { Catalogue, PortableType } from "./portable";

const TYPES: Readonly<Record<string, PortableType>> = {
  text: "text",
  integer: "integer",
  bigint: "integer",
  "double precision": "float",
  boolean: "boolean",
  "timestamp without time zone": "time",
  bytea: "bytes",
  jsonb: "json",
};

const OWN_TABLES = `c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
  AND c.relname <> '_prisma_migrations'`;

interface ColumnRow {
  table: string;
  name: string;
  type: string;
}

/** Our tables as the database describes them. Columns that the database computes are left out. */
export async function readPostgresqlCatalogue(client: pg.Client): Promise<Catalogue> {
  const columns = await client.query<ColumnRow>(
    `SELECT c.relname AS "table", a.attname AS name, format_type(a.atttypid, NULL) AS type
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE ${OWN_TABLES} AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     ORDER BY c.relname, a.attnum`,
  );
  const references = await client.query<{ from: string; to: string }>(
    `SELECT c.relname AS "from", t.relname AS "to"
     FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class t ON t.oid = f.confrelid
     WHERE ${OWN_TABLES} AND f.contype = 'f'`,
  );
  const names = [...new Set(columns.rows.map(({ table }) => table))];
  const columnsOf = (table: string) =>
    columns.rows.filter((row) => row.table === table).map((row) => ({ name: row.name, type: portableType(row) }));
  return { tables: names.map((name) => ({ name, columns: columnsOf(name) })), references: references.rows };
}

function portableType({ table, name, type }: ColumnRow): PortableType {
  const portable = TYPES[type];
  if (portable === undefined) throw new Error(`${table}.${name} has the type ${type}, which no backup carries yet.`);
  return portable;
}

/** Tables with triggers of our own; those of foreign keys are the database's. */
export async function readPostgresqlTriggerTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT DISTINCT c.relname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
     WHERE ${OWN_TABLES} AND NOT t.tgisinternal`,
  );
  return rows.map(({ name }) => name);
}

/** Columns that count up by themselves, each with its sequence. */
export async function readPostgresqlSequences(
  client: pg.Client,
): Promise<{ table: string; column: string; sequence: string }[]> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `SELECT c.relname AS "table", a.attname AS "column",
       pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS sequence
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE ${OWN_TABLES} AND a.attnum > 0 AND NOT a.attisdropped
       AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL`,
  );
  return rows;
}
