import "server-only";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { PrismaPg } from "@prisma/adapter-pg";
import { SECOND } from "@/lib/domain/durations";
import { type DatabaseKind, databaseKind, sqlitePath } from "./database-url";
import { isBusy, toDatabaseError } from "./errors";
import { PrismaClient as PostgresqlClient } from "./generated/postgresql/client";
import { type Prisma, PrismaClient as SqliteClient } from "./generated/sqlite/client";
import { withoutNul } from "./without-nul";

/** Milliseconds. better-sqlite3 waits without letting anything else run, so the waits are short and repeated. */
const BUSY_TIMEOUT = 2 * SECOND;
const CONNECT_TIMEOUT = 5 * SECOND;
const QUERY_TIMEOUT = 20 * SECOND;
const TRANSACTION_LIMITS = { maxWait: 20 * SECOND, timeout: 20 * SECOND };
const MOST_ATTEMPTS = 3;

/**
 * WAL alone would lose the last commits on a power cut; these are tokens. A burst of renewals writes the same pages again
 * and again, so they are copied from the log every 64 MB instead of every 4. What is deleted is written over, so that
 * erased data cannot be read from the file.
 */
const PRAGMAS = `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
  PRAGMA wal_autocheckpoint = 16000; PRAGMA secure_delete = ON;`;

/** How PostgreSQL lists our connections: a restore looks for them. */
export const PROGRAM_NAME = "perennial";

/** What a query needs: the client itself or a transaction on it. */
export type Queryable = Prisma.TransactionClient;

export interface Database extends Queryable {
  readonly kind: DatabaseKind;
  /**
   * Runs `work` in one transaction. Its first statement must be a write: SQLite cannot turn a reading transaction into
   * a writing one while others write. Tried again while the database is busy, so `work` must not act outside it.
   *
   * @throws AppError `database_unavailable` when the database is locked, full or out of reach.
   */
  transaction<Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Opens SQLite for `file:…` and PostgreSQL for `postgresql://…`. Connects at the first query. */
export function openDatabase(url: string): Database {
  const kind = databaseKind(url);
  const client = kind === "sqlite" ? openSqlite(url) : openPostgresql(url);
  const mapped = client.$extends({
    query: {
      $allOperations: async ({ args, query }) => {
        try {
          return await query(kind === "postgresql" ? (withoutNul(args) as typeof args) : args);
        } catch (error) {
          throw toDatabaseError(error);
        }
      },
    },
  });
  return Object.assign(mapped as unknown as Queryable, {
    kind,
    transaction: <Result>(work: (tx: Queryable) => Promise<Result>) =>
      withRetries(() => mapped.$transaction((tx) => work(tx as unknown as Queryable), TRANSACTION_LIMITS)),
    close: () => client.$disconnect(),
  });
}

function openSqlite(url: string): SqliteClient {
  const path = sqlitePath(url);
  mkdirSync(dirname(path), { recursive: true });
  const factory = new PrismaBetterSqlite3(
    { url: `file:${path}`, timeout: BUSY_TIMEOUT },
    { timestampFormat: "unixepoch-ms" },
  );
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    await adapter.executeScript(PRAGMAS);
    return adapter;
  };
  return new SqliteClient({ adapter: factory });
}

/** Both clients are generated from one model file; their types differ in name only. */
function openPostgresql(url: string): SqliteClient {
  const adapter = new PrismaPg({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    query_timeout: QUERY_TIMEOUT,
    keepAlive: true,
    application_name: PROGRAM_NAME,
    // A restore must be able to see that somebody has the database open, also while nothing is asked.
    min: 1,
  });
  return new PostgresqlClient({ adapter }) as unknown as SqliteClient;
}

async function withRetries<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= MOST_ATTEMPTS || !isBusy(error)) throw toDatabaseError(error);
      await pause(attempt * 20);
    }
  }
}
