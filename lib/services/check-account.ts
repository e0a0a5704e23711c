import "server-only";
import { findAccount } from "@/lib/db/accounts";
import type { CheckOutcome } from "@/lib/domain/check-outcome";
import { readAppCondition } from "./app-condition";
import { checkClaimed } from "./check-claimed";
import { claimAccount, releaseAccount, settleAtOnce } from "./claimed-account";
import { authorize, type ServiceContext } from "./context";

/**
 * Asks Instagram (`/me`) for a person whether the token works, and keeps what it tells of the account. A token that
 * answers again comes back to life; one is called dead only when spaced looks agree (`death-rule.ts`).
 *
 * @throws AppError `forbidden`, `database_unavailable`, and the vault's codes.
 */
export async function checkAccount(ctx: ServiceContext, { accountId }: { accountId: string }): Promise<CheckOutcome> {
  authorize(ctx, "change_accounts");
  const claimed = await claimAccount(ctx, accountId);
  if (claimed === null) return lostClaim(ctx, accountId);
  try {
    const { faultSince } = await readAppCondition(ctx);
    const options = { settle: settleAtOnce(ctx), keepVerdict: faultSince !== null, record: true };
    return (await checkClaimed(ctx, claimed, options)).outcome;
  } catch (error) {
    await releaseAccount(ctx, claimed);
    throw error;
  }
}

async function lostClaim(ctx: ServiceContext, accountId: string): Promise<CheckOutcome> {
  const account = await findAccount(ctx.db, accountId);
  if (account === null) return { kind: "not_found" };
  const { username, disconnectedAt } = account;
  return { kind: disconnectedAt === null ? "already_running" : "disconnected", username };
}
