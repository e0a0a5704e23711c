import "server-only";
import { existsSync } from "node:fs";
import { link, lstat, mkdir, mkdtemp, open, readdir, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { openDump } from "@/lib/db/dump";
import { readMigrations } from "@/lib/db/migration-files";
import { AppError } from "@/lib/domain/app-error";
import { DAY, elapsed } from "@/lib/domain/durations";
import packageFile from "@/package.json" with { type: "json" };
import { backupHead, writeContent } from "./backup-content";
import { writeBackupFile } from "./backup-file";
import { type CheckedBackup, type CheckInput, checkBackup, rowsIn } from "./check-backup";
import { type Adapters, serverContext } from "./context";
import { audit } from "./record-audit";

const WORK_PREFIX = ".perennial-backup-";

export interface BackupInput extends CheckInput {
  /** As `onProgress`, which tells how far the second reading has come, for the writing before it. */
  onWritten: (done: number, total: number) => void;
}

export interface MadeBackup extends CheckedBackup {
  file: string;
  bytes: number;
}

/**
 * Writes everything that the database holds at this moment into one new file, sealed with the first key, and reads the
 * file again from its first byte to its last before it gets its name. The database may be in use.
 *
 * @throws AppError `backup_exists`, `database_missing`, `database_newer`, `database_unavailable`, and those of
 * {@link checkBackup} when the keys do not open what the database holds.
 */
export async function makeBackup(adapters: Adapters, input: BackupInput): Promise<MadeBackup> {
  const { file, signal, onProgress } = input;
  if (existsSync(file)) throw exists(file);
  const folder = dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await removeLeftovers(adapters, folder);
  // Its owner's alone: the copy of a SQLite file lies here for a while.
  const work = await mkdtemp(join(folder, WORK_PREFIX));
  try {
    const written = join(work, basename(file));
    await writeDump(adapters, { ...input, work, file: written });
    const checked = await checkBackup(adapters, { file: written, signal, onProgress });
    const { size } = await stat(written);
    await recordBackup(adapters, file, checked);
    await giveName(written, file);
    return { ...checked, file, bytes: size };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function writeDump(
  { settings, clock }: Adapters,
  { work, file, signal, onWritten }: BackupInput & { work: string },
): Promise<void> {
  const createdAt = clock();
  const dump = await openDump(settings.databaseUrl, work);
  try {
    const head = backupHead(dump, { version: packageFile.version, createdAt });
    const total = rowsIn(head);
    const lines = writeContent(head, dump, (done) => onWritten(done, total));
    await writeBackupFile(file, settings.keyRing, lines, signal);
  } finally {
    await dump.close();
  }
}

/** Before the file gets its name: none without a record. A database of an older version has no audit log yet. */
async function recordBackup(adapters: Adapters, file: string, { head, keyId, rows }: CheckedBackup): Promise<void> {
  if (head.migrations.length < readMigrations(head.database).length) return;
  const detail = { key: keyId, rows };
  await audit(serverContext(adapters), { action: "backup_made", subject: basename(file), detail });
}

/** A link, because it never takes the place of a file that is there; then the folder, all the way to the disk. */
async function giveName(written: string, file: string): Promise<void> {
  try {
    await link(written, file);
  } catch (error) {
    throw existsSync(file) ? exists(file) : error;
  }
  const folder = await open(dirname(file));
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** A backup that was killed could not tidy up. What cannot be removed, or is just being removed, keeps no new one away. */
async function removeLeftovers({ clock, log }: Adapters, folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(WORK_PREFIX)) continue;
    try {
      const path = join(folder, name);
      const { mtime } = await lstat(path);
      if (elapsed(mtime, clock()) > DAY) await rm(path, { recursive: true, force: true });
    } catch (error) {
      log.warn({ event: "backup_leftover_stays", name, err: error }, "the remains of an earlier backup stay");
    }
  }
}

function exists(file: string): AppError {
  return new AppError("backup_exists", `The file ${file} exists already. Name another one; nothing is overwritten.`);
}
