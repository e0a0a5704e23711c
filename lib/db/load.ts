import "server-only";
import { databaseKind, sqlitePath } from "./database-url";
import { toDatabaseError } from "./errors";
import { chooseMigrations, type LoadPlan, type LoadReport } from "./load-plan";
import { openPostgresqlTarget } from "./load-postgresql";
import { openSqliteTarget } from "./load-sqlite";
import { migrateDatabase } from "./migrate";
import { readMigrations } from "./migration-files";

/**
 * Fills a database with the rows of a dump, whichever kind either of them is. Rows of an older version go into a database
 * that is still blank, which is then brought up to this version as any upgrade would.
 *
 * @throws AppError `database_in_use`, `database_not_empty`, `backup_newer`, `backup_older`, and those of the migrations;
 * in each case the database holds what it held before.
 */
export async function loadDatabase(url: string, plan: LoadPlan): Promise<LoadReport> {
  try {
    const isSqlite = databaseKind(url) === "sqlite";
    const target = isSqlite
      ? openSqliteTarget(sqlitePath(url), plan.replace)
      : await openPostgresqlTarget(url, plan.replace);
    try {
      await migrateDatabase(url, chooseMigrations(plan.migrations, readMigrations(databaseKind(url)), target.isBlank));
      const report = await target.fill(plan);
      await migrateDatabase(url);
      return report;
    } finally {
      await target.close();
    }
  } catch (error) {
    throw toDatabaseError(error);
  }
}
