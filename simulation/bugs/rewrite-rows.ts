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
      return run(statement, JSON.stringify((JSON.parse(rows) as Columns[]).map(change)));
    },
  });
}

export const SETTLEMENT = 'UPDATE "ConnectedAccount" AS account';
export const STORED_TOKEN = 'UPDATE "AccountToken" AS token';
