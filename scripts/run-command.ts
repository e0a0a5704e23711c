import { spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export const ROOT = join(import.meta.dirname, "..");
/** Node flags that let a child end with us. */
export const END_WITH_PARENT = ["--import", pathToFileURL(join(import.meta.dirname, "end-with-parent.mjs")).href];

/** This process's environment for a child, without the condition under which our own scripts run. */
export function childEnvironment(env: Record<string, string> = {}): NodeJS.ProcessEnv {
  const options = (process.env.NODE_OPTIONS ?? "").replace("--conditions=react-server", "").trim();
  return { ...process.env, NODE_OPTIONS: options, ...env };
}

export interface CommandResult {
  code: number;
  /** What it wrote to stdout and stderr, in order. */
  output: string;
}

interface CommandOptions {
  env?: Record<string, string>;
  /** Milliseconds, after which it is ended. */
  timeout?: number;
}

/** Runs one of the packages' programs to its end, with its output kept rather than shown. */
export function runNode(program: string, parameters: string[], options: CommandOptions = {}): Promise<CommandResult> {
  return collect(process.execPath, [...END_WITH_PARENT, program, ...parameters], options, true);
}

/** Runs a program of the machine. Code 127 when there is no such program. */
export function runCommand(
  command: string,
  parameters: string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return collect(command, parameters, options, false);
}

function collect(
  command: string,
  parameters: string[],
  { env = {}, timeout }: CommandOptions,
  channel: boolean,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, {
      cwd: ROOT,
      env: childEnvironment(env),
      stdio: channel ? ["ignore", "pipe", "pipe", "ipc"] : ["ignore", "pipe", "pipe"],
      timeout,
    });
    const chunks: Buffer[] = [];
    const keep = (chunk: Buffer): number => chunks.push(chunk);
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    const finish = (code: number): void => resolve({ code, output: Buffer.concat(chunks).toString("utf8") });
    child.on("error", () => finish(127));
    child.on("close", (code) => finish(code ?? 1));
  });
}
