import { existsSync } from "node:fs";
import type { CheckedBackup } from "@/lib/services/check-backup";
import type { Adapters } from "@/lib/services/context";
import { FriendlyError } from "./friendly-error";
import { generateClients } from "./production-build";
import { stopRequested } from "./stop-signals";

/** Milliseconds between signs of life of long work. */
const REPORT_INTERVAL = 2_000;

/** What a command about backups works with. */
export interface BackupCommand {
  adapters: Adapters;
  /** Ends when somebody asks the process to stop. */
  signal: AbortSignal;
}

/**
 * Runs a command with the settings of the environment or of .env. Whatever goes wrong becomes a sentence.
 *
 * @throws FriendlyError
 */
export async function runBackupCommand(work: (command: BackupCommand) => Promise<void>): Promise<void> {
  await generateClients();
  if (existsSync(".env")) process.loadEnvFile(".env");
  const { parseSettings } = await import("@/lib/env");
  const parsed = parseSettings(process.env);
  if (!parsed.ok) {
    const problems = parsed.problems.map((problem) => `  - ${problem}`).join("\n");
    throw new FriendlyError(`Settings need your attention first.\n${problems}`);
  }
  const { wireAdapters } = await import("@/lib/services/context");
  const adapters = wireAdapters(parsed.settings);
  const stopping = new AbortController();
  void stopRequested().then(() => stopping.abort());
  try {
    await work({ adapters, signal: stopping.signal });
  } catch (error) {
    if (stopping.signal.aborted) throw new FriendlyError("Stopped. Nothing was changed.");
    throw error instanceof Error ? new FriendlyError(error.message, { cause: error }) : error;
  } finally {
    await adapters.db.close();
  }
}

/** Tells how far long work has come, now and then; short work says nothing. */
export function progressReport(doing: string): (done: number, total: number) => void {
  let toldAt = performance.now();
  return (done, total) => {
    if (performance.now() - toldAt < REPORT_INTERVAL || done === total) return;
    toldAt = performance.now();
    console.log(`  ${doing}: ${grouped(done)} of ${grouped(total)} rows …`);
  };
}

/** What is in a backup, line by line. */
export function contentText({ head, rows, keyId, unreadable }: CheckedBackup): string {
  const count = (table: string) => grouped(head.tables.find(({ name }) => name === table)?.rows ?? 0);
  const database = head.database === "sqlite" ? "SQLite" : "PostgreSQL";
  const lines = [
    `Made ${head.createdAt} by Perennial ${head.version}, from ${database}.`,
    `${count("ConnectedAccount")} accounts, ${count("AccountToken")} tokens, ${count("AccountEvent")} lines of history, ${count("User")} people; ${grouped(rows)} rows in ${head.tables.length} tables.`,
    `It opens only with the key "${keyId}" of TOKEN_ENCRYPTION_KEYS.`,
  ];
  if (unreadable > 0) {
    lines.push(
      `${grouped(unreadable)} tokens or secrets no longer open: they were damaged before the backup was made.`,
    );
  }
  return lines.map((line) => `  ${line}`).join("\n");
}

export function grouped(count: number): string {
  return count.toLocaleString("en-GB");
}
