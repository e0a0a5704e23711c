import "server-only";
import { NO_PREVIOUS_TOKEN } from "@/lib/db/account-tokens";
import type { AccountRecord } from "@/lib/db/accounts";
import type { ClaimedAccount } from "@/lib/db/due-accounts";
import { checkFailed, checkWorked } from "@/lib/domain/attempt-result";
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
    return { outcome: { kind: "disconnected", username }, failure: null };
  }
  const startedAt = performance.now();
  const answer = await ctx.instagram.readProfile(ctx.vault.open(sealed.sealed, tokenContext(account.id)));
  const durationMillis = Math.round(performance.now() - startedAt);
  if (answer.ok) answered?.();
  const problem = answer.ok ? mistakenIdentity(account, answer.value) : answer.failure;
  const result = await resultOf(ctx, claimed, answer.ok ? answer.value : null, problem, {
    keepVerdict,
    record,
    durationMillis,
    failuresBefore,
  });
  const written = await settle(settlement(claimed, ctx.now, result));
  if (problem?.reason === "rate_limited") await pauseCalls(ctx, problem);
  if (!written) return { outcome: { kind: "superseded", username }, failure: problem };
  if (problem === null) {
    const newName = result.profile?.username ?? username;
    return { outcome: { kind: "works", username: newName, revived: account.verdict !== null }, failure: null };
  }
  const { reason } = problem;
  const lookAgainAt = nextProbeAt({ ...account, ...result.change });
  return { outcome: { kind: "failed", username, reason, lookAgainAt }, failure: problem };
}

type Result = Partial<Settlement>;
interface Circumstances {
  keepVerdict: boolean;
  record: boolean;
  durationMillis: number;
  failuresBefore: FailuresBefore;
}

async function resultOf(
  ctx: ServiceContext,
  claimed: ClaimedAccount,
  profile: Profile | null,
  problem: InstagramFailure | null,
  circumstances: Circumstances,
): Promise<Result> {
  const { account } = claimed;
  if (problem === null && profile !== null) return worked(ctx, claimed, profile, circumstances);
  const failure = problem ?? namedFailure({ kind: "unexpected", reason: "unexpected_answer" });
  const looked = { lastCheckedAt: ctx.now, lastCheckOutcome: failure.reason };
  if (failure.kind === "dead" && !circumstances.keepVerdict) {
    const restored = await previousToken(ctx, claimed, failure, circumstances.failuresBefore);
    if (restored !== null) return restored;
  }
  const { change, death } = checkFailed(account, failure, ctx.now, circumstances.keepVerdict);
  const { durationMillis } = circumstances;
  const alarm = failure.reason === "account_changed";
  const isNews = circumstances.record || account.lastCheckOutcome !== failure.reason || death !== null;
  const event = { kind: alarm ? ("account_changed" as const) : ("check_failed" as const), failure, durationMillis };
  return {
    change: { ...change, ...looked },
    events: [...(isNews ? [event] : []), ...deathEvents(death, failure)],
    notices: alarm ? [identityAlarm(account)] : [],
  };
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

/** Instagram refuses a new token and still takes the one before: that one comes back. Null when there is none that works. */
async function previousToken(
  ctx: ServiceContext,
  { account, sealed }: ClaimedAccount,
  failure: InstagramFailure,
  { failedAttempts, failingSince }: FailuresBefore,
): Promise<Result | null> {
  const { previousSealed, previousIssuedAt, previousExpiresAt, previousExpiryAssumed } = sealed ?? NO_PREVIOUS_TOKEN;
  if (previousSealed === null || previousIssuedAt === null || previousExpiresAt === null) return null;
  const previous = await ctx.instagram.readProfile(ctx.vault.open(previousSealed, tokenContext(account.id)));
  if (!previous.ok) return null;
  return {
    change: {
      tokenVersion: account.tokenVersion + 1,
      issuedAt: previousIssuedAt,
      expiresAt: previousExpiresAt,
      expiryAssumed: previousExpiryAssumed ?? true,
      failedAttempts: failedAttempts + 1,
      lastFailedAt: ctx.now,
      failureKind: failure.kind,
      failureReason: failure.reason,
      failingSince: failingSince ?? ctx.now,
      lastAnswer: failure.kind,
      lastAnsweredAt: ctx.now,
    },
    token: { kind: "store", sealed: previousSealed, ...NO_PREVIOUS_TOKEN },
    events: [{ kind: "token_restored", expiresBefore: account.expiresAt, expiresAfter: previousExpiresAt, failure }],
  };
}
