import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { AppError } from "@/lib/domain/app-error";
import { SECOND } from "@/lib/domain/durations";
import { readPostgresqlCatalogue, readPostgresqlSequences, readPostgresqlTriggerTables } from "./catalogue-postgresql";
import { PROGRAM_NAME } from "./client";
import { freshRows } from "./fresh-database";
import { compareTables, IN_USE, type LoadPlan, NOT_EMPTY, type RowGroup, type Target } from "./load-plan";
import { MIGRATION_LOCK } from "./migrate-postgresql";
import { type PortableColumn, type PortableTable, type PortableValue, quoted } from "./portable";

const CONNECT_TIMEOUT = 5 * SECOND;
/** One restore at a time. */
const RESTORE_LOCK = 72_707_370;
const RESTORER_NAME = "perennial-restore";
/** A server that has just been stopped may still be listed for a moment. */
const LOOKS = 6;
const LOOK_INTERVAL = 500;

/** @throws AppError `database_in_use`, `database_not_empty`. */
export async function openPostgresqlTarget(url: string, replace: boolean): Promise<Target> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    application_name: RESTORER_NAME,
  });
  // A connection that breaks between two queries reports it here; the next query fails with the same reason.
  client.on("error", () => undefined);
  await client.connect();
  try {
    // Whatever name the address itself gives its connections: other restores must know this one.
    await client.query(`SET application_name = '${RESTORER_NAME}'`);
    const lock = await client.query("SELECT pg_try_advisory_lock($1) AS ours", [RESTORE_LOCK]);
    if (lock.rows[0]?.ours !== true) throw new AppError("database_in_use", IN_USE);
    await refuseOthers(client);
    const { tables } = await readPostgresqlCatalogue(client);
    if (!replace && (await holdsData(client, tables))) throw new AppError("database_not_empty", NOT_EMPTY);
    return { isBlank: tables.length === 0, fill: (plan) => fill(client, plan), close: () => client.end() };
  } catch (error) {
    await client.end();
    throw error;
  }
}

/** Every process of ours keeps a connection while it has the database open; other programs of the same role count too. */
async function refuseOthers(client: pg.Client): Promise<void> {
  for (let look = 1; look <= LOOKS; look += 1) {
    const { rows } = await client.query(
      `SELECT 1 FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name <> $1
         AND coalesce(backend_type, 'client backend') = 'client backend'
         AND (usename = current_user OR application_name = $2) LIMIT 1`,
      [RESTORER_NAME, PROGRAM_NAME],
    );
    if (rows.length === 0) return;
    if (look < LOOKS) await pause(LOOK_INTERVAL);
  }
  throw new AppError("database_in_use", IN_USE);
}

/** True when a table has more rows than the migrations put there. */
async function holdsData(client: pg.Client, tables: readonly PortableTable[]): Promise<boolean> {
  const allowed = freshRows();
  for (const { name } of tables) {
    const { rows } = await client.query(`SELECT 1 FROM ${quoted(name)} LIMIT 1 OFFSET ${allowed(name)}`);
    if (rows.length > 0) return true;
  }
  return false;
}

async function fill(client: pg.Client, plan: LoadPlan): Promise<{ copy: null }> {
  await client.query("BEGIN");
  try {
    // A server that starts now waits here, before it has read or written anything.
    await client.query("SELECT pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
    await refuseOthers(client);
    const catalogue = await readPostgresqlCatalogue(client);
    compareTables(plan.tables, catalogue.tables);
    const names = catalogue.tables.map(({ name }) => quoted(name)).join(", ");
    await client.query(`LOCK TABLE ${names} IN ACCESS EXCLUSIVE MODE`);
    if (!plan.replace && (await holdsData(client, catalogue.tables))) {
      throw new AppError("database_not_empty", NOT_EMPTY);
    }
    const guarded = await readPostgresqlTriggerTables(client);
    for (const name of guarded) await client.query(`ALTER TABLE ${quoted(name)} DISABLE TRIGGER USER`);
    await client.query(`TRUNCATE ${names}`);
    for await (const group of plan.rows()) await insertRows(client, group);
    for (const { table, column, sequence } of await readPostgresqlSequences(client)) {
      await client.query(
        `SELECT setval($1, coalesce(max(${quoted(column)}), 1), max(${quoted(column)}) IS NOT NULL) FROM ${quoted(table)}`,
        [sequence],
      );
    }
    for (const name of guarded) await client.query(`ALTER TABLE ${quoted(name)} ENABLE TRIGGER USER`);
    await client.query("COMMIT");
    return { copy: null };
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

async function insertRows(client: pg.Client, { table, rows }: RowGroup): Promise<void> {
  const { name, columns } = table;
  const places = rows.map(
    (_, row) => `(${columns.map((_, index) => `$${row * columns.length + index + 1}`).join(", ")})`,
  );
  const names = columns.map((column) => quoted(column.name)).join(", ");
  const values = rows.flatMap((row) => columns.map(({ type }, index) => toPostgresql(type, row[index] ?? null)));
  await client.query(`INSERT INTO ${quoted(name)} (${names}) VALUES ${places.join(", ")}`, values);
}

/** PostgreSQL's text holds no NUL; SQLite's does, and then it becomes the sign for an unreadable character. */
function toPostgresql(type: PortableColumn["type"], value: PortableValue): unknown {
  if (value === null) return null;
  if (type === "bytes") return Buffer.from(String(value), "base64");
  if (type === "time") return new Date(Number(value)).toISOString().replace("Z", "");
  return type === "text" || type === "json" ? String(value).replaceAll("\u0000", "\ufffd") : value;
}
