import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrateDatabase } from "../lib/db/migrate";
import { postgresqlSchema } from "../prisma/postgresql-schema";
import { schemaDifference } from "../prisma/schema-diff";
import { startPostgres } from "./postgres";

// Writes the SQL that brings the migrations of both databases up to prisma/schema.prisma.
// Usage: npm run migration -- add-something
const name = process.argv[2];
if (name === undefined || !/^[a-z0-9-]+$/.test(name)) {
  console.error("Name the migration in lower case: npm run migration -- add-something");
  process.exit(1);
}
const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
const schema = readFileSync("prisma/schema.prisma", "utf8");
const folder = mkdtempSync(join(tmpdir(), "perennial-migration-"));

function write(database: "sqlite" | "postgresql", sql: string): void {
  if (sql.trim() === "") {
    console.log(`${database}: nothing to do`);
    return;
  }
  const target = join("prisma/migrations", database, `${stamp}_${name?.replaceAll("-", "_")}`);
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, "migration.sql"), sql);
  console.log(`${database}: ${target}/migration.sql`);
}

const sqliteUrl = `file:${join(folder, "migrated.db")}`;
await migrateDatabase(sqliteUrl);
write("sqlite", await schemaDifference(schema, sqliteUrl));

const postgres = await startPostgres();
try {
  const url = await postgres.createDatabase("migrated");
  await migrateDatabase(url);
  write("postgresql", await schemaDifference(postgresqlSchema(schema, "."), url));
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

// What PostgreSQL keeps open must not keep us here.
process.exit(0);
