import { AppError } from "@/lib/domain/app-error";
import type { Migration } from "./migration-files";

/** A row of `_prisma_migrations`. */
export interface AppliedMigration {
  name: string;
  checksum: string;
  finished: boolean;
  rolledBack: boolean;
}

/** The names of the migrations that a database holds, oldest first. */
export function appliedNames(rows: readonly AppliedMigration[]): string[] {
  return rows
    .filter((row) => !row.rolledBack)
    .map((row) => row.name)
    .sort();
}

/** Prisma Migrate's own table, column for column, so that `prisma migrate status` and `deploy` agree with us. */
export const MIGRATIONS_TABLE = {
  sqlite: `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL,
    "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`,
  postgresql: `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`,
} as const;

/**
 * The migrations still to apply.
 *
 * @throws AppError `database_newer` when the database holds one that this version does not know, `migration_changed`
 * when an applied one was edited, `migration_failed` when one never finished.
 */
export function planMigrations(known: readonly Migration[], rows: readonly AppliedMigration[]): Migration[] {
  const applied = new Map(rows.filter((row) => !row.rolledBack).map((row) => [row.name, row]));
  const names = new Set(known.map((migration) => migration.name));
  for (const row of applied.values()) {
    if (!names.has(row.name)) {
      throw new AppError(
        "database_newer",
        `The database was written by a newer version of Perennial (migration "${row.name}" is unknown here). Start that version, or restore the copy that was made before the upgrade.`,
      );
    }
    if (!row.finished) {
      throw new AppError(
        "migration_failed",
        `The migration "${row.name}" began and never finished. Restore the copy that was made before it and start again.`,
      );
    }
  }
  for (const { name, checksum } of known) {
    const row = applied.get(name);
    if (row !== undefined && row.checksum !== checksum) {
      throw new AppError(
        "migration_changed",
        `The migration "${name}" was changed after it had been applied. Install Perennial's own files again.`,
      );
    }
  }
  return known.filter((migration) => !applied.has(migration.name));
}
