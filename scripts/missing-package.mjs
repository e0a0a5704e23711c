import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

/**
 * Why the packages must be installed, as the end of a sentence, or null when node_modules is what package-lock.json
 * asks for. npm writes its own list at the end of an installation, so an interrupted one has none.
 */
export function missingPackage(root) {
  const modules = join(root, "node_modules");
  const wanted = readJson(join(root, "package-lock.json"))?.packages;
  if (wanted === undefined) return null;
  if (!existsSync(modules)) return "there are none yet";
  const installed = readJson(join(modules, ".package-lock.json"))?.packages;
  if (installed === undefined) return "the last installation did not finish";
  for (const [path, { version, optional, devOptional, link }] of Object.entries(wanted)) {
    if (path === "" || link || optional || devOptional) continue;
    if (installed[path]?.version !== version) return `package-lock.json asks for ${path.slice(13)} ${version}`;
    if (!existsSync(join(root, path, "package.json"))) return `${path.slice(13)} is missing`;
  }
  const compiled = join(modules, "better-sqlite3/build/Release/better_sqlite3.node");
  return existsSync(compiled) ? null : "better-sqlite3 is not compiled";
}
