import "server-only";
import { dropPreviousToken, findToken, NO_PREVIOUS_TOKEN, putToken, type SealedToken } from "@/lib/db/account-tokens";
import { type AccountRecord, findAccount, updateAccountAtVersion } from "@/lib/db/accounts";
import type { InstagramFailure } from "@/lib/domain/instagram-failure";
import type { Profile } from "@/lib/instagram/responses";
import { authorize, type ServiceContext } from "./context";
import { recordEvent } from "./record-event";
import { confirmsDeath } from "./second-look";
import { tokenContext } from "./store-token";

export type ConfirmOutcome = "confirmed" | "not_needed" | "unknown_yet" | "restored";

/**
 * Asks `/me` with a new token before the previous one is forgotten. When Instagram refuses the new one for good and
 * still takes the previous one, the previous one comes back; on any doubt both stay.
 */
export async function confirmToken(ctx: ServiceContext, { accountId }: { accountId: string }): Promise<ConfirmOutcome> {
  authorize(ctx, "change_accounts");
  const [account, stored] = [await findAccount(ctx.db, accountId), await findToken(ctx.db, accountId)];
  if (account === null || stored === null || stored.previousSealed === null) return "not_needed";
  const token = ctx.vault.open(stored.sealed, tokenContext(accountId));
  const answer = await ctx.instagram.readProfile(token);
  if (answer.ok) {
    if (!isSameAccount(account, answer.value)) return "unknown_yet";
    await dropPreviousToken(ctx.db, accountId, stored.version);
    return "confirmed";
  }
  if (!(await confirmsDeath(ctx, token, answer.failure))) return "unknown_yet";
  return restorePrevious(ctx, account, stored, answer.failure);
}

/** True unless a told `user_id`, or else the app-scoped id, is another account's. */
export function isSameAccount(account: AccountRecord, profile: Profile): boolean {
  if (profile.userId !== null) return profile.userId === account.instagramUserId;
  return account.appScopedId === null || profile.appScopedId === account.appScopedId;
}

async function restorePrevious(
  ctx: ServiceContext,
  account: AccountRecord,
  stored: SealedToken,
  failure: InstagramFailure,
): Promise<ConfirmOutcome> {
  const { previousSealed, previousIssuedAt, previousExpiresAt, previousExpiryAssumed } = stored;
  if (previousSealed === null || previousIssuedAt === null || previousExpiresAt === null) return "unknown_yet";
  const accountId = account.id;
  const previous = await ctx.instagram.readProfile(ctx.vault.open(previousSealed, tokenContext(accountId)));
  if (!previous.ok) return "unknown_yet";
  const version = stored.version + 1;
  const restored = await ctx.db.transaction(async (tx) => {
    const swapped = await updateAccountAtVersion(tx, accountId, stored.version, {
      tokenVersion: version,
      issuedAt: previousIssuedAt,
      expiresAt: previousExpiresAt,
      expiryAssumed: previousExpiryAssumed ?? true,
      failedAttempts: account.failedAttempts + 1,
      lastFailedAt: ctx.now,
      failureKind: failure.kind,
      failureReason: failure.reason,
    });
    if (!swapped) return false;
    await putToken(tx, { accountId, version, sealed: previousSealed, ...NO_PREVIOUS_TOKEN, storedAt: ctx.now });
    await recordEvent(ctx, tx, {
      accountId,
      kind: "token_restored",
      tokenVersion: version,
      expiresBefore: account.expiresAt,
      expiresAfter: previousExpiresAt,
      failure,
    });
    return true;
  });
  return restored ? "restored" : "unknown_yet";
}
