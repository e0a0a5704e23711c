import "server-only";
import { randomUUID } from "node:crypto";
import pLimit from "p-limit";
import {
  type ClaimedAccount,
  claimDueAccounts,
  type DueWork,
  findDueAccounts,
  releaseLeases,
} from "@/lib/db/due-accounts";
import { after } from "@/lib/domain/durations";
import { LEASE_TIME, leaseSuffices } from "./claimed-account";
import type { Adapters } from "./context";

export interface WorkLimits {
  /** Calls to Instagram at once. */
  concurrency: number;
  /** Asked before every account: false ends the work, and what was claimed is given back. */
  mayGoOn: () => boolean;
  /** Asked before every account: true leaves one worker only. */
  isSlow: () => boolean;
}

/** What a piece of work calls as soon as Instagram has given what was asked for: the next call need not wait longer. */
export type Answered = () => void;

/** Does one account's work; what it returns is run apart, so that the next account need not wait for it. */
export type Perform = (
  claimed: ClaimedAccount,
  now: Date,
  answered: Answered,
) => Promise<((answered: Answered) => Promise<void>) | null>;

/** For each place among the calls at once, an account whose result is being written while another one is asked for. */
const ACCOUNTS_A_PLACE = 2;
/** For each place, accounts that are claimed with one statement. */
const CLAIMED_A_PLACE = 4;
/** Accounts that are put in order with one look at all that is due. */
const DUE_AT_ONCE = 2_000;

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
  const [calling, trailing] = [places(limits.concurrency), places(limits.concurrency)];
  const trails: Promise<void>[] = [];
  const isolated = async (accountId: string, part: () => Promise<unknown>): Promise<void> => {
    await part().catch((error) =>
      adapters.log.error({ event: "account_work_failed", work, accountId, err: error }, "account work failed"),
    );
  };
  const workOnNext = async (answered: Answered): Promise<boolean> => {
    const next = await claims.next();
    if (next.done) return false;
    const { id } = next.value.account;
    await isolated(id, async () => {
      const trail = await perform(next.value, adapters.clock(), answered);
      if (trail !== null) trails.push(trailing((done) => isolated(id, () => trail(done))));
    });
    return true;
  };
  const worker = async (index: number): Promise<void> => {
    while (await calling(workOnNext)) if (index > 0 && limits.isSlow()) return;
  };
  await Promise.all(Array.from({ length: limits.concurrency * ACCOUNTS_A_PLACE }, (_, index) => worker(index)));
  await Promise.all(trails);
}

/** Lets `most` parts run at once; a part may give its place back before it has ended. */
function places(most: number) {
  const limit = pLimit(most);
  return <Result>(part: (free: () => void) => Promise<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      void limit(
        () =>
          new Promise<void>((free) => {
            void part(free).then(resolve, reject).finally(free);
          }),
      );
    });
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
    const due = await findDueAccounts(db, work, clock(), DUE_AT_ONCE);
    const fresh = due.filter((id) => !seen.has(id));
    for (const ids of chunksOf(fresh, concurrency * CLAIMED_A_PLACE)) {
      if (!mayGoOn()) return;
      for (const id of ids) seen.add(id);
      yield* claimChunk(adapters, work, ids, mayGoOn);
    }
    if (due.length < DUE_AT_ONCE || fresh.length === 0) return;
  }
}

/** Claims what it is asked for at once, and gives back what it was not asked for in time. */
async function* claimChunk(
  { db, clock }: Adapters,
  work: DueWork,
  ids: readonly string[],
  mayGoOn: () => boolean,
): AsyncGenerator<ClaimedAccount> {
  const now = clock();
  const leaseId = randomUUID();
  const back: string[] = [];
  for (const claimed of await claimDueAccounts(db, work, ids, { leaseId, now, until: after(now, LEASE_TIME) })) {
    if (mayGoOn() && leaseSuffices(claimed, clock())) yield claimed;
    else back.push(claimed.account.id);
  }
  await releaseLeases(db, leaseId, back);
}

function* chunksOf<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
