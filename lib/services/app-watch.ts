import "server-only";
import { resumeCalls } from "@/lib/db/instagram-app";
import { type AppCondition, isPaused, isUsageHigh } from "@/lib/domain/app-condition";
import type { InstagramFailure } from "@/lib/domain/instagram-failure";
import { clientIdOf, readAppCondition, slowCalls } from "./app-condition";
import { absolve, lookForFault } from "./app-fault";
import type { ServiceContext } from "./context";

/** Failures after which the accounts are looked at together, and so on twice as many each time. */
const FIRST_LOOK = 5;

/** What one run knows of the app as a whole: it stops the run when the app, not an account, is in trouble. */
export class AppWatch {
  condition: AppCondition;
  private failures = 0;
  private lookAfter = FIRST_LOOK;
  private last: InstagramFailure | null = null;
  private worked = false;

  private constructor(condition: AppCondition) {
    this.condition = condition;
  }

  static async begin(ctx: ServiceContext): Promise<AppWatch> {
    return new AppWatch(await readAppCondition(ctx));
  }

  mayCall(now: Date): boolean {
    return this.condition.faultSince === null && !isPaused(this.condition, now);
  }

  /** Takes note of an answer that has been written; `failure` is null for one that worked. */
  async answered(ctx: ServiceContext, failure: InstagramFailure | null): Promise<void> {
    const usage = ctx.instagram.takeUsage();
    if (usage !== null && isUsageHigh(usage)) {
      await slowCalls(ctx, ctx.now);
      await this.reread(ctx);
    }
    if (failure === null) {
      this.worked = true;
      return;
    }
    this.last = failure;
    this.failures += 1;
    if (failure.reason === "rate_limited") return this.reread(ctx);
    if (this.failures < this.lookAfter) return;
    this.lookAfter *= 2;
    await this.look(ctx);
  }

  /** The last look: also few failures of this run may be many together with those of others. */
  async end(ctx: ServiceContext): Promise<void> {
    const now = { ...ctx, now: ctx.clock() };
    if (this.failures > 0) {
      if (this.condition.faultSince === null) await this.look(now);
      await this.reread(ctx);
      // Answers that were under way when the fault was found have spoken of their accounts since.
      await absolve(now, this.condition);
    }
    if (this.worked && this.condition.pauses > 0 && !isPaused(this.condition, now.now)) {
      await resumeCalls(ctx.db, clientIdOf(ctx));
    }
  }

  async reread(ctx: ServiceContext): Promise<void> {
    this.condition = await readAppCondition(ctx);
  }

  private async look(ctx: ServiceContext): Promise<void> {
    if (this.last !== null && (await lookForFault(ctx, this.condition, this.last)) !== null) await this.reread(ctx);
  }
}
