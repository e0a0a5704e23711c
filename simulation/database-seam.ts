import type { Database, Queryable } from "@/lib/db/client";

/** A step of some work on the database. */
export interface DatabaseStep {
  /** For example `$queryRawUnsafe` or `connectedAccount.findMany`. */
  name: string;
  input: unknown[];
}

type Run = (...input: unknown[]) => unknown;

/** What stands between the services and the database; each part may change the step, or keep it from happening. */
export interface DatabaseSeam {
  step(step: DatabaseStep, run: (...input: unknown[]) => Promise<unknown>): Promise<unknown>;
  beforeCommit?(): void;
  afterCommit?(): void;
}

/** The same database, seen through a seam, inside transactions and outside. */
export function throughSeam(db: Database, seam: DatabaseSeam): Database {
  const transaction = async <Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result> => {
    const result = await db.transaction(async (tx) => {
      const inside = await work(seamed(tx, seam));
      seam.beforeCommit?.();
      return inside;
    });
    seam.afterCommit?.();
    return result;
  };
  return seamed(db, seam, { kind: db.kind, transaction });
}

function seamed<Target extends Queryable>(target: Target, seam: DatabaseSeam, own: Partial<Target> = {}): Target {
  return new Proxy(target, {
    get: (object, name) => {
      if (Object.hasOwn(own, name)) return own[name as keyof Target];
      const value: unknown = Reflect.get(object, name, object);
      if (typeof name === "symbol") return value;
      if (typeof value === "function") return step(seam, name, value.bind(object) as Run);
      return typeof value === "object" && value !== null ? model(value, seam, name) : value;
    },
  });
}

function model(target: object, seam: DatabaseSeam, modelName: string): object {
  return new Proxy(target, {
    get: (object, verb) => {
      const value: unknown = Reflect.get(object, verb, object);
      return typeof value === "function"
        ? step(seam, `${modelName}.${String(verb)}`, value.bind(object) as Run)
        : value;
    },
  });
}

function step(seam: DatabaseSeam, name: string, run: Run): Run {
  return (...input) => seam.step({ name, input }, async (...changed) => run(...changed));
}
