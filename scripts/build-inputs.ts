import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Everything that `next build` reads. */
const INPUTS = [
  "app",
  "components",
  "lib",
  "public",
  "prisma/schema.prisma",
  "instrumentation.ts",
  "next.config.mjs",
  "package-lock.json",
  "package.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tailwind.config.ts",
];
/** Generated from other inputs, or not part of the product. */
const PASSED_OVER = /(^|\/)(generated|test)$|\.test\.tsx?$/;

function filesBelow(root: string, path: string): string[] {
  const absolute = join(root, path);
  if (PASSED_OVER.test(path) || !existsSync(absolute)) return [];
  if (!statSync(absolute).isDirectory()) return [path];
  return readdirSync(absolute).flatMap((name) => filesBelow(root, `${path}/${name}`));
}

/** A digest of the sources: equal digests build the same application. */
export function digestOfSources(root: string): string {
  const digest = createHash("sha256").update(process.version);
  for (const path of INPUTS.flatMap((input) => filesBelow(root, input)).sort()) {
    digest.update(`\n${path}\n`).update(readFileSync(join(root, path)));
  }
  return digest.digest("hex");
}
