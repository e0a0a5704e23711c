import "server-only";
import { findAccount } from "@/lib/db/accounts";
import { isPaused } from "@/lib/domain/app-condition";
import type { ExtendOutcome } from "@/lib/domain/extend-outcome";
import { readAppCondition } from "./app-condition";
import { type CheckClaimedOptions, checkClaimed } from "./check-claimed";
import { claimAccount, releaseAccount, settleAtOnce } from "./claimed-account";
import { authorize, type ServiceContext } from "./context";
import { renewClaimed, type UnconfirmedAccount } from "./renew-claimed";

/** What a renewal came to, and the look at `/me` with the new token that is still to be taken under the same lease. */
export interface Renewal {
  outcome: ExtendOutcome;
  confirm: (() => Promise<void>) | null;
}

/**
 * Extends one token for a person, whole: refresh, store, and ask `/me` with the new one. One renewal of one account runs
 * at a time, across processes, by a lease in the database; a lost race is an outcome.
 *
 * @throws AppError `forbidden`, `database_unavailable`, and the vault's codes when the stored token cannot be opened.
 */
export async function renewToken(ctx: ServiceContext, input: { accountId: string }): Promise<ExtendOutcome> {
  const { outcome, confirm } = await beginRenewal(ctx, input);
  await confirm?.();
  return outcome;
}

/** As {@link renewToken}; the caller runs `confirm` itself, outside its own limit of calls at once. */
export async function beginRenewal(ctx: ServiceContext, { accountId }: { accountId: string }): Promise<Renewal> {
  authorize(ctx, "change_accounts");
  const condition = await readAppCondition(ctx);
  if (isPaused(condition, ctx.now))
    return { outcome: await pausedOutcome(ctx, accountId, condition.pausedUntil), confirm: null };
  const claimed = await claimAccount(ctx, accountId);
  if (claimed === null) return { outcome: await lostClaim(ctx, accountId), confirm: null };
  const settle = settleAtOnce(ctx);
  try {
    const { outcome, unconfirmed } = await renewClaimed(ctx, claimed, settle, {
      keepVerdict: condition.faultSince !== null,
    });
    return { outcome, confirm: unconfirmed === null ? null : () => confirmClaimed(ctx, unconfirmed, { settle }) };
  } catch (error) {
    await releaseAccount(ctx, claimed);
    throw error;
  }
}

/** Asks `/me` with a token that has just been stored. Whatever goes wrong, the token is stored and the lease is given back. */
export async function confirmClaimed(
  ctx: ServiceContext,
  claimed: UnconfirmedAccount,
  options: CheckClaimedOptions,
): Promise<void> {
  try {
    await checkClaimed(ctx, claimed, { ...options, failuresBefore: claimed.failuresBefore });
  } catch (error) {
    ctx.log.warn({ event: "token_not_confirmed", accountId: claimed.account.id, err: error }, "token not confirmed");
    await releaseAccount(ctx, claimed);
  }
}

async function pausedOutcome(ctx: ServiceContext, accountId: string, from: Date | null): Promise<ExtendOutcome> {
  const account = await findAccount(ctx.db, accountId);
  if (account === null) return { kind: "not_found" };
  return { kind: "refused", username: account.username, refusal: "paused", from };
}

/** Why the lease could not be had: somebody else holds it, or there is nothing to extend. */
async function lostClaim(ctx: ServiceContext, accountId: string): Promise<ExtendOutcome> {
  const account = await findAccount(ctx.db, accountId);
  if (account === null) return { kind: "not_found" };
  const { username, disconnectedAt } = account;
  if (disconnectedAt === null) return { kind: "already_running", username };
  return { kind: "refused", username, refusal: "disconnected", from: null };
}
