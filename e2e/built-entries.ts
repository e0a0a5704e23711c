import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../scripts/run-command";

const BUILD = join(ROOT, ".next");
const METHOD =
  /export (?:const|async function|function) (GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b|\bas (GET|POST|PUT|PATCH|DELETE)\b/g;

interface BuiltAction {
  filename: string;
  exportedName: string;
}

/** The id of every server action in the build, by `file#name`. */
export function builtActions(): Map<string, string> {
  const manifest = JSON.parse(readFileSync(join(BUILD, "server/server-reference-manifest.json"), "utf8")) as {
    node: Record<string, BuiltAction>;
  };
  return new Map(
    Object.entries(manifest.node).map(([id, { filename, exportedName }]) => [`${filename}#${exportedName}`, id]),
  );
}

/** Every method of every route handler in the build, such as `GET /api/health`. */
export function builtHandlers(): string[] {
  const routes = JSON.parse(readFileSync(join(BUILD, "app-path-routes-manifest.json"), "utf8")) as Record<
    string,
    string
  >;
  return Object.entries(routes)
    .filter(([file]) => file.endsWith("/route"))
    .flatMap(([file, route]) => methodsOf(join(ROOT, "app", `${file}.ts`)).map((method) => `${method} ${route}`));
}

/** A picture in the app folder is a handler without a source of its own. */
function methodsOf(source: string): string[] {
  if (!existsSync(source)) return ["GET"];
  return [...readFileSync(source, "utf8").matchAll(METHOD)].map(([, one, other]) => one ?? other ?? "");
}
