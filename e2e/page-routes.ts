import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../scripts/run-command";

/** The address of every page in `app/`, with its parameters as Next writes them: "/accounts/[accountId]". */
export function pageRoutes(): string[] {
  return readdirSync(join(ROOT, "app"), { recursive: true, encoding: "utf8" })
    .filter((file) => /(?:^|\/)page\.tsx$/.test(file))
    .map((file) => `/${file}`.replace(/\/page\.tsx$/, "").replace(/\/\([^)]*\)/g, ""))
    .map((route) => (route === "" ? "/" : route))
    .sort();
}
