import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { contentText, progressReport } from "./backup-report";
import { endWith, FriendlyError } from "./friendly-error";
import { runServerCommand, type ServerCommand } from "./server-command";

const USAGE = `Usage: npm run restore -- <file> [--replace | --check]

Checks the whole file, then fills the database of DATABASE_URL with it. Stop Perennial first.
  --replace   gives up what the database holds now; a SQLite file is copied beside first
  --check     checks the file, and writes nothing`;

interface Wish {
  file: string;
  replace: boolean;
  checkOnly: boolean;
}

function readWish(): Wish {
  try {
    const options = { replace: { type: "boolean" }, check: { type: "boolean" }, help: { type: "boolean" } } as const;
    const { positionals, values } = parseArgs({ allowPositionals: true, options });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0 || values.help === true) throw new FriendlyError(USAGE);
    return { file: resolve(file), replace: values.replace === true, checkOnly: values.check === true };
  } catch {
    throw new FriendlyError(USAGE);
  }
}

async function check({ file }: Wish, { adapters, signal }: ServerCommand): Promise<void> {
  const { checkBackup } = await import("@/lib/services/check-backup");
  const checked = await checkBackup(adapters, { file, signal, onProgress: progressReport("checked") });
  console.log(`The backup is whole, and your keys open it. Nothing was written.\n\n${contentText(checked)}`);
}

async function restore({ file, replace }: Wish, { adapters, signal }: ServerCommand): Promise<void> {
  const { restoreBackup } = await import("@/lib/services/restore-backup");
  let onProgress = progressReport("checked");
  const { copy, isRecorded } = await restoreBackup(adapters, {
    file,
    replace,
    signal,
    onProgress: (done, total) => onProgress(done, total),
    onChecked: (checked) => {
      onProgress = progressReport("written");
      console.log(`The backup is whole, and your keys open it.\n\n${contentText(checked)}\n`);
    },
  });
  console.log("Restored. Start Perennial; everybody signs in again.");
  if (!isRecorded) console.log("The audit log has no row of it: it could not be written. Run npm run audit:verify.");
  if (copy !== null) console.log(`What was there before lies in ${copy}. Remove it when all is well.`);
}

Promise.resolve()
  .then(() => {
    const wish = readWish();
    return runServerCommand((command) => (wish.checkOnly ? check(wish, command) : restore(wish, command)));
  })
  .then(() => process.exit(0), endWith);
