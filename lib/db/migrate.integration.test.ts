import { fork } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import Sqlite from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { createTestDatabase } from "@/lib/test/harness";
import { postgresqlSchema } from "@/prisma/postgresql-schema";
import { schemaDifference } from "@/prisma/schema-diff";
import { openDatabase } from "./client";
import { type DatabaseKind, sqlitePath } from "./database-url";
import { migrateDatabase } from "./migrate";
import { type Migration, readMigrations } from "./migration-files";

const schema = readFileSync("prisma/schema.prisma", "utf8");
const schemas = { sqlite: schema, postgresql: postgresqlSchema(schema, ".") };
const NEXT: Migration = {
  name: "29991231000000_next",
  sql: 'CREATE TABLE "Next" ("id" TEXT PRIMARY KEY)',
  checksum: "0".repeat(64),
};

/** Migrates in a process of its own, as a second server would. */
function migrateElsewhere(url: string): Promise<number | null> {
  const child = fork("lib/test/migrate-process.ts", [url], {
    execArgv: ["--conditions=react-server", "--import", "tsx"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  return new Promise((resolve) => child.on("exit", resolve));
}

describe.each<DatabaseKind>(["sqlite", "postgresql"])("migrations on %s", (kind) => {
  it("bring an empty database to exactly the schema", async () => {
    const { url } = await createTestDatabase(kind);
    expect(await schemaDifference(schemas[kind], url)).not.toBe("");
    const report = await migrateDatabase(url);
    expect(report).toEqual({ applied: readMigrations(kind).map(({ name }) => name), copy: null });
    expect(await schemaDifference(schemas[kind], url)).toBe("");
    expect(await migrateDatabase(url)).toEqual({ applied: [], copy: null });
  });

  it("are applied once when four processes start at the same moment", async () => {
    const { url } = await createTestDatabase(kind);
    const codes = await Promise.all(Array.from({ length: 4 }, () => migrateElsewhere(url)));
    expect(codes).toEqual([0, 0, 0, 0]);
    const db = openDatabase(url);
    const rows = await db.$queryRawUnsafe<{ migration_name: string }[]>(
      'SELECT migration_name FROM "_prisma_migrations"',
    );
    expect(rows.map((row) => row.migration_name)).toEqual(readMigrations(kind).map(({ name }) => name));
    await db.close();
  });

  it("refuse a database that a newer version has written", async () => {
    const { url } = await createTestDatabase(kind);
    await migrateDatabase(url, [...readMigrations(kind), NEXT]);
    await expect(migrateDatabase(url)).rejects.toMatchObject({ code: "database_newer" });
  });

  it("refuse a migration that was changed after it had been applied", async () => {
    const { url } = await createTestDatabase(kind);
    await migrateDatabase(url);
    const changed = readMigrations(kind).map((migration) => ({ ...migration, checksum: "1".repeat(64) }));
    await expect(migrateDatabase(url, changed)).rejects.toMatchObject({ code: "migration_changed" });
  });

  it("change nothing when one of them fails", async () => {
    const { url } = await createTestDatabase(kind);
    await migrateDatabase(url);
    const broken = { ...NEXT, sql: `${NEXT.sql}; SELECT nonsense FROM nowhere` };
    await expect(migrateDatabase(url, [...readMigrations(kind), broken])).rejects.toMatchObject({
      code: "migration_failed",
    });
    expect(await schemaDifference(schemas[kind], url)).toBe("");
    expect((await migrateDatabase(url)).applied).toEqual([]);
  });

  it("record checksums as Prisma Migrate does", async () => {
    const { url } = await createTestDatabase(kind);
    await migrateDatabase(url);
    const db = openDatabase(url);
    const rows = await db.$queryRawUnsafe<{ checksum: string }[]>(
      'SELECT checksum FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND applied_steps_count = 1',
    );
    expect(rows.map((row) => row.checksum)).toEqual(readMigrations(kind).map(({ checksum }) => checksum));
    await db.close();
  });
});

describe("the SQLite file", () => {
  it("is copied before a migration when it holds data, and only then", async () => {
    const { url } = await createTestDatabase("sqlite");
    const path = sqlitePath(url);
    await migrateDatabase(url);
    const connection = new Sqlite(path);
    connection.prepare("INSERT INTO KeyCanary (keyId, sealed, createdAt) VALUES ('k1', 'sealed', 0)").run();
    connection.close();
    const { copy } = await migrateDatabase(url, [...readMigrations("sqlite"), NEXT]);
    expect(readdirSync(dirname(path))).toContain(basename(copy ?? ""));
    const copied = new Sqlite(copy ?? "");
    expect(copied.prepare("SELECT keyId FROM KeyCanary").all()).toEqual([{ keyId: "k1" }]);
    expect(copied.prepare("SELECT 1 FROM sqlite_master WHERE name = 'Next'").all()).toEqual([]);
    copied.close();
  });

  it("can be read by its owner alone", async () => {
    const { url } = await createTestDatabase("sqlite");
    await migrateDatabase(url);
    expect(statSync(sqlitePath(url)).mode & 0o777).toBe(0o600);
  });

  it("is durable, in WAL mode, with foreign keys", async () => {
    const { url } = await createTestDatabase("sqlite");
    await migrateDatabase(url);
    const db = openDatabase(url);
    const pragma = async (name: string) =>
      Object.values((await db.$queryRawUnsafe<object[]>(`PRAGMA ${name}`))[0] ?? {})[0];
    expect(await pragma("journal_mode")).toBe("wal");
    expect(Number(await pragma("synchronous"))).toBe(2);
    expect(Number(await pragma("foreign_keys"))).toBe(1);
    await db.close();
  });

  it("gives a coded error when it is no database at all", async () => {
    const { url } = await createTestDatabase("sqlite");
    writeFileSync(sqlitePath(url), "this is a letter to my aunt, and much longer than a header".repeat(10));
    await expect(migrateDatabase(url)).rejects.toThrow(/not a database/);
  });
});

it("waits for nobody when PostgreSQL is out of reach, and says so", async () => {
  const url = "postgresql://nobody:nothing@127.0.0.1:1/none";
  await expect(migrateDatabase(url)).rejects.toMatchObject({ code: "database_unavailable" });
  const db = openDatabase(url);
  await expect(db.user.count()).rejects.toMatchObject({ code: "database_unavailable" });
  await expect(db.transaction((tx) => tx.user.deleteMany())).rejects.toMatchObject({ code: "database_unavailable" });
  await db.close();
});
