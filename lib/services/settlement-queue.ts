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
/** Milliseconds that a settlement without a new token waits for others, at most. */
const GATHERING_TIME = 50;

/**
 * Writes settlements of many accounts in few transactions. A new token is written at once, because it may be the only one
 * that still works; what else there is goes with it, or waits a moment for company. A group that fails is written one by
 * one, so that one account's fault stays its own.
 */
export class SettlementQueue {
  private readonly ctx: ServiceContext;
  private waiting: Waiting[] = [];
  private writing = false;
  /** Pieces of work that may still bring a settlement. */
  private working = 0;
  private gathering: NodeJS.Timeout | null = null;

  constructor(ctx: ServiceContext) {
    this.ctx = ctx;
  }

  settle = (settlement: Settlement): Promise<boolean> =>
    new Promise((resolve, reject) => {
      this.waiting.push({ settlement, resolve, reject });
      if (settlement.token.kind === "store") this.writeSoon();
      else this.gather();
    });

  /** Does work that settles through this queue. When all work waits here, nothing is gained by waiting for more. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.working += 1;
    try {
      return await work();
    } finally {
      this.working -= 1;
      if (this.waiting.length > 0) this.gather();
    }
  }

  private gather(): void {
    if (this.waiting.length >= this.working) this.writeSoon();
    else this.gathering ??= setTimeout(() => this.writeSoon(), GATHERING_TIME);
  }

  private writeSoon(): void {
    if (this.gathering !== null) clearTimeout(this.gathering);
    this.gathering = null;
    if (!this.writing) void this.drain();
  }

  private async drain(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) {
      // What is ready at the same moment goes together, and calls and answers get their turn between two groups.
      await new Promise((resolve) => setImmediate(resolve));
      await this.write(this.waiting.splice(0, LARGEST_GROUP));
    }
    this.writing = false;
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
