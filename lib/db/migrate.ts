import "server-only";
import { AppError } from "@/lib/domain/app-error";
import { databaseKind, sqlitePath } from "./database-url";
import { toDatabaseError } from "./errors";
import { migratePostgresql } from "./migrate-postgresql";
import { migrateSqlite } from "./migrate-sqlite";
import { type Migration, readMigrations } from "./migration-files";

export interface MigrationReport {
  applied: string[];
  /** Where the SQLite file was copied to before it was changed. */
  copy: string | null;
}

/**
 * Brings the database up to this version, in Prisma Migrate's own format, under a lock: processes that start at once
 * wait for each other, and the later ones find nothing to do.
 *
 * @throws AppError `database_newer`, `migration_changed`, `migration_failed`, `database_unavailable`.
 */
export async function migrateDatabase(url: string, known?: Migration[]): Promise<MigrationReport> {
  const kind = databaseKind(url);
  const migrations = known ?? readMigrations(kind);
  try {
    return kind === "sqlite" ? migrateSqlite(sqlitePath(url), migrations) : await migratePostgresql(url, migrations);
  } catch (error) {
    throw toDatabaseError(error);
  }
}

export function migrationFailure(name: string, cause: unknown): AppError {
  return new AppError("migration_failed", `The migration "${name}" could not be applied. Nothing was changed.`, {
    cause,
  });
}
