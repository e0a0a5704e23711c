import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { contentText, progressReport } from "./backup-report";
import { endWith, FriendlyError } from "./friendly-error";
import { runServerCommand, type ServerCommand } from "./server-command";

const USAGE = `Usage: npm run backup -- [file]

Writes everything that the database holds into one encrypted file. Perennial may go on running meanwhile.
Without a name the file goes to backups/.`;

function readFile(): string | null {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: { help: { type: "boolean" } } });
    if (values.help === true || positionals.length > 1) throw new FriendlyError(USAGE);
    return positionals[0] ?? null;
  } catch {
    throw new FriendlyError(USAGE);
  }
}

async function backup(named: string | null, { adapters, signal }: ServerCommand): Promise<void> {
  const time = adapters.clock().toISOString().replace(/\.\d+/, "").replaceAll(":", "-");
  const file = resolve(named ?? join("backups", `perennial-${time}.backup`));
  const { makeBackup } = await import("@/lib/services/make-backup");
  const made = await makeBackup(adapters, {
    file,
    signal,
    onWritten: progressReport("written"),
    onProgress: progressReport("read again"),
  });
  console.log(`The backup is made, and was read again from beginning to end.\n`);
  console.log(`  ${file} (${sizeText(made.bytes)})\n${contentText(made)}\n`);
  console.log("Keep a copy on another machine, and that key in a third place: the file is of no use without it.");
}

function sizeText(bytes: number): string {
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

Promise.resolve()
  .then(() => {
    const file = readFile();
    return runServerCommand((command) => backup(file, command));
  })
  .then(() => process.exit(0), endWith);
