import "server-only";
import type { LastAnswer } from "@/lib/domain/attempt-result";
import { checkClaimed } from "./check-claimed";
import { claimAccount, releaseAccount, settleAtOnce } from "./claimed-account";
import type { ServiceContext } from "./context";
import { renewClaimed } from "./renew-claimed";

const PROBE = { keepVerdict: true, onlyWhenDue: true };

/**
 * How Instagram answers for one account at this moment: by a renewal when one is due, and by `/me`. Says nothing about the
 * account, whatever comes. Null when somebody else is asking, or we fail ourselves.
 */
export async function askAccount(ctx: ServiceContext, accountId: string): Promise<LastAnswer | null> {
  const claimed = await claimAccount(ctx, accountId);
  if (claimed === null) return null;
  try {
    const settle = settleAtOnce(ctx);
    const { unconfirmed, failure, outcome } = await renewClaimed(ctx, claimed, settle, PROBE);
    if (failure !== null) return failure.kind;
    // Not due: the lease was given back, and `/me` has the word.
    const asked = unconfirmed ?? (outcome.kind === "refused" ? await claimAccount(ctx, accountId) : null);
    if (asked === null) return null;
    const checked = await checkClaimed(ctx, asked, { settle, keepVerdict: true });
    return checked.failure?.kind ?? "works";
  } catch (error) {
    ctx.log.error({ event: "fault_probe_failed", accountId, err: error }, "fault probe failed");
    await releaseAccount(ctx, claimed);
    return null;
  }
}
