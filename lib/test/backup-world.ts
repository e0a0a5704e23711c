import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { DatabaseKind } from "@/lib/db/database-url";
import { migrateDatabase } from "@/lib/db/migrate";
import { isRestored, restoredValue } from "@/lib/domain/restored-content";
import { checkKeys } from "@/lib/services/check-keys";
import { type Adapters, wireAdapters } from "@/lib/services/context";
import { type RestoredBackup, restoreBackup } from "@/lib/services/restore-backup";
import { fillEveryTable, type Row, readEverything } from "./every-table";
import { createTestDatabase, testSettings } from "./harness";

export const KINDS: DatabaseKind[] = ["sqlite", "postgresql"];
export const QUIET = {
  signal: new AbortController().signal,
  onProgress: () => undefined,
  onWritten: () => undefined,
  onChecked: () => undefined,
};

const folder = mkdtempSync(join(tmpdir(), "perennial-backups-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The name of a file that is not there yet, in a folder of its own. */
export function newFile(): string {
  return join(folder, randomBytes(8).toString("hex"), "a.backup");
}

export function adaptersOn(url: string, change: Record<string, string> = {}): Adapters {
  return wireAdapters(testSettings(url, "http://127.0.0.1:1", change));
}

export async function newDatabase(kind: DatabaseKind, change: Record<string, string> = {}): Promise<Adapters> {
  return adaptersOn((await createTestDatabase(kind)).url, change);
}

/** A migrated database with rows in every table, still open as a running server would have it. */
export async function filledDatabase(kind: DatabaseKind): Promise<Adapters> {
  const adapters = await newDatabase(kind);
  await migrateDatabase(adapters.settings.databaseUrl);
  await checkKeys(adapters);
  await fillEveryTable(adapters.db, adapters.vault);
  return adapters;
}

/** What a restore of `everything` must come to. */
export function asRestored(everything: Record<string, Row[]>): Record<string, Row[]> {
  const settle = (row: Row) =>
    Object.fromEntries(Object.entries(row).map(([column, value]) => [column, restoredValue(column, value)]));
  return Object.fromEntries(
    Object.entries(everything).map(([table, rows]) => [table, isRestored(table) ? rows.map(settle) : []]),
  );
}

/** Everything that a database holds, but for what the commands themselves wrote into the audit log. */
export async function contentOf({ settings }: Pick<Adapters, "settings">): Promise<Record<string, Row[]>> {
  const { db } = adaptersOn(settings.databaseUrl);
  try {
    const everything = await readEverything(db);
    const isOwn = ({ id, action }: Row) => id === "head" || String(action).startsWith("backup_");
    const strip = (table: string) => (everything[table] ?? []).filter((row) => !isOwn(row));
    return { ...everything, AuditEvent: strip("AuditEvent"), AuditHead: strip("AuditHead") };
  } finally {
    await db.close();
  }
}

/** Runs one of the programs beside this file as a process of its own. */
export function startProcess(program: string, parameters: string[], env: Record<string, string> = {}): ChildProcess {
  return fork(`lib/test/${program}.ts`, parameters, {
    execArgv: ["--conditions=react-server", "--import", "tsx"],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: { ...process.env, ...env },
  });
}

export function restore(adapters: Adapters, file: string, replace = false): Promise<RestoredBackup> {
  return restoreBackup(adapters, { ...QUIET, file, replace });
}
