import "server-only";
import pg from "pg";
import { AppError } from "@/lib/domain/app-error";
import { SECOND } from "@/lib/domain/durations";
import { readPostgresqlCatalogue } from "./catalogue-postgresql";
import type { Dump } from "./dump";
import { readApplied } from "./migrate-postgresql";
import { readMigrations } from "./migration-files";
import { appliedNames, planMigrations } from "./migration-plan";
import {
  type CountedTable,
  orderTables,
  type PortableColumn,
  type PortableRow,
  type PortableTable,
  type PortableValue,
  portableInteger,
  quoted,
  ROWS_AT_ONCE,
} from "./portable";

const CONNECT_TIMEOUT = 5 * SECOND;

/** Reads everything in one transaction, which sees the database as it was at its beginning. */
export async function openPostgresqlDump(url: string): Promise<Dump> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT });
  // A connection that breaks between two queries reports it here; the next query fails with the same reason.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const { rows: found } = await client.query(`SELECT to_regclass('"_prisma_migrations"') IS NULL AS missing`);
    if (found[0]?.missing === true) {
      throw new AppError("database_missing", "The PostgreSQL database of DATABASE_URL holds no Perennial.");
    }
    const applied = await readApplied(client);
    planMigrations(readMigrations("postgresql"), applied);
    const tables = await countRows(client, orderTables(await readPostgresqlCatalogue(client)));
    return {
      kind: "postgresql",
      migrations: appliedNames(applied),
      tables,
      rows: (table) => readRows(client, table),
      close: () => client.end(),
    };
  } catch (error) {
    await client.end();
    throw error;
  }
}

async function countRows(client: pg.Client, tables: readonly PortableTable[]): Promise<CountedTable[]> {
  const counted: CountedTable[] = [];
  for (const table of tables) {
    const { rows } = await client.query<{ rows: string }>(`SELECT count(*) AS rows FROM ${quoted(table.name)}`);
    counted.push({ ...table, rows: Number(rows[0]?.rows) });
  }
  return counted;
}

async function* readRows(client: pg.Client, { name, columns }: PortableTable): AsyncGenerator<PortableRow[]> {
  await client.query(
    `DECLARE rows NO SCROLL CURSOR FOR SELECT ${columns.map(selected).join(", ")} FROM ${quoted(name)}`,
  );
  for (;;) {
    const text = `FETCH ${ROWS_AT_ONCE} FROM rows`;
    const { rows } = await client.query<unknown[]>({ text, rowMode: "array" });
    if (rows.length === 0) break;
    yield rows.map((values) => columns.map(({ type }, index) => fromPostgresql(type, values[index])));
  }
  await client.query("CLOSE rows");
}

/** Every value as text that needs no knowledge of time zones or drivers. */
function selected({ name, type }: PortableColumn): string {
  if (type === "time") return `(extract(epoch FROM ${quoted(name)}) * 1000)::bigint::text`;
  if (type === "integer" || type === "json") return `${quoted(name)}::text`;
  return quoted(name);
}

function fromPostgresql(type: PortableColumn["type"], value: unknown): PortableValue {
  if (value === null) return null;
  if (Buffer.isBuffer(value)) return value.toString("base64");
  if (typeof value === "string") return type === "integer" || type === "time" ? portableInteger(value) : value;
  if (typeof value === "number" || typeof value === "boolean") return value;
  throw new Error(`PostgreSQL answered with a ${typeof value} for a ${type}.`);
}
