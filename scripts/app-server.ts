import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import packageFile from "../package.json" with { type: "json" };
import { FriendlyError } from "./friendly-error";
import { childEnvironment, END_WITH_PARENT, ROOT } from "./run-command";

const LOOK_INTERVAL = 50;
const LONGEST_START = 60_000;
/** Milliseconds that an orderly end may take: 20 seconds for running renewals, and some for open connections. */
const LONGEST_STOP = 28_000;
const SHOWN_LOG_LINES = 30;
const OWNER_ONLY = 0o600;

export interface AppServerOptions {
  port: number;
  env: Record<string, string>;
  /** Gets everything that the server writes; it is appended to. */
  logFile: string;
}

export interface AppServer {
  pid: number;
  /** Milliseconds from the start of the process until `/api/health` answered 200. */
  startup: number;
  /** Resolves with the exit code when the process ends, for whatever reason. */
  exited: Promise<number>;
  /** Asks for an orderly end and waits for it. */
  stop(): Promise<void>;
  /** Ends it with SIGKILL, as a crash or the power does. */
  kill(): Promise<void>;
}

/**
 * Starts the production build on this machine's own address and waits until it can serve.
 *
 * @throws FriendlyError with the end of the log when it does not come up.
 */
export async function startApp({ port, env, logFile }: AppServerOptions): Promise<AppServer> {
  const started = performance.now();
  const log = openSync(logFile, "a", OWNER_ONLY);
  const [, ...asNpmStart] = packageFile.scripts.start.split(" ");
  const child = spawn(
    process.execPath,
    [...END_WITH_PARENT, ...asNpmStart, "--port", String(port), "--hostname", "127.0.0.1"],
    {
      cwd: ROOT,
      env: childEnvironment({ NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", ...env }),
      stdio: ["ignore", log, log, "ipc"],
    },
  );
  closeSync(log);
  const exited = new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
  const stop = (): Promise<void> => stopChild(child, exited);
  if (!(await isHealthy(port, exited))) {
    await stop();
    const lines = readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-SHOWN_LOG_LINES);
    throw new FriendlyError(`The app did not start. The end of ${logFile}:\n\n${lines.join("\n")}`);
  }
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
  };
  return { pid: child.pid ?? 0, startup: performance.now() - started, exited, stop, kill };
}

async function isHealthy(port: number, exited: Promise<number>): Promise<boolean> {
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  for (const deadline = Date.now() + LONGEST_START; !ended && Date.now() < deadline; await pause(LOOK_INTERVAL)) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.status === 200) return true;
  }
  return false;
}

async function stopChild(child: ChildProcess, exited: Promise<number>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), LONGEST_STOP);
  await exited;
  clearTimeout(force);
}
