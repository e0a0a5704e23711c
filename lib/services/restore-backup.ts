import "server-only";
import { basename } from "node:path";
import { loadDatabase } from "@/lib/db/load";
import type { RowGroup } from "@/lib/db/load-plan";
import { isRestored, restoredValue } from "@/lib/domain/restored-content";
import { openBackupFile } from "./backup-file";
import { type CheckedBackup, type CheckInput, checkBackup } from "./check-backup";
import { type Adapters, type ServiceContext, serverContext } from "./context";
import { type AuditInput, audit, auditEventOf } from "./record-audit";
import { withAuditEvent } from "./restored-audit";

export interface RestoreInput extends CheckInput {
  /** Gives up what the database holds. */
  replace: boolean;
  /** The file was found good; from now on the progress is that of writing. */
  onChecked: (checked: CheckedBackup) => void;
}

export interface RestoredBackup extends CheckedBackup {
  /** Where SQLite's file was copied to before it was replaced. */
  copy: string | null;
  /** False when the audit log could not be told; everything else was restored. */
  isRecorded: boolean;
}

/**
 * Fills the database of the settings with a backup, whichever kind of database either of them is. The whole file is
 * checked first; then everything is written in one transaction, with the audit log's row of it, or nothing.
 *
 * @throws AppError those of {@link checkBackup} and `loadDatabase`; the database then holds what it held before.
 */
export async function restoreBackup(adapters: Adapters, input: RestoreInput): Promise<RestoredBackup> {
  const { replace } = input;
  const checked = await checkBackup(adapters, input);
  input.onChecked(checked);
  const { migrations, tables, createdAt, version } = checked.head;
  const detail = { madeAt: createdAt, version, rows: checked.rows, replaced: replace };
  const event: AuditInput = { action: "backup_restored", subject: basename(input.file), detail };
  const ctx = serverContext(adapters);
  let isRecorded = false;
  const rows = () =>
    withAuditEvent(restoredRows(adapters, input, checked), tables, ({ sequence, hash }) => {
      isRecorded = true;
      return auditEventOf(ctx, event, { sequence: sequence + 1, previousHash: hash });
    });
  const { copy } = await loadDatabase(adapters.settings.databaseUrl, { migrations, tables, replace, rows });
  // The backup is older than the audit log, which the migrations have made by now.
  if (!isRecorded) isRecorded = await recordAfterwards(ctx, event);
  return { ...checked, copy, isRecorded };
}

/** Everything is restored by now, so whatever goes wrong here must not be told as if nothing were. */
async function recordAfterwards(ctx: ServiceContext, event: AuditInput): Promise<boolean> {
  try {
    await audit(ctx, event);
    return true;
  } catch (error) {
    ctx.log.error({ event: "restore_not_recorded", err: error }, "restore not recorded");
    return false;
  }
}

/** The rows as they are written: without what a restore leaves out, and held by nobody. */
async function* restoredRows(
  { settings }: Adapters,
  { file, signal, onProgress }: RestoreInput,
  { rows: total }: CheckedBackup,
): AsyncGenerator<RowGroup> {
  const backup = await openBackupFile(file, settings.keyRing);
  try {
    let done = 0;
    for await (const { table, rows } of backup.rows()) {
      signal.throwIfAborted();
      if (isRestored(table.name)) {
        const settled = rows.map((row) =>
          row.map((value, index) => restoredValue(table.columns[index]?.name ?? "", value)),
        );
        yield { table, rows: settled };
      }
      done += rows.length;
      onProgress(done, total);
    }
  } finally {
    await backup.close();
  }
}
