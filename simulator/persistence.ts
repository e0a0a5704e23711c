import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { parseSnapshot, type Snapshot } from "./snapshot";

/** Milliseconds. */
const QUIET_TIME = 200;
/** Between saves passes at least this many times what the last one took, however busy the simulator is. */
const PAUSE_PER_SAVE = 10;
const OWNER_ONLY = 0o600;

export interface StateFile {
  /** Saves soon; many calls become one write. */
  changed(): void;
  /** Saves what is not saved yet. */
  flush(): Promise<void>;
}

/** The saved world, or null when there is none yet. Throws on a file that cannot be understood. */
export function readStateFile(path: string): Snapshot | null {
  if (!existsSync(path)) return null;
  try {
    return parseSnapshot(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new Error(`The state file ${path} cannot be read; move it away to start anew.`, {
      cause,
    });
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  try {
    const file = await open(temporary, "w", OWNER_ONLY);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Writes the world beside its file and renames it into place, so that a crash leaves the old one whole. */
export function createStateFile(path: string, take: () => Snapshot, onFailure: (error: unknown) => void): StateFile {
  let timer: NodeJS.Timeout | null = null;
  let dirty = false;
  let pause = QUIET_TIME;
  let writing: Promise<void> = Promise.resolve();

  const save = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    writing = writing.then(async () => {
      if (!dirty) return;
      dirty = false;
      const started = performance.now();
      try {
        await writeWhole(path, JSON.stringify(take()));
      } catch (error) {
        dirty = true;
        onFailure(error);
      }
      pause = Math.max(QUIET_TIME, (performance.now() - started) * PAUSE_PER_SAVE);
    });
    return writing;
  };

  return {
    changed() {
      dirty = true;
      timer ??= setTimeout(save, pause);
    },
    flush: save,
  };
}
