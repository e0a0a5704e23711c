import { once } from "node:events";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { FriendlyError } from "./friendly-error";

/** Reads one line from the terminal without showing it, or from whatever is piped in. */
export async function askPassword(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = process.stdin.isTTY === true;
  if (terminal) process.stdout.write(question);
  const lines = createInterface({ input: process.stdin, output: silent, terminal });
  try {
    const [line] = await Promise.race([
      once(lines, "line") as Promise<[string]>,
      once(lines, "close").then((): [string] => {
        throw new FriendlyError("No password was typed. Nothing was changed.");
      }),
    ]);
    return line;
  } finally {
    lines.close();
    if (terminal) process.stdout.write("\n");
  }
}
