// Starts a TypeScript script on a machine that may have nothing but Node and npm: packages first, then tsx.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { missingPackage } from "./missing-package.mjs";

const LOWEST_NODE = [20, 19];
const PARENT_CHECK_MILLISECONDS = 500;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < LOWEST_NODE[0] || (major === LOWEST_NODE[0] && minor < LOWEST_NODE[1])) {
  console.error(`Perennial needs Node.js ${LOWEST_NODE.join(".")} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Runs to its end and resolves with its exit code; signals that reach this process are passed on. */
function run(command, parameters, options) {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, { cwd: root, ...options });
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    const pass = (signal) => child.kill(signal);
    for (const signal of signals) process.on(signal, pass);
    const parent = process.ppid;
    const watch = setInterval(() => {
      // npm's shell does not hand signals on; it just goes, and then somebody else is our parent.
      if (process.env.npm_lifecycle_event !== undefined && process.ppid !== parent) child.kill("SIGTERM");
    }, PARENT_CHECK_MILLISECONDS);
    const finish = (code) => {
      clearInterval(watch);
      for (const signal of signals) process.off(signal, pass);
      resolve(code);
    };
    child.on("error", () => finish(1));
    child.on("exit", (code, signal) => finish(code ?? 128 + constants.signals[signal]));
  });
}

/** Node's own headers, where they are installed with it: what must be compiled then needs no download. */
function headersBeside(node) {
  const prefix = dirname(dirname(node));
  return existsSync(join(prefix, "include/node/node.h")) ? { npm_config_nodedir: prefix } : {};
}

async function installPackages() {
  const missing = missingPackage(root);
  if (missing === null) return;
  console.log(`Installing packages (npm ci), because ${missing} …`);
  // NODE_ENV=production in somebody's shell must not leave out the tools that build.
  const parameters = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath;
  const isScript = npm !== undefined && /\.c?js$/.test(npm);
  const code = await run(isScript ? process.execPath : "npm", isScript ? [npm, ...parameters] : parameters, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, ...headersBeside(process.execPath) },
    shell: !isScript && process.platform === "win32",
  });
  if (code === 0) return;
  if (code < 128) console.error("npm ci failed; its messages stand above. Check the network and try again.");
  process.exit(code);
}

await installPackages();
const [script = "", ...parameters] = process.argv.slice(2);
const preload = pathToFileURL(join(root, "scripts/end-with-parent.mjs")).href;
process.exit(
  await run(
    process.execPath,
    [
      ...process.execArgv,
      "--conditions=react-server",
      "--import",
      preload,
      "--import",
      "tsx",
      join(root, script),
      ...parameters,
    ],
    { stdio: ["inherit", "inherit", "inherit", "ipc"] },
  ),
);
