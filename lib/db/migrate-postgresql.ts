import "server-only";
import { randomUUID } from "node:crypto";
import pg from "pg";
import { SECOND } from "@/lib/domain/durations";
import { type MigrationReport, migrationFailure } from "./migrate";
import type { Migration } from "./migration-files";
import { type AppliedMigration, MIGRATIONS_TABLE, planMigrations } from "./migration-plan";

/** Prisma Migrate's own advisory lock: we and `prisma migrate deploy` wait for each other. */
export const MIGRATION_LOCK = 72_707_369;
const CONNECT_TIMEOUT = 5 * SECOND;

/** Applies all missing migrations, each in a transaction, under an advisory lock that dies with the connection. */
export async function migratePostgresql(url: string, known: readonly Migration[]): Promise<MigrationReport> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT });
  // A connection that breaks between two queries reports it here; the next query fails with the same reason.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await client.query(MIGRATIONS_TABLE.postgresql);
    const missing = planMigrations(known, await readApplied(client));
    for (const migration of missing) await apply(client, migration);
    return { applied: missing.map((migration) => migration.name), copy: null };
  } finally {
    await client.end();
  }
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query("COMMIT");
  } catch (cause) {
    await client.query("ROLLBACK");
    throw migrationFailure(name, cause);
  }
}

export async function readApplied(client: pg.Client): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished, rolled_back_at IS NOT NULL AS "rolledBack"
     FROM "_prisma_migrations"`,
  );
  return rows;
}
