import type { Database } from "@/lib/db/client";
import { throughSeam } from "../database-seam";

export type Columns = Record<string, unknown>;

/** Changes the rows on their way into the statements that begin with `start`; times are unix milliseconds. */
export function rewriteRows(db: Database, start: string, change: (row: Columns) => Columns): Database {
  return throughSeam(db, {
    step({ input }, run) {
      const [statement, rows] = input;
      if (typeof statement !== "string" || typeof rows !== "string" || !statement.startsWith(start))
        return run(...input);
      const names = columnNames(statement);
      const named = (JSON.parse(rows) as unknown[][]).map((values) =>
        Object.fromEntries(names.map((name, index) => [name, values[index]])),
      );
      const changed = named.map((row) => change(row as Columns)).map((row) => names.map((name) => row[name]));
      return run(statement, JSON.stringify(changed));
    },
  });
}

export const SETTLEMENT = 'UPDATE "ConnectedAccount" AS account';
export const STORED_TOKEN = 'UPDATE "AccountToken" AS token';

/** The columns that a statement reads out of its rows, in their order (`lib/db/json-rows.ts`). */
function columnNames(statement: string): string[] {
  return [...statement.matchAll(/value ->> '\$\[\d+\]' AS "(\w+)"/g)].map(([, name = ""]) => name);
}
