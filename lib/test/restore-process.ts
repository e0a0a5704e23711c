import { writeSync } from "node:fs";
import { parseSettings } from "../env";
import { wireAdapters } from "../services/context";
import { restoreBackup } from "../services/restore-backup";

// A process of its own for tests that kill a restore: it says when half of the rows are written, and then stands still.
const parsed = parseSettings(process.env);
if (!parsed.ok) throw new Error(parsed.problems.join("\n"));
let writing = false;
await restoreBackup(wireAdapters(parsed.settings), {
  file: process.argv[2] ?? "",
  replace: true,
  signal: new AbortController().signal,
  onChecked: () => {
    writing = true;
  },
  onProgress: (done, total) => {
    if (!writing || done < total / 2) return;
    writeSync(process.stdout.fd, "half\n");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
});
