import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";
import { FriendlyError } from "./friendly-error";
import { ROOT, runCommand } from "./run-command";

const PROGRAMS = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge-stable"];
const APPLICATIONS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const LONGEST_TRY = 30_000;
const LONGEST_DOWNLOAD = 300_000;

/** Nothing but the pages under test may cause traffic; root has no sandbox. */
export const CHROMIUM_FLAGS = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** True when the program is there and all its libraries are, too. */
function runs(program: string): boolean {
  return existsSync(program) && spawnSync(program, ["--version"], { timeout: LONGEST_TRY }).status === 0;
}

function onPath(): string[] {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return PROGRAMS.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/**
 * A Chromium that is here already: the one that CHROMIUM_PATH names, Playwright's own, or the system's.
 *
 * @throws FriendlyError when CHROMIUM_PATH names none.
 */
export function installedChromium(): string | null {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== "") {
    if (runs(named)) return named;
    throw new FriendlyError(`CHROMIUM_PATH is ${named}, and no browser starts there.`);
  }
  return [chromium.executablePath(), ...onPath(), ...APPLICATIONS].find(runs) ?? null;
}

/**
 * Finds a Chromium or gets one: by Playwright's download, or else, for root on Debian, by apt-get.
 *
 * @throws FriendlyError with what the person can do when nothing worked.
 */
export async function ensureChromium(): Promise<string> {
  const found = installedChromium();
  if (found !== null) return found;
  console.log("No Chromium here; asking Playwright for one …");
  const playwright = join(ROOT, "node_modules/@playwright/test/cli.js");
  await runCommand(process.execPath, [playwright, "install", "chromium"], {
    env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "10000" },
    timeout: LONGEST_DOWNLOAD,
  });
  const downloaded = installedChromium();
  if (downloaded !== null) return downloaded;
  if (process.getuid?.() === 0) {
    console.log("Playwright could not; asking Debian for one …");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await runCommand("apt-get", ["update"], { env });
    await runCommand("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { env });
  }
  const installed = installedChromium();
  if (installed !== null) return installed;
  throw new FriendlyError("There is no Chromium. Install one, or set CHROMIUM_PATH to where it is.");
}
