import { AppError, isAppError } from "@/lib/domain/app-error";

/** Prisma's codes and the drivers' for a database that is locked, full, read-only or out of reach. */
const UNAVAILABLE =
  /P1001|P1002|P1008|P1017|P2024|P2028|P2034|SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|CORRUPT)|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT|\b(?:57P0[123]|53\d{3}|08\d{3})\b|database is locked|disk is full|disk I\/O|Connection terminated|SocketTimeout|timed out|timeout|DatabaseNotReachable|ConnectionClosed/i;
const BUSY = /SQLITE_BUSY|SQLITE_LOCKED|database is locked|SocketTimeout|P1008|P2034|\b(?:40001|40P01)\b/i;

function wordsOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 4) return String(error);
  const code = "code" in error ? String(error.code) : "";
  const meta = "meta" in error ? JSON.stringify(error.meta) : "";
  return [error.name, code, error.message, meta, wordsOf(error.cause ?? "", depth + 1)].join(" ");
}

/** True when the same statement may succeed when it is sent again. */
export function isBusy(error: unknown): boolean {
  return BUSY.test(wordsOf(isAppError(error) ? error.cause : error));
}

/** True for a unique key that is already there: Prisma's P2002 on both databases. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "P2002";
}

/** An error of the driver as ours when it speaks of the database's state; any other as it is. */
export function toDatabaseError(error: unknown): unknown {
  if (isAppError(error) || isUniqueViolation(error) || !UNAVAILABLE.test(wordsOf(error))) return error;
  return new AppError("database_unavailable", "The database does not answer, is locked, or its disk is full.", {
    cause: error,
  });
}
