import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { portState } from "./free-port";
import { FriendlyError } from "./friendly-error";

/**
 * Keeps a second server off a data folder: two simulators with one state file would lose each other's tokens.
 *
 * @param empty - throws away what is in the folder, once it is ours.
 * @returns what gives the folder free again.
 * @throws FriendlyError when another process uses it.
 */
export async function lockFolder(folder: string, port: number, empty: boolean): Promise<() => void> {
  const file = join(folder, "running.json");
  const holder = readHolder(file);
  if (holder !== null && isAlive(holder.pid) && (await portState(holder.port)) === "taken") {
    throw new FriendlyError(
      `It is running already, at http://localhost:${holder.port} (process ${holder.pid}). Stop that one first.`,
    );
  }
  if (empty) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify({ pid: process.pid, port }));
  return () => rmSync(file, { force: true });
}

function readHolder(file: string): { pid: number; port: number } | null {
  try {
    const { pid, port } = JSON.parse(readFileSync(file, "utf8")) as { pid?: unknown; port?: unknown };
    return typeof pid === "number" && typeof port === "number" ? { pid, port } : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
