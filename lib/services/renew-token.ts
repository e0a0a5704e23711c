import "server-only";
import { randomUUID } from "node:crypto";
import { findToken, type SealedToken } from "@/lib/db/account-tokens";
import { type AccountRecord, claimLease, findAccount, releaseLease, settleUnderLease } from "@/lib/db/accounts";
import { after, SECOND } from "@/lib/domain/durations";
import type { ExtendOutcome } from "@/lib/domain/extend-outcome";
import { type InstagramFailure, verdictOf } from "@/lib/domain/instagram-failure";
import { decideExtend, judgeRenewal } from "@/lib/domain/renewal-rule";
import { CALL_TIME_LIMIT } from "@/lib/instagram/client";
import type { LongLivedGrant } from "@/lib/instagram/responses";
import { confirmToken } from "./confirm-token";
import { authorize, type ServiceContext } from "./context";
import { recordEvent } from "./record-event";
import { confirmsDeath } from "./second-look";
import { storeToken, tokenContext } from "./store-token";

/** Milliseconds. Longer than every call under it together: refresh, second look, and the two that confirm. */
export const RENEWAL_LEASE = 6 * CALL_TIME_LIMIT + 30 * SECOND;

export interface RenewTokenInput {
  accountId: string;
  /** "later": the caller runs `confirm-token` itself, outside its own limit of calls at once. */
  confirm: "now" | "later";
}

/**
 * Extends one token: the only path, whoever asks. One renewal of one account runs at a time, across processes, by a
 * lease in the database; a lost race is an outcome. Instagram is called outside any transaction.
 *
 * @throws AppError `forbidden`, `database_unavailable`, and the vault's codes when the stored token cannot be opened.
 */
export async function renewToken(ctx: ServiceContext, { accountId, confirm }: RenewTokenInput): Promise<ExtendOutcome> {
  authorize(ctx, "change_accounts");
  const leaseId = randomUUID();
  const account = await claimLease(ctx.db, accountId, leaseId, ctx.now, after(ctx.now, RENEWAL_LEASE));
  if (account === null) return lostClaim(ctx, accountId);
  let released = false;
  try {
    const decision = decideExtend(account, ctx.now);
    if (!decision.allowed) return { kind: "refused", username: account.username, ...withoutAllowed(decision) };
    const sealed = await findToken(ctx.db, accountId);
    if (sealed === null) return { kind: "refused", username: account.username, refusal: "disconnected", from: null };
    const outcome = await refresh(ctx, account, sealed, leaseId);
    released = outcome.kind !== "superseded";
    if (confirm === "now" && "tokenVersion" in outcome) await confirmToken(ctx, { accountId });
    return outcome;
  } finally {
    if (!released) await releaseLease(ctx.db, accountId, leaseId);
  }
}

function withoutAllowed<Decision extends { allowed: boolean }>({
  allowed: _,
  ...rest
}: Decision): Omit<Decision, "allowed"> {
  return rest;
}

/** Why the lease could not be had: somebody else holds it, or there is nothing to extend. */
async function lostClaim(ctx: ServiceContext, accountId: string): Promise<ExtendOutcome> {
  const account = await findAccount(ctx.db, accountId);
  if (account === null) return { kind: "not_found" };
  const { username, disconnectedAt } = account;
  if (disconnectedAt === null) return { kind: "already_running", username };
  return { kind: "refused", username, refusal: "disconnected", from: null };
}

async function refresh(
  ctx: ServiceContext,
  account: AccountRecord,
  sealed: SealedToken,
  leaseId: string,
): Promise<ExtendOutcome> {
  const token = ctx.vault.open(sealed.sealed, tokenContext(account.id));
  const startedAt = performance.now();
  const answer = await ctx.instagram.refresh(token);
  const durationMillis = Math.round(performance.now() - startedAt);
  if (answer.ok) return keep(ctx, account, sealed, leaseId, answer.value, durationMillis);
  const believed = answer.failure.kind !== "dead" || (await confirmsDeath(ctx, token, answer.failure));
  return fail(ctx, account, leaseId, answer.failure, believed, durationMillis);
}

async function keep(
  ctx: ServiceContext,
  account: AccountRecord,
  sealed: SealedToken,
  leaseId: string,
  grant: LongLivedGrant,
  durationMillis: number,
): Promise<ExtendOutcome> {
  const expiresBefore = account.expiresAt;
  const expiresAfter = after(ctx.now, grant.expiresIn);
  const outcome = judgeRenewal(expiresBefore, account.expiryAssumed, expiresAfter);
  const version = account.tokenVersion + 1;
  const changed = outcome === "unchanged" ? {} : { lastRenewedAt: ctx.now };
  const granted = grant.scopes === null ? {} : { scopes: grant.scopes.join(",") };
  const result = await storeToken(ctx, {
    accountId: account.id,
    version,
    token: grant.token,
    issuedAt: outcome === "extended" ? ctx.now : account.issuedAt,
    issuedAtAssumed: outcome === "extended" ? false : account.issuedAtAssumed,
    expiresAt: expiresAfter,
    expiryAssumed: false,
    previous: {
      previousSealed: sealed.sealed,
      previousIssuedAt: account.issuedAt,
      previousExpiresAt: account.expiresAt,
      previousExpiryAssumed: account.expiryAssumed,
    },
    swap: (tx, facts) =>
      settleUnderLease(tx, account.id, leaseId, account.tokenVersion, { ...facts, ...changed, ...granted }),
    event: { kind: outcome === "unchanged" ? "extend_unchanged" : "extended", expiresBefore, durationMillis },
  });
  if (result === "superseded") return { kind: "superseded", username: account.username };
  return { kind: outcome, username: account.username, expiresBefore, expiresAfter, tokenVersion: version };
}

async function fail(
  ctx: ServiceContext,
  account: AccountRecord,
  leaseId: string,
  failure: InstagramFailure,
  believed: boolean,
  durationMillis: number,
): Promise<ExtendOutcome> {
  const verdict = believed ? verdictOf(failure) : null;
  const ours = await ctx.db.transaction(async (tx) => {
    const swapped = await settleUnderLease(tx, account.id, leaseId, account.tokenVersion, {
      failedAttempts: account.failedAttempts + 1,
      lastFailedAt: ctx.now,
      failureKind: failure.kind,
      failureReason: failure.reason,
      ...(verdict === null ? {} : { verdict, verdictReason: failure.reason, verdictAt: ctx.now }),
    });
    if (!swapped) return false;
    const event = { accountId: account.id, tokenVersion: account.tokenVersion, failure };
    const detail = believed ? null : "A second look at /me did not confirm this; the token is kept.";
    await recordEvent(ctx, tx, { ...event, kind: "extend_failed", durationMillis, detail });
    if (verdict === "dead") await recordEvent(ctx, tx, { ...event, kind: "declared_dead" });
    return true;
  });
  if (!ours) return { kind: "superseded", username: account.username };
  const { reason, code, message } = failure;
  return { kind: "failed", username: account.username, reason, code, message, ended: verdict === "dead" };
}
