import type { Database } from "@/lib/db/client";
import type { Adapters } from "@/lib/services/context";
import { accountRecord, createAccount, idOf } from "../prisma/factories";

/** Milliseconds between two accounts' dates. */
const SPACING = 1_000;
/** Columns that differ from account to account, by their SQL over the number `n`. */
const TEXTS: Record<string, string> = {
  id: "'stored-' || n",
  instagramUserId: "'9' || n",
  username: "'stored.' || n",
  searchText: "'stored.' || n",
};
const DATES = new Set(["expiresAt", "nextAttemptAt", "nextCheckAt", "nextNoticeAt"]);

/** Stores many accounts of which none is due: copies of one, with later and later dates, written by the database itself. */
export async function addStoredAccounts(count: number, adapters: Adapters): Promise<void> {
  const { db } = adapters;
  const model = accountRecord({ id: idOf("stored"), username: "stored" });
  await createAccount({ ...model, token: "IGAA-made-up" }, adapters);
  const columns = Object.keys(model);
  const values = columns.map((column) => TEXTS[column] ?? (DATES.has(column) ? later(db, column) : `"${column}"`));
  const numbers =
    db.kind === "sqlite"
      ? `(WITH RECURSIVE counting(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counting WHERE n < ${count - 1}) SELECT n FROM counting)`
      : `(SELECT n FROM generate_series(1, ${count - 1}) AS n)`;
  const names = columns.map((column) => `"${column}"`).join(", ");
  const insert = `INSERT INTO "ConnectedAccount" (${names}) SELECT ${values.join(", ")}
    FROM ${numbers} AS numbers, "ConnectedAccount" WHERE id = '${model.id}'`;
  if (db.kind === "sqlite") await db.$executeRawUnsafe(insert);
  else await inPostgres(adapters, [insert, `VACUUM ANALYZE "ConnectedAccount"`]);
}

function later(db: Database, column: string): string {
  return db.kind === "sqlite" ? `"${column}" + n * ${SPACING}` : `"${column}" + n * interval '${SPACING} milliseconds'`;
}

/** Over a connection of its own: the app's has a time limit, and a vacuum cannot run in a transaction. */
async function inPostgres({ settings }: Adapters, statements: readonly string[]): Promise<void> {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: settings.databaseUrl });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
