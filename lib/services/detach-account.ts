import "server-only";
import { deleteToken } from "@/lib/db/account-tokens";
import { type AccountRecord, revokeLease, updateAccountAtVersion } from "@/lib/db/accounts";
import type { Queryable } from "@/lib/db/client";
import { deletePicture } from "@/lib/db/pictures";
import { planAccount } from "@/lib/domain/account-plan";
import { CLEARED_FAILURES } from "@/lib/domain/attempt-result";
import type { ServiceContext } from "./context";
import { recordEvent } from "./record-event";

/**
 * Destroys the token, forgets the picture and takes the account off the list; its history stays.
 *
 * @returns false when the account has changed since it was read; nothing is done then.
 */
export async function detachAccount(ctx: ServiceContext, tx: Queryable, account: AccountRecord): Promise<boolean> {
  const { id: accountId, expiresAt: expiresBefore } = account;
  const tokenVersion = account.tokenVersion + 1;
  const gone = { ...account, ...CLEARED_FAILURES, disconnectedAt: ctx.now, tokenVersion };
  const change = { ...CLEARED_FAILURES, disconnectedAt: ctx.now, tokenVersion, ...planAccount(gone, ctx.now) };
  if (!(await updateAccountAtVersion(tx, accountId, account.tokenVersion, change))) return false;
  await revokeLease(tx, accountId);
  await deleteToken(tx, accountId);
  await deletePicture(tx, accountId);
  await recordEvent(ctx, tx, { accountId, kind: "disconnected", tokenVersion, expiresBefore });
  return true;
}
