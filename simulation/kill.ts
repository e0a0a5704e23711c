import type { Database, Queryable } from "@/lib/db/client";
import type { InstagramClient } from "@/lib/instagram/client";
import type { Adapters } from "@/lib/services/context";

/** Where in its work a process is killed. */
export const KILL_POINTS = [
  "before_refresh",
  "after_refresh",
  "before_commit",
  "after_commit",
  "before_look",
  "after_look",
  "any_query",
] as const;
export type KillPoint = (typeof KILL_POINTS)[number];

export interface KillPlan {
  point: KillPoint;
  /** How often the point is passed unharmed. */
  spared: number;
}

/** What everything that a killed process still tries ends in. */
export class KilledError extends Error {
  override name = "KilledError";
}

/** A process that dies at a chosen step: from there on nothing that it does has an effect, and nothing comes back to it. */
export class Mortal {
  killed = false;
  private readonly plan: KillPlan;
  private passed = 0;

  constructor(plan: KillPlan) {
    this.plan = plan;
  }

  adapters(adapters: Adapters): Adapters {
    const { instagram } = adapters;
    return {
      ...adapters,
      db: this.database(adapters.db),
      instagram: {
        ...instagram,
        refresh: this.call(instagram, "refresh", "before_refresh", "after_refresh"),
        readProfile: this.call(instagram, "readProfile", "before_look", "after_look"),
      },
    };
  }

  private reach(point: KillPoint): void {
    if (!this.killed && point === this.plan.point) {
      this.passed += 1;
      this.killed = this.passed > this.plan.spared;
    }
    if (this.killed) throw new KilledError(`killed at ${this.plan.point}`);
  }

  private call<Name extends "refresh" | "readProfile">(
    client: InstagramClient,
    name: Name,
    before: KillPoint,
    after: KillPoint,
  ): InstagramClient[Name] {
    const send = async (token: string) => {
      this.reach(before);
      const answer = await client[name](token);
      this.reach(after);
      return answer;
    };
    return send as InstagramClient[Name];
  }

  private database(db: Database): Database {
    const transaction = async <Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result> => {
      const result = await db.transaction(async (tx) => {
        const inside = await work(this.queries(tx));
        this.reach("before_commit");
        return inside;
      });
      this.reach("after_commit");
      return result;
    };
    return this.queries(db, { kind: db.kind, transaction });
  }

  /** The same models and raw queries; each one is a step at which the process may die. */
  private queries<Target extends Queryable>(target: Target, own: Partial<Target> = {}): Target {
    return new Proxy(target, {
      get: (object, name) => {
        if (Object.hasOwn(own, name)) return own[name as keyof Target];
        const value: unknown = Reflect.get(object, name, object);
        if (typeof value === "function") return this.query(value.bind(object) as Query);
        return isModel(name, value) ? this.model(value) : value;
      },
    });
  }

  private model(model: object): object {
    return new Proxy(model, {
      get: (object, verb) => {
        const value: unknown = Reflect.get(object, verb, object);
        return typeof value === "function" ? this.query(value.bind(object) as Query) : value;
      },
    });
  }

  private query(run: Query): Query {
    return async (...input) => {
      this.reach("any_query");
      return run(...input);
    };
  }
}

type Query = (...input: unknown[]) => unknown;

function isModel(name: string | symbol, value: unknown): value is object {
  return typeof name === "string" && typeof value === "object" && value !== null;
}
