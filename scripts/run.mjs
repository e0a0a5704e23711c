// Starts a TypeScript script on a machine that may have nothing but Node and npm: packages first, then tsx.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const LOWEST_NODE = [20, 19];
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < LOWEST_NODE[0] || (major === LOWEST_NODE[0] && minor < LOWEST_NODE[1])) {
  console.error(`Perennial needs Node.js ${LOWEST_NODE.join(".")} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}
if (!existsSync(join(root, "node_modules", "tsx", "package.json"))) {
  console.log("Installing packages (npm ci) …");
  const install = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (install.status !== 0) {
    console.error("npm ci failed; its messages stand above. Check the network and try again.");
    process.exit(install.status ?? 1);
  }
}

const [script = "", ...parameters] = process.argv.slice(2);
const child = spawn(
  process.execPath,
  ["--conditions=react-server", "--import", "tsx", join(root, script), ...parameters],
  {
    cwd: root,
    stdio: "inherit",
  },
);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal === null ? 1 : 0)));
