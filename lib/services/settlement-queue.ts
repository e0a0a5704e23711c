import "server-only";
import type { ServiceContext } from "./context";
import { type Settlement, settle } from "./settle";

interface Waiting {
  settlement: Settlement;
  resolve: (written: boolean) => void;
  reject: (error: unknown) => void;
}

/** Settlements in one transaction, at most. */
const LARGEST_GROUP = 100;

/**
 * Writes settlements of many accounts in few transactions: while one is under way, others gather for the next. A group
 * that fails is written one by one, so that one account's fault stays its own.
 */
export class SettlementQueue {
  private readonly ctx: ServiceContext;
  private waiting: Waiting[] = [];
  private running = false;

  constructor(ctx: ServiceContext) {
    this.ctx = ctx;
  }

  settle = (settlement: Settlement): Promise<boolean> =>
    new Promise((resolve, reject) => {
      this.waiting.push({ settlement, resolve, reject });
      if (!this.running) void this.drain();
    });

  private async drain(): Promise<void> {
    this.running = true;
    // What is ready at the same moment goes together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) await this.write(this.waiting.splice(0, LARGEST_GROUP));
    this.running = false;
  }

  private async write(group: readonly Waiting[]): Promise<void> {
    try {
      const written = await settle(
        this.ctx,
        group.map(({ settlement }) => settlement),
      );
      for (const [index, { resolve }] of group.entries()) resolve(written[index] ?? false);
    } catch (error) {
      if (group.length === 1) return group[0]?.reject(error);
      for (const one of group) await this.write([one]);
    }
  }
}
