import "server-only";
import type { Database } from "./client";

/**
 * SQLite's log of changes keeps pages as they were until it is emptied: copies everything into the file and empties it.
 * While another process reads, the log stays as it is until the next time. PostgreSQL sees to its pages by itself.
 */
export async function writeOut(db: Database): Promise<void> {
  if (db.kind === "sqlite") await db.$queryRawUnsafe("PRAGMA wal_checkpoint(TRUNCATE)");
}
