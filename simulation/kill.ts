import type { InstagramClient } from "@/lib/instagram/client";
import type { Adapters } from "@/lib/services/context";
import { throughSeam } from "./database-seam";

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
      db: throughSeam(adapters.db, {
        step: async ({ input }, run) => {
          this.reach("any_query");
          return run(...input);
        },
        beforeCommit: () => this.reach("before_commit"),
        afterCommit: () => this.reach("after_commit"),
      }),
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
}
