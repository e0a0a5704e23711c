import { describe, expect, test } from "vitest";
import { AppError, isAppError } from "@/lib/domain/app-error";
import { isBusy, isUniqueViolation, toDatabaseError } from "./errors";

const coded = (code: string, message = "x", name = "Error") => Object.assign(new Error(message), { code, name });

const OUT_OF_REACH: [string, Error][] = [
  [
    "Prisma that cannot reach the server",
    coded("P1001", "Can't reach database server", "PrismaClientKnownRequestError"),
  ],
  ["a pool that is empty", coded("P2024")],
  ["a transaction that cannot start", coded("P2028")],
  ["a locked file", coded("SQLITE_BUSY", "database is locked")],
  ["a full disk", coded("SQLITE_FULL", "database or disk is full")],
  ["a read-only file", coded("SQLITE_READONLY")],
  ["a broken disk", coded("SQLITE_IOERR", "disk I/O error")],
  ["a refused connection", coded("ECONNREFUSED")],
  ["a server that shuts down", coded("57P01", "terminating connection due to administrator command")],
  ["a server without free connections", coded("53300", "sorry, too many clients already")],
  ["a connection that failed", coded("08006")],
  ["a connection that ended", new Error("Connection terminated unexpectedly")],
  ["a driver's error deep below", new Error("query failed", { cause: new Error("x", { cause: coded("ECONNRESET") }) })],
  [
    "a reason in Prisma's meta",
    Object.assign(coded("P2010"), { meta: { driverAdapterError: { cause: { kind: "SocketTimeout" } } } }),
  ],
];

describe("a database that is out of reach", () => {
  test.each(OUT_OF_REACH)("is told by %s", (_, error) => {
    const translated = toDatabaseError(error);
    expect(isAppError(translated, "database_unavailable")).toBe(true);
    expect(translated).toMatchObject({ cause: error, message: expect.not.stringContaining(error.message) });
  });
});

describe("an error stays what it is", () => {
  test.each<[string, unknown]>([
    ["a unique key that is there", coded("P2002")],
    ["one of ours", new AppError("not_found", "x", { cause: coded("SQLITE_BUSY") })],
    ["a fault of the program", new TypeError("undefined is not a function")],
    ["a wrong query", coded("P2009")],
    ["a missing table", coded("42P01", 'relation "x" does not exist')],
    ["one that speaks of an id", new Error("no account 17841405308211845 in run 53123456")],
    ["something that is no error", "x"],
    ["nothing", null],
  ])("%s", (_, error) => {
    expect(toDatabaseError(error)).toBe(error);
  });
});

test.each<[unknown, boolean]>([
  [coded("SQLITE_BUSY"), true],
  [coded("SQLITE_LOCKED"), true],
  [coded("P2034"), true],
  [coded("40001", "could not serialize access"), true],
  [coded("40P01", "deadlock detected"), true],
  [new AppError("database_unavailable", "x", { cause: coded("SQLITE_BUSY") }), true],
  [coded("SQLITE_FULL"), false],
  [coded("ECONNREFUSED"), false],
  [new AppError("database_unavailable", "x", { cause: coded("SQLITE_FULL") }), false],
  [new AppError("not_found", "database is locked"), false],
  [coded("P2002"), false],
  [null, false],
])("%o is worth another try: %s", (error, busy) => {
  expect(isBusy(error)).toBe(busy);
});

test.each<[unknown, boolean]>([
  [coded("P2002"), true],
  [coded("P2003"), false],
  [new Error("P2002"), false],
  [{ code: "P2002" }, false],
  [null, false],
])("%o is a unique key that is there: %s", (error, unique) => {
  expect(isUniqueViolation(error)).toBe(unique);
});

test("a circle of causes comes to an end", () => {
  const error = new Error("one");
  error.cause = new Error("two", { cause: error });
  expect(toDatabaseError(error)).toBe(error);
});
