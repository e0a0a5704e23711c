import "server-only";
import { findAccount, setAutoRenewColumn } from "@/lib/db/accounts";
import { planAccount } from "@/lib/domain/account-plan";
import { authorize, type ServiceContext } from "./context";
import { recordEvent } from "./record-event";

export type SetAutoRenewOutcome = { kind: "set"; username: string } | { kind: "unchanged" } | { kind: "not_found" };

/** Switches renewal by itself on or off for one account; Extend and the daily check stay. */
export async function setAutoRenew(
  ctx: ServiceContext,
  { accountId, autoRenew }: { accountId: string; autoRenew: boolean },
): Promise<SetAutoRenewOutcome> {
  authorize(ctx, "change_accounts");
  const account = await findAccount(ctx.db, accountId);
  if (account === null || account.disconnectedAt !== null) return { kind: "not_found" };
  if (account.autoRenew === autoRenew) return { kind: "unchanged" };
  const { nextAttemptAt } = planAccount({ ...account, autoRenew }, ctx.now);
  const set = await ctx.db.transaction(async (tx) => {
    if (!(await setAutoRenewColumn(tx, accountId, { autoRenew, nextAttemptAt }))) return false;
    const kind = autoRenew ? ("auto_renew_on" as const) : ("auto_renew_off" as const);
    await recordEvent(ctx, tx, { accountId, kind, tokenVersion: account.tokenVersion });
    return true;
  });
  return set ? { kind: "set", username: account.username } : { kind: "unchanged" };
}
