import Sqlite from "better-sqlite3";
import pg from "pg";

/** What was spent in the database since the last look. */
export interface DatabaseTime {
  /** Milliseconds, from the driver's call to its answer. */
  milliseconds: number;
  statements: number;
}

type Method = (...parameters: unknown[]) => unknown;

/**
 * Measures in the drivers themselves, so that neither Prisma nor our own code counts: in better-sqlite3 what a statement
 * takes, in pg what it takes to and from the server. Holds for this process from now on.
 */
export function watchDatabaseTime(): () => DatabaseTime {
  let spent: DatabaseTime = { milliseconds: 0, statements: 0 };
  const add = (started: number): void => {
    spent = { milliseconds: spent.milliseconds + performance.now() - started, statements: spent.statements + 1 };
  };
  const memory = new Sqlite(":memory:");
  const statement = Object.getPrototypeOf(memory.prepare("SELECT 1")) as Record<string, Method>;
  const database = Object.getPrototypeOf(memory) as Record<string, Method>;
  memory.close();
  for (const name of ["all", "get", "run"]) measure(statement, name, add);
  measure(database, "exec", add);
  measure(pg.Client.prototype as unknown as Record<string, Method>, "query", add);
  return () => {
    const since = spent;
    spent = { milliseconds: 0, statements: 0 };
    return since;
  };
}

function measure(owner: Record<string, Method>, name: string, add: (started: number) => void): void {
  const original = owner[name];
  if (original === undefined) throw new Error(`The driver has no ${name}.`);
  owner[name] = function (this: unknown, ...parameters: unknown[]): unknown {
    const started = performance.now();
    const callback = parameters.at(-1);
    if (typeof callback === "function") {
      // How pg's pool hears of the answer.
      const told = parameters.slice(0, -1).concat((...answer: unknown[]) => {
        add(started);
        callback(...answer);
      });
      return original.apply(this, told);
    }
    const result = original.apply(this, parameters);
    if (result instanceof Promise) return result.finally(() => add(started));
    add(started);
    return result;
  };
}
