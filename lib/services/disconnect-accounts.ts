import "server-only";
import { findAccount } from "@/lib/db/accounts";
import { AppError } from "@/lib/domain/app-error";
import { type DisconnectCounts, MOST_DISCONNECTED } from "@/lib/domain/disconnect-outcome";
import { authorize, type PersonContext } from "./context";
import { detachAccount } from "./detach-account";
import { audit } from "./record-audit";
import { requireProof } from "./require-proof";

/**
 * Disconnects each of the accounts by itself: one that fails leaves the others alone.
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
  const { disconnected: count } = counts;
  if (count > 0) await audit(ctx, { action: "accounts_disconnected", detail: { count } });
  return counts;
}

async function disconnectOne(ctx: PersonContext, accountId: string): Promise<keyof DisconnectCounts> {
  try {
    const account = await findAccount(ctx.db, accountId);
    if (account === null || account.disconnectedAt !== null) return "notFound";
    const done = await ctx.db.transaction((tx) => detachAccount(ctx, tx, account));
    return done ? "disconnected" : "superseded";
  } catch (error) {
    ctx.log.error({ event: "disconnect_failed", accountId, err: error }, "disconnect failed");
    return "failed";
  }
}
