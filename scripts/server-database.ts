import { existsSync } from "node:fs";
import { FriendlyError } from "./friendly-error";
import { generateClients } from "./production-build";

/** Takes over what .env says beyond the environment, as the server does, and makes the database client. */
export async function loadEnvironment(): Promise<void> {
  await generateClients();
  if (existsSync(".env")) process.loadEnvFile(".env");
}

/** The database that the environment or .env names, as it is: nothing is created or migrated. Keys are not needed. */
export async function openExistingDatabase() {
  await loadEnvironment();
  const { parseDatabaseUrl } = await import("../lib/env");
  const { databaseKind, sqlitePath } = await import("../lib/db/database-url");
  const { openDatabase } = await import("../lib/db/client");
  const url = parseDatabaseUrl(process.env);
  if (url === null) throw new FriendlyError("DATABASE_URL cannot be read. Look it up in .env.example.");
  if (databaseKind(url) === "sqlite" && !existsSync(sqlitePath(url))) {
    throw new FriendlyError(`There is no database at ${sqlitePath(url)}. Set DATABASE_URL as the server has it.`);
  }
  return openDatabase(url);
}
