import "server-only";
import { freshTables } from "@/lib/db/fresh-database";
import { compareTables, knowsMigrations } from "@/lib/db/load-plan";
import { readMigrations } from "@/lib/db/migration-files";
import { AppError } from "@/lib/domain/app-error";
import type { BackupHead } from "./backup-content";
import { openBackupFile } from "./backup-file";
import type { Adapters } from "./context";
import { SealedValues } from "./sealed-values";

export interface CheckInput {
  file: string;
  signal: AbortSignal;
  /** Told again and again how many rows of how many were read. */
  onProgress: (done: number, total: number) => void;
}

export interface CheckedBackup {
  /** The key that opens the file. */
  keyId: string;
  head: BackupHead;
  rows: number;
  /** Sealed texts that no longer opened when the backup was made. */
  unreadable: number;
}

/**
 * Reads a backup from its first byte to its last: that it is whole and as it was made, that this version knows its
 * tables, and that the keys at hand open the tokens in it. Writes nothing.
 *
 * @throws AppError `not_found`, `backup_unknown`, `backup_damaged`, `backup_newer`, `key_unknown`, `key_set_wrong`.
 */
export async function checkBackup(
  { settings, vault }: Pick<Adapters, "settings" | "vault">,
  { file, signal, onProgress }: CheckInput,
): Promise<CheckedBackup> {
  const backup = await openBackupFile(file, settings.keyRing);
  try {
    const { head, keyId } = backup;
    if (!knowsMigrations(head.migrations, readMigrations(head.database))) {
      throw new AppError(
        "backup_newer",
        `This backup was made by a newer version of Perennial (${head.version}). Install that version, or a later one, and restore with it.`,
      );
    }
    compareTables(head.tables, freshTables(head.migrations));
    const total = rowsIn(head);
    const sealed = new SealedValues(vault);
    let done = 0;
    for await (const group of backup.rows()) {
      signal.throwIfAborted();
      sealed.look(group);
      done += group.rows.length;
      onProgress(done, total);
    }
    return { keyId, head, rows: total, unreadable: sealed.judge() };
  } finally {
    await backup.close();
  }
}

export function rowsIn({ tables }: BackupHead): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0);
}
