import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "@/lib/db/client";
import { ROOT } from "../run-command";

/** Every table with its columns of dates, as the model file has them: none can be forgotten. */
function dateColumns(): Map<string, string[]> {
  const model = readFileSync(join(ROOT, "prisma/schema.prisma"), "utf8");
  const tables = new Map<string, string[]>();
  for (const [, table = "", body = ""] of model.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)) {
    const columns = [...body.matchAll(/^ {2}(\w+) +DateTime\b/gm)].map(([, column = ""]) => column);
    if (columns.length > 0) tables.set(table, columns);
  }
  return tables;
}

/**
 * Moves every stored date into the past, which is to the server as if so much time had gone by. Instagram's clock must
 * move forward by as much.
 */
export async function moveStoredDates(db: Database, milliseconds: number): Promise<void> {
  const earlier = (column: string): string =>
    db.kind === "sqlite"
      ? `"${column}" = "${column}" - ${milliseconds}`
      : `"${column}" = "${column}" - ${milliseconds} * interval '1 millisecond'`;
  await db.transaction(async (tx) => {
    for (const [table, columns] of dateColumns()) {
      await tx.$executeRawUnsafe(`UPDATE "${table}" SET ${columns.map(earlier).join(", ")}`);
    }
  });
}
