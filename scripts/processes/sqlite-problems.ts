import type { Database } from "@/lib/db/client";

/** What SQLite finds wrong with its own file; empty when all is well. */
export async function sqliteProblems(db: Database): Promise<string[]> {
  const integrity = await db.$queryRawUnsafe<{ integrity_check: string }[]>("PRAGMA integrity_check");
  const foreignKeys = await db.$queryRawUnsafe<unknown[]>("PRAGMA foreign_key_check");
  const problems = integrity.map((row) => row.integrity_check).filter((line) => line !== "ok");
  if (foreignKeys.length > 0) problems.push(`${foreignKeys.length} rows point to others that are not there`);
  return problems;
}
