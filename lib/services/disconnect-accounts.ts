import "server-only";
import { findAccount } from "@/lib/db/accounts";
import { AppError } from "@/lib/domain/app-error";
import { type DisconnectCounts, MOST_DISCONNECTED } from "@/lib/domain/disconnect-outcome";
import { authorize, type PersonContext } from "./context";
import { detachAccount } from "./detach-account";
import { recordAudit } from "./record-audit";
import { requireProof } from "./require-proof";

/**
 * Disconnects each of the accounts by itself, with its own row in the audit log: one that fails leaves the others alone,
 * and what was done before the server stopped stands there.
 *
 * @throws AppError `proof_needed`, or `invalid_input` for more than `MOST_DISCONNECTED` accounts.
 */
export async function disconnectAccounts(
  ctx: PersonContext,
  { accountIds }: { accountIds: readonly string[] },
): Promise<DisconnectCounts> {
  authorize(ctx, "change_accounts");
  requireProof(ctx);
  const chosen = new Set(accountIds);
  if (chosen.size > MOST_DISCONNECTED)
    throw new AppError("invalid_input", `Select at most ${MOST_DISCONNECTED} accounts at once. Nothing was changed.`);
  const counts: DisconnectCounts = { disconnected: 0, superseded: 0, notFound: 0, failed: 0 };
  for (const accountId of chosen) counts[await disconnectOne(ctx, accountId)] += 1;
  return counts;
}

async function disconnectOne(ctx: PersonContext, accountId: string): Promise<keyof DisconnectCounts> {
  try {
    const account = await findAccount(ctx.db, accountId);
    if (account === null || account.disconnectedAt !== null) return "notFound";
    const done = await ctx.db.transaction(async (tx) => {
      if (!(await detachAccount(ctx, tx, account))) return false;
      await recordAudit(ctx, tx, { action: "accounts_disconnected", detail: { accountId, count: 1 } });
      return true;
    });
    return done ? "disconnected" : "superseded";
  } catch (error) {
    ctx.log.error({ event: "disconnect_failed", accountId, err: error }, "disconnect failed");
    return "failed";
  }
}
