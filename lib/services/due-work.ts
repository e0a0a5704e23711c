import "server-only";
import { randomUUID } from "node:crypto";
import pLimit from "p-limit";
import { type ClaimedAccount, claimDueAccounts, type DueWork, releaseLeases } from "@/lib/db/due-accounts";
import { after } from "@/lib/domain/durations";
import { LEASE_TIME, leaseSuffices } from "./claimed-account";
import type { Adapters } from "./context";

export interface WorkLimits {
  /** Accounts at once. */
  concurrency: number;
  /** Asked before every account: false ends the work, and what was claimed is given back. */
  mayGoOn: () => boolean;
  /** Asked before every account: true leaves one worker only. */
  isSlow: () => boolean;
}

/** Does one account's work; what it returns is run apart, so that the next account need not wait for it. */
export type Perform = (claimed: ClaimedAccount, now: Date) => Promise<(() => Promise<void>) | null>;

/**
 * Works through everything that is due, those with the least life left first, each under its lease. Others may do the
 * same at the same time. An account's fault stays its own: it is logged, and its lease runs out.
 */
export async function workThroughDue(
  adapters: Adapters,
  work: DueWork,
  limits: WorkLimits,
  perform: Perform,
): Promise<void> {
  const claims = claimChunks(adapters, work, limits);
  const trailing = pLimit(limits.concurrency);
  const trails: Promise<void>[] = [];
  const isolated = async (accountId: string, part: () => Promise<unknown>): Promise<void> => {
    await part().catch((error) =>
      adapters.log.error({ event: "account_work_failed", work, accountId, err: error }, "account work failed"),
    );
  };
  const worker = async (index: number): Promise<void> => {
    for (let next = await claims.next(); !next.done; next = await claims.next()) {
      const claimed = next.value;
      const { id } = claimed.account;
      await isolated(id, async () => {
        const trail = await perform(claimed, adapters.clock());
        if (trail !== null) trails.push(trailing(() => isolated(id, trail)));
      });
      if (index > 0 && limits.isSlow()) return;
    }
  };
  await Promise.all(Array.from({ length: limits.concurrency }, (_, index) => worker(index)));
  await Promise.all(trails);
}

async function* claimChunks(
  adapters: Adapters,
  work: DueWork,
  { concurrency, mayGoOn }: WorkLimits,
): AsyncGenerator<ClaimedAccount> {
  const { db, clock } = adapters;
  // One that is due again at once must not be met twice in a run.
  const seen = new Set<string>();
  while (mayGoOn()) {
    const now = clock();
    const leaseId = randomUUID();
    const claims = await claimDueAccounts(db, work, {
      leaseId,
      now,
      until: after(now, LEASE_TIME),
      limit: concurrency * 2,
    });
    const back: string[] = [];
    let fresh = 0;
    for (const claimed of claims) {
      const { id } = claimed.account;
      if (seen.has(id) || !mayGoOn() || !leaseSuffices(claimed, clock())) {
        back.push(id);
        continue;
      }
      seen.add(id);
      fresh += 1;
      yield claimed;
    }
    await releaseLeases(db, leaseId, back);
    if (fresh === 0) return;
  }
}
