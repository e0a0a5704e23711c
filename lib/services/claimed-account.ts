import "server-only";
import { randomUUID } from "node:crypto";
import { findToken } from "@/lib/db/account-tokens";
import { claimLease, releaseLease } from "@/lib/db/accounts";
import type { ClaimedAccount } from "@/lib/db/due-accounts";
import { after, elapsed, SECOND } from "@/lib/domain/durations";
import { CALL_TIME_LIMIT } from "@/lib/instagram/client";
import type { ServiceContext } from "./context";
import { type Settlement, settle } from "./settle";

/** Milliseconds. Longer than every call under one lease together: refresh, and looks at `/me` with two field lists. */
export const WORK_TIME = 6 * CALL_TIME_LIMIT + 30 * SECOND;
/** Milliseconds that a claimed account may wait for its turn. */
const TURN_TIME = 60 * SECOND;
export const LEASE_TIME = WORK_TIME + TURN_TIME;

/** How work under a lease gets written: at once, or together with that of others. */
export type Settle = (settlement: Settlement) => Promise<boolean>;

export function settleAtOnce(ctx: ServiceContext): Settle {
  return async (settlement) => (await settle(ctx, [settlement]))[0] ?? false;
}

/** Takes the lease of one account and reads it; null when somebody else holds it or there is no such account. */
export async function claimAccount(ctx: ServiceContext, accountId: string): Promise<ClaimedAccount | null> {
  const leaseId = randomUUID();
  const account = await claimLease(ctx.db, accountId, leaseId, ctx.now, after(ctx.now, LEASE_TIME));
  if (account === null) return null;
  return { account, sealed: await findToken(ctx.db, accountId), leaseId };
}

export async function releaseAccount(ctx: ServiceContext, { account, leaseId }: ClaimedAccount): Promise<void> {
  await releaseLease(ctx.db, account.id, leaseId);
}

/** True while the lease outlives all calls that may still be made under it. */
export function leaseSuffices({ account }: ClaimedAccount, now: Date): boolean {
  return account.leaseExpiresAt !== null && elapsed(now, account.leaseExpiresAt) >= WORK_TIME;
}

/** A settlement that changes nothing; what work came to is put into it. */
export function settlement(
  { account, leaseId }: ClaimedAccount,
  at: Date,
  result: Partial<Omit<Settlement, "before" | "leaseId" | "at">>,
): Settlement {
  return {
    before: account,
    leaseId,
    at,
    release: true,
    change: {},
    token: { kind: "keep" },
    profile: null,
    events: [],
    notices: [],
    ...result,
  };
}
