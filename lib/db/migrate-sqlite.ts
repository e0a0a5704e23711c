import "server-only";
import { randomUUID } from "node:crypto";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import Sqlite from "better-sqlite3";
import { SECOND } from "@/lib/domain/durations";
import { type MigrationReport, migrationFailure } from "./migrate";
import type { Migration } from "./migration-files";
import { type AppliedMigration, MIGRATIONS_TABLE, planMigrations } from "./migration-plan";

/** Milliseconds. Long enough for another process to migrate a large file first. */
const LOCK_PATIENCE = 60 * SECOND;
const OWNER_ONLY = 0o600;

/** Applies all missing migrations in one exclusive transaction, after copying a file that holds data. */
export function migrateSqlite(path: string, known: readonly Migration[]): MigrationReport {
  mkdirSync(dirname(path), { recursive: true });
  // A new file is its owner's alone; SQLite gives the files beside it the same mode.
  closeSync(openSync(path, "a", OWNER_ONLY));
  const connection = new Sqlite(path, { timeout: LOCK_PATIENCE });
  try {
    connection.pragma("journal_mode = WAL");
    connection.pragma("synchronous = FULL");
    if (planMigrations(known, readApplied(connection)).length === 0) return { applied: [], copy: null };
    // A copy cannot be made inside the transaction; made by two starters at once it is made twice, which does no harm.
    const copy = holdsData(connection) ? copyFile(connection, path, "migration") : null;
    connection.pragma("foreign_keys = OFF");
    connection.exec("BEGIN IMMEDIATE");
    try {
      connection.exec(MIGRATIONS_TABLE.sqlite);
      const missing = planMigrations(known, readApplied(connection));
      for (const migration of missing) apply(connection, migration);
      connection.exec("COMMIT");
      return { applied: missing.map((migration) => migration.name), copy };
    } catch (error) {
      connection.exec("ROLLBACK");
      throw error;
    }
  } finally {
    connection.close();
  }
}

function apply(connection: Sqlite.Database, { name, sql, checksum }: Migration): void {
  const startedAt = Date.now();
  try {
    connection.exec(sql);
  } catch (cause) {
    throw migrationFailure(name, cause);
  }
  connection
    .prepare(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES (?, ?, ?, ?, ?, 1)`,
    )
    .run(randomUUID(), checksum, name, startedAt, Date.now());
}

export function readApplied(connection: Sqlite.Database): AppliedMigration[] {
  if (!hasTable(connection, "_prisma_migrations")) return [];
  const rows = connection
    .prepare<[], { name: string; checksum: string; finished: number; rolledBack: number }>(
      `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished, rolled_back_at IS NOT NULL AS rolledBack
       FROM "_prisma_migrations"`,
    )
    .all();
  return rows.map((row) => ({ ...row, finished: row.finished === 1, rolledBack: row.rolledBack === 1 }));
}

function hasTable(connection: Sqlite.Database, name: string): boolean {
  return connection.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !== undefined;
}

/** True when any table but Prisma's own has a row. */
function holdsData(connection: Sqlite.Database): boolean {
  const tables = connection
    .prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
    .filter(({ name }) => name !== "_prisma_migrations");
  return tables.some(
    ({ name }) => connection.prepare(`SELECT 1 FROM "${name.replaceAll('"', '""')}" LIMIT 1`).get() !== undefined,
  );
}

/** Copies the whole file beside itself before something big is done to it; the copy is its owner's alone. */
export function copyFile(connection: Sqlite.Database, path: string, occasion: "migration" | "restore"): string {
  const copy = `${path}.before-${occasion}-${new Date().toISOString().replace(/[:.]/g, "-")}-${process.pid}`;
  closeSync(openSync(copy, "wx", OWNER_ONLY));
  connection.prepare("VACUUM INTO ?").run(copy);
  return copy;
}
