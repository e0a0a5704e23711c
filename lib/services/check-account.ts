import "server-only";
import { dropPreviousToken, findToken } from "@/lib/db/account-tokens";
import { type AccountRecord, findAccount, updateAccountAtVersion } from "@/lib/db/accounts";
import type { CheckOutcome } from "@/lib/domain/check-outcome";
import { type InstagramFailure, verdictOf } from "@/lib/domain/instagram-failure";
import { plainLine, searchText } from "@/lib/domain/plain-line";
import { failure } from "@/lib/instagram/errors";
import type { Profile } from "@/lib/instagram/responses";
import { isSameAccount } from "./confirm-token";
import { authorize, type ServiceContext } from "./context";
import { recordEvent } from "./record-event";
import { confirmsDeath } from "./second-look";
import { tokenContext } from "./store-token";

/**
 * Asks Instagram (`/me`) whether the token works, and keeps what it tells of the account. A token that answers again
 * comes back to life; one is called dead only when a second look says so too.
 *
 * @throws AppError `forbidden`, `database_unavailable`, and the vault's codes.
 */
export async function checkAccount(ctx: ServiceContext, { accountId }: { accountId: string }): Promise<CheckOutcome> {
  authorize(ctx, "change_accounts");
  const account = await findAccount(ctx.db, accountId);
  if (account === null) return { kind: "not_found" };
  const stored = await findToken(ctx.db, accountId);
  if (stored === null) return { kind: "disconnected", username: account.username };
  const token = ctx.vault.open(stored.sealed, tokenContext(accountId));
  const startedAt = performance.now();
  const answer = await ctx.instagram.readProfile(token);
  const durationMillis = Math.round(performance.now() - startedAt);
  if (!answer.ok) {
    const believed = answer.failure.kind !== "dead" || (await confirmsDeath(ctx, token, answer.failure));
    return failed(ctx, account, answer.failure, believed, durationMillis);
  }
  if (!isSameAccount(account, answer.value)) {
    return failed(ctx, account, failure({ kind: "unexpected", reason: "account_changed" }), false, durationMillis);
  }
  return works(ctx, account, answer.value, durationMillis);
}

async function works(
  ctx: ServiceContext,
  account: AccountRecord,
  profile: Profile,
  durationMillis: number,
): Promise<CheckOutcome> {
  const revived = account.verdict !== null;
  const ours = await ctx.db.transaction(async (tx) => {
    const swapped = await updateAccountAtVersion(tx, account.id, account.tokenVersion, {
      ...profileColumns(account, profile),
      lastCheckedAt: ctx.now,
      lastCheckOutcome: "works",
      ...(revived ? { verdict: null, verdictReason: null, verdictAt: null } : {}),
    });
    if (!swapped) return false;
    await dropPreviousToken(tx, account.id, account.tokenVersion);
    const detail = revived ? "The token works again." : null;
    await recordEvent(ctx, tx, {
      accountId: account.id,
      kind: "checked",
      tokenVersion: account.tokenVersion,
      durationMillis,
      detail,
    });
    return true;
  });
  return ours
    ? { kind: "works", username: profile.username, revived }
    : { kind: "superseded", username: account.username };
}

/** What Instagram tells of an account; a short answer leaves what was known. */
export function profileColumns(
  account: Pick<AccountRecord, "name" | "accountType" | "followersCount" | "label">,
  profile: Profile,
) {
  const username = plainLine(profile.username);
  const name = profile.name === "" ? account.name : plainLine(profile.name);
  return {
    username,
    name,
    appScopedId: profile.appScopedId,
    accountType: profile.accountType === "" ? account.accountType : profile.accountType,
    followersCount: profile.followersCount ?? account.followersCount,
    searchText: searchText(username, name, account.label),
  };
}

async function failed(
  ctx: ServiceContext,
  account: AccountRecord,
  reason: InstagramFailure,
  believed: boolean,
  durationMillis: number,
): Promise<CheckOutcome> {
  const verdict = believed ? verdictOf(reason) : null;
  const ours = await ctx.db.transaction(async (tx) => {
    const swapped = await updateAccountAtVersion(tx, account.id, account.tokenVersion, {
      lastCheckedAt: ctx.now,
      lastCheckOutcome: reason.reason,
      ...(verdict === null ? {} : { verdict, verdictReason: reason.reason, verdictAt: ctx.now }),
    });
    if (!swapped) return false;
    const event = { accountId: account.id, tokenVersion: account.tokenVersion, failure: reason };
    const alarm = reason.reason === "account_changed";
    await recordEvent(ctx, tx, { ...event, kind: alarm ? "account_changed" : "check_failed", durationMillis });
    if (verdict === "dead" && account.verdict !== "dead")
      await recordEvent(ctx, tx, { ...event, kind: "declared_dead" });
    return true;
  });
  if (!ours) return { kind: "superseded", username: account.username };
  return { kind: "failed", username: account.username, reason: reason.reason, believed };
}
