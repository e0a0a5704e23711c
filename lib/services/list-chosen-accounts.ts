import "server-only";
import { findConnectedAccounts } from "@/lib/db/account-list";
import { MOST_DISCONNECTED } from "@/lib/domain/disconnect-outcome";
import { type TokenStatus, tokenStatus } from "@/lib/domain/token-status";
import { authorize, type ServiceContext } from "./context";

export interface ChosenAccount {
  id: string;
  username: string;
  label: string;
  status: TokenStatus;
}

/** Those of the ids that are connected accounts, by username; no more than can be disconnected at once. */
export async function listChosenAccounts(
  ctx: ServiceContext,
  { accountIds }: { accountIds: readonly string[] },
): Promise<ChosenAccount[]> {
  authorize(ctx, "see_accounts");
  const accounts = await findConnectedAccounts(ctx.db, [...new Set(accountIds)].slice(0, MOST_DISCONNECTED));
  return accounts.map((account) => ({
    id: account.id,
    username: account.username,
    label: account.label,
    status: tokenStatus(account, ctx.now),
  }));
}
