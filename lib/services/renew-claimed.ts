import "server-only";
import { NO_PREVIOUS_TOKEN, type SealedToken } from "@/lib/db/account-tokens";
import type { AccountRecord } from "@/lib/db/accounts";
import type { ClaimedAccount } from "@/lib/db/due-accounts";
import { renewalFailed, renewalSucceeded } from "@/lib/domain/attempt-result";
import { nextProbeAt } from "@/lib/domain/death-rule";
import { after } from "@/lib/domain/durations";
import type { ExtendOutcome } from "@/lib/domain/extend-outcome";
import type { InstagramFailure } from "@/lib/domain/instagram-failure";
import { decideExtend, judgeRenewal } from "@/lib/domain/renewal-rule";
import { nextAttemptAt } from "@/lib/domain/renewal-schedule";
import type { LongLivedGrant } from "@/lib/instagram/responses";
import { pauseCalls } from "./app-condition";
import type { FailuresBefore } from "./check-claimed";
import { type Settle, settlement } from "./claimed-account";
import type { ServiceContext } from "./context";
import { deathEvents } from "./death-events";
import { sealToken, tokenContext } from "./store-token";

export interface RenewClaimedOptions {
  /** The app is in trouble: nothing is said about the account. */
  keepVerdict: boolean;
  /** The scheduler asks: an account that is not due by the rule is only planned anew. */
  onlyWhenDue?: boolean;
  /** Called as soon as Instagram has given a token. */
  answered?: () => void;
}

/** An account with a token that has not answered yet. */
export interface UnconfirmedAccount extends ClaimedAccount {
  /** They go on when the token turns out to be worth nothing. */
  failuresBefore: FailuresBefore;
}

export interface ClaimedRenewal {
  outcome: ExtendOutcome;
  /** Set when a new token was stored: the lease is still held, and `/me` must be asked under it. */
  unconfirmed: UnconfirmedAccount | null;
  failure: InstagramFailure | null;
}

/**
 * The one path of every renewal, whoever asks: rule → refresh, outside any transaction → account, token and history in
 * one transaction. The caller holds the lease; it is given back here unless a new token waits to be confirmed.
 */
export async function renewClaimed(
  ctx: ServiceContext,
  claimed: ClaimedAccount,
  settle: Settle,
  { keepVerdict, onlyWhenDue = false, answered }: RenewClaimedOptions,
): Promise<ClaimedRenewal> {
  const { account, sealed } = claimed;
  const { username } = account;
  const decision = decideExtend(account, ctx.now);
  if (!decision.allowed || sealed === null) {
    await settle(settlement(claimed, ctx.now, {}));
    const { refusal, from } = decision.allowed ? { refusal: "disconnected" as const, from: null } : decision;
    return ended({ kind: "refused", username, refusal, from });
  }
  if (onlyWhenDue && !isDue(account, ctx.now)) {
    await settle(settlement(claimed, ctx.now, {}));
    return ended({ kind: "refused", username, refusal: "not_due", from: nextAttemptAt(account, ctx.now) });
  }
  const startedAt = performance.now();
  const answer = await ctx.instagram.refresh(ctx.vault.open(sealed.sealed, tokenContext(account.id)));
  const durationMillis = Math.round(performance.now() - startedAt);
  if (answer.ok) answered?.();
  if (answer.ok) return keep(ctx, claimed, sealed, settle, answer.value, durationMillis);
  const { failure } = answer;
  const { change, death } = renewalFailed(account, failure, ctx.now, keepVerdict);
  const failed = { kind: "extend_failed" as const, failure, durationMillis };
  const written = await settle(
    settlement(claimed, ctx.now, { change, events: [failed, ...deathEvents(death, failure)] }),
  );
  if (failure.reason === "rate_limited") await pauseCalls(ctx, failure);
  if (!written) return { outcome: { kind: "superseded", username }, unconfirmed: null, failure };
  const { reason, code, message } = failure;
  const lookAgainAt = nextProbeAt({ ...account, ...change });
  const outcome = { kind: "failed" as const, username, reason, code, message, lookAgainAt };
  return { outcome, unconfirmed: null, failure };
}

function isDue(account: AccountRecord, now: Date): boolean {
  const next = nextAttemptAt(account, now);
  return next !== null && next.getTime() <= now.getTime();
}

function ended(outcome: ExtendOutcome): ClaimedRenewal {
  return { outcome, unconfirmed: null, failure: null };
}

async function keep(
  ctx: ServiceContext,
  claimed: ClaimedAccount,
  sealed: SealedToken,
  settle: Settle,
  grant: LongLivedGrant,
  durationMillis: number,
): Promise<ClaimedRenewal> {
  const { account } = claimed;
  const { username, expiresAt: expiresBefore } = account;
  const expiresAfter = after(ctx.now, grant.expiresIn);
  const outcome = judgeRenewal(expiresBefore, account.expiryAssumed, expiresAfter);
  const tokenVersion = account.tokenVersion + 1;
  const stored: SealedToken = {
    accountId: account.id,
    version: tokenVersion,
    sealed: sealToken(ctx, account.id, grant.token, expiresAfter),
    storedAt: ctx.now,
    ...NO_PREVIOUS_TOKEN,
    // One that never answered is not worth keeping in the place of one that did.
    previousSealed: sealed.previousSealed ?? sealed.sealed,
    previousIssuedAt: sealed.previousSealed === null ? account.issuedAt : sealed.previousIssuedAt,
    previousExpiresAt: sealed.previousSealed === null ? account.expiresAt : sealed.previousExpiresAt,
    previousExpiryAssumed: sealed.previousSealed === null ? account.expiryAssumed : sealed.previousExpiryAssumed,
  };
  const { accountId: _, version: __, storedAt: ___, ...token } = stored;
  const change = {
    ...renewalSucceeded(account, outcome, expiresAfter, ctx.now),
    tokenVersion,
    ...(grant.scopes === null ? {} : { scopes: grant.scopes.join(",") }),
  };
  const kind = outcome === "unchanged" ? ("extend_unchanged" as const) : ("extended" as const);
  const written = await settle(
    settlement(claimed, ctx.now, {
      change,
      token: { kind: "store", ...token },
      release: false,
      events: [{ kind, expiresBefore, expiresAfter, durationMillis }],
    }),
  );
  if (!written) return ended({ kind: "superseded", username });
  return {
    outcome: { kind: outcome, username, expiresBefore, expiresAfter, tokenVersion },
    unconfirmed: { ...claimed, account: { ...account, ...change }, sealed: stored, failuresBefore: account },
    failure: null,
  };
}
