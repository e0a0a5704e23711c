import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { endWith } from "./friendly-error";
import { baseUrlOf } from "./local-environment";
import { openLocalWorld } from "./local-world";
import { generateClients, NEXT } from "./production-build";
import { childEnvironment, END_WITH_PARENT, ROOT } from "./run-command";
import { readServerOptions } from "./server-options";
import { stopRequested } from "./stop-signals";

const FOLDER = "data/dev";
const ENV_FILES = [".env", ".env.local", ".env.development", ".env.development.local"];

/** True when the person has set up an Instagram app of their own; then nothing is made up for them. */
function hasOwnConfiguration(): boolean {
  const files = ENV_FILES.map((name) => join(ROOT, name)).filter((path) => existsSync(path));
  const values = files.map((path) => parseEnv(readFileSync(path, "utf8")).INSTAGRAM_CLIENT_ID);
  return [process.env.INSTAGRAM_CLIENT_ID, ...values].some((value) => value !== undefined && value !== "");
}

/** Runs `next dev` in the foreground until it ends or somebody stops us; its exit code. */
async function runNext(port: number, env: Record<string, string>, stop: Promise<void>): Promise<number> {
  const child = spawn(process.execPath, [...END_WITH_PARENT, NEXT, "dev", "--port", String(port)], {
    cwd: ROOT,
    env: childEnvironment({ NEXT_TELEMETRY_DISABLED: "1", ...env }),
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  let stopped = false;
  void stop.then(() => {
    stopped = true;
    child.kill("SIGTERM");
  });
  return new Promise((resolve) => child.once("exit", (code) => resolve(stopped ? 0 : (code ?? 1))));
}

async function dev(): Promise<number> {
  const { ports, reset } = await readServerOptions("npm run dev", FOLDER);
  const stop = stopRequested();
  if (hasOwnConfiguration()) {
    await generateClients();
    console.log("Using your own configuration (INSTAGRAM_CLIENT_ID is set); no simulator is started.");
    return runNext(ports.port, {}, stop);
  }
  const world = await openLocalWorld(join(ROOT, FOLDER), ports, { reset });
  try {
    console.log(`Perennial will be at ${baseUrlOf(ports.port)}; Instagram is simulated: ${world.controlUrl}`);
    console.log(`${world.signInLine}\n`);
    return await runNext(ports.port, world.env, stop);
  } finally {
    await world.close();
  }
}

dev().then((code) => process.exit(code), endWith);
