import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digestOfSources } from "./build-inputs";
import { FriendlyError } from "./friendly-error";
import { ROOT, runNode } from "./run-command";

export const NEXT = join(ROOT, "node_modules/next/dist/bin/next");
/** `next build` empties the folder, so a build by somebody else takes our stamp away and counts as out of date. */
const STAMP = join(ROOT, ".next/sources.sha256");

/** True when `.next` holds a finished build of the sources as they are now. */
export function isBuildCurrent(): boolean {
  if (!existsSync(join(ROOT, ".next/BUILD_ID")) || !existsSync(STAMP)) return false;
  return readFileSync(STAMP, "utf8") === digestOfSources(ROOT);
}

export async function generateClients(): Promise<void> {
  await import("./generate");
}

/**
 * Builds for production unless that is done already.
 *
 * @returns true when it built.
 * @throws FriendlyError with the whole output of a failed build.
 */
export async function ensureBuild(): Promise<boolean> {
  await generateClients();
  if (isBuildCurrent()) return false;
  const digest = digestOfSources(ROOT);
  const { code, output } = await runNode(NEXT, ["build"], {
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (code !== 0) throw new FriendlyError(`The build failed.\n\n${output}`);
  writeFileSync(STAMP, digest);
  return true;
}
