import "server-only";
import { NO_PREVIOUS_TOKEN } from "@/lib/db/account-tokens";
import type { AccountRecord } from "@/lib/db/accounts";
import type { ClaimedAccount } from "@/lib/db/due-accounts";
import { checkFailed, checkWorked, NO_SUSPICION, NO_VERDICT } from "@/lib/domain/attempt-result";
import type { CheckOutcome } from "@/lib/domain/check-outcome";
import { nextProbeAt } from "@/lib/domain/death-rule";
import { failureSentence } from "@/lib/domain/failure-sentence";
import type { InstagramFailure } from "@/lib/domain/instagram-failure";
import type { DueNotice } from "@/lib/domain/notice";
import { failure as namedFailure } from "@/lib/instagram/errors";
import type { Profile } from "@/lib/instagram/responses";
import { changedProfile } from "./account-profile";
import { pauseCalls } from "./app-condition";
import { type Settle, settlement } from "./claimed-account";
import type { ServiceContext } from "./context";
import { deathEvents } from "./death-events";
import type { Settlement } from "./settle";
import { tokenContext } from "./store-token";

export interface CheckClaimedOptions {
  settle: Settle;
  /** The app is in trouble: nothing is said about the account. */
  keepVerdict?: boolean;
  /** A person asked: also an answer without news goes into the history. */
  record?: boolean;
  /** Called as soon as Instagram has told the profile. */
  answered?: () => void;
  /** The token has just come, and these failures went before it. */
  failuresBefore?: FailuresBefore;
}

/** So that waits grow, and a failing is told, although every attempt brings a token. */
export type FailuresBefore = Pick<AccountRecord, "failedAttempts" | "failingSince">;

export interface ClaimedCheck {
  outcome: CheckOutcome;
  failure: InstagramFailure | null;
}

/**
 * The one look at `/me`, whoever asks; the caller holds the lease, which is given back here. A token that answers comes
 * back to life. A new one that is refused makes room for the previous one when that still answers.
 */
export async function checkClaimed(
  ctx: ServiceContext,
  claimed: ClaimedAccount,
  { settle, keepVerdict = false, record = false, answered, failuresBefore = claimed.account }: CheckClaimedOptions,
): Promise<ClaimedCheck> {
  const { account, sealed } = claimed;
  const { username } = account;
  if (sealed === null) {
    await settle(settlement(claimed, ctx.now, {}));
    if (account.verdictReason !== "access_withdrawn")
      return { outcome: { kind: "disconnected", username }, failure: null };
    return { outcome: { kind: "failed", username, reason: account.verdictReason, lookAgainAt: null }, failure: null };
  }
  const startedAt = performance.now();
  const answer = await ctx.instagram.readProfile(ctx.vault.open(sealed.sealed, tokenContext(account.id)));
  const durationMillis = Math.round(performance.now() - startedAt);
  if (answer.ok) answered?.();
  const problem = answer.ok ? mistakenIdentity(account, answer.value) : answer.failure;
  const circumstances = { keepVerdict, record, durationMillis, failuresBefore };
  const { result, failure } =
    problem === null && answer.ok
      ? { result: worked(ctx, claimed, answer.value, circumstances), failure: null }
      : await failed(ctx, claimed, problem ?? namedFailure(UNEXPECTED), circumstances);
  const written = await settle(settlement(claimed, ctx.now, result));
  if (failure?.reason === "rate_limited") await pauseCalls(ctx, failure);
  if (!written) return { outcome: { kind: "superseded", username }, failure };
  if (failure === null) {
    const newName = result.profile?.username ?? username;
    return { outcome: { kind: "works", username: newName, revived: account.verdict !== null }, failure };
  }
  const { reason } = failure;
  const lookAgainAt = nextProbeAt({ ...account, ...result.change });
  return { outcome: { kind: "failed", username, reason, lookAgainAt }, failure };
}

const UNEXPECTED = { kind: "unexpected", reason: "unexpected_answer" } as const;

type Result = Partial<Settlement>;
interface Circumstances {
  keepVerdict: boolean;
  record: boolean;
  durationMillis: number;
  failuresBefore: FailuresBefore;
}

/** The failure is the one that counts: a new token's refusal says little while the one before may live. */
async function failed(
  ctx: ServiceContext,
  claimed: ClaimedAccount,
  refusal: InstagramFailure,
  { keepVerdict, record, durationMillis, failuresBefore }: Circumstances,
): Promise<{ result: Result; failure: InstagramFailure }> {
  const { account } = claimed;
  const previous = refusal.kind === "dead" && !keepVerdict ? await askPreviousToken(ctx, claimed) : null;
  if (previous?.ok)
    return { result: restored(claimed, previous.token, refusal, failuresBefore, ctx.now), failure: refusal };
  const judged = checkFailed(account, refusal, ctx.now, keepVerdict);
  const isDoubtful = judged.death?.kind === "believed" && previous !== null && previous.failure.kind !== "dead";
  const failure = isDoubtful ? previous.failure : refusal;
  const { change, death } = isDoubtful ? checkFailed(account, failure, ctx.now) : judged;
  const alarm = failure.reason === "account_changed";
  const isNews = record || account.lastCheckOutcome !== failure.reason || death !== null;
  const event = { kind: alarm ? ("account_changed" as const) : ("check_failed" as const), failure, durationMillis };
  const result = {
    change: { ...change, lastCheckedAt: ctx.now, lastCheckOutcome: failure.reason },
    events: [...(isNews ? [event] : []), ...deathEvents(death, failure)],
    notices: alarm ? [identityAlarm(account)] : [],
  };
  return { result, failure };
}

function worked(
  ctx: ServiceContext,
  { account, sealed }: ClaimedAccount,
  profile: Profile,
  { record, durationMillis }: Circumstances,
): Result {
  const recovered = account.verdict !== null || account.suspectedAt !== null;
  const { columns, renamed } = changedProfile(account, profile);
  return {
    change: { ...checkWorked(account, ctx.now), lastCheckedAt: ctx.now, lastCheckOutcome: "works" },
    token: sealed?.previousSealed == null ? { kind: "keep" } : { kind: "forget_previous" },
    profile: columns,
    events: [
      ...(recovered ? [{ kind: "recovered" as const, durationMillis, detail: "The token works again." }] : []),
      ...(renamed === null ? [] : [{ kind: "profile_changed" as const, detail: renamed }]),
      ...(record && !recovered ? [{ kind: "checked" as const, durationMillis }] : []),
    ],
  };
}

/** A failure when the token answers for another account, which is an alarm and never an update. */
function mistakenIdentity(account: AccountRecord, profile: Profile): InstagramFailure | null {
  const same =
    profile.userId !== null
      ? profile.userId === account.instagramUserId
      : account.appScopedId === null || profile.appScopedId === account.appScopedId;
  return same ? null : namedFailure({ kind: "unexpected", reason: "account_changed" });
}

function identityAlarm({ id, username, label, expiresAt, tokenVersion }: AccountRecord): DueNotice {
  const detail = { username, label, expiresAt: expiresAt.toISOString(), ...failureSentence("account_changed") };
  return { key: `${id}:${tokenVersion}:account_changed`, kind: "action_needed", accountId: id, detail };
}

/** What the token before the unconfirmed one is still worth; null when there is none. */
async function askPreviousToken(
  ctx: ServiceContext,
  { account, sealed }: ClaimedAccount,
): Promise<{ ok: true; token: PreviousTokenFacts } | { ok: false; failure: InstagramFailure } | null> {
  const { previousSealed, previousIssuedAt, previousExpiresAt, previousExpiryAssumed } = sealed ?? NO_PREVIOUS_TOKEN;
  if (previousSealed === null || previousIssuedAt === null || previousExpiresAt === null) return null;
  const answer = await ctx.instagram.readProfile(ctx.vault.open(previousSealed, tokenContext(account.id)));
  if (!answer.ok) return answer;
  const token = {
    sealed: previousSealed,
    issuedAt: previousIssuedAt,
    expiresAt: previousExpiresAt,
    expiryAssumed: previousExpiryAssumed ?? true,
  };
  return { ok: true, token };
}

interface PreviousTokenFacts extends Pick<AccountRecord, "issuedAt" | "expiresAt" | "expiryAssumed"> {
  sealed: string;
}

/** Instagram refuses a new token and still takes the one before: that one comes back. */
function restored(
  { account }: ClaimedAccount,
  { sealed, ...dates }: PreviousTokenFacts,
  failure: InstagramFailure,
  { failedAttempts, failingSince }: FailuresBefore,
  now: Date,
): Result {
  return {
    change: {
      ...dates,
      ...NO_VERDICT,
      ...NO_SUSPICION,
      tokenVersion: account.tokenVersion + 1,
      failedAttempts: failedAttempts + 1,
      lastFailedAt: now,
      failureKind: failure.kind,
      failureReason: failure.reason,
      failingSince: failingSince ?? now,
      lastAnswer: failure.kind,
      lastAnsweredAt: now,
    },
    token: { kind: "store", sealed, ...NO_PREVIOUS_TOKEN },
    events: [{ kind: "token_restored", expiresBefore: account.expiresAt, expiresAfter: dates.expiresAt, failure }],
  };
}
