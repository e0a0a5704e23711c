import "server-only";
import { claimFaultProbe, findProbeAccount } from "@/lib/db/instagram-app";
import { FAULT_PROBE_INTERVAL } from "@/lib/domain/app-condition";
import { after } from "@/lib/domain/durations";
import { clientIdOf, endFault, tellLastingFault } from "./app-condition";
import type { AppWatch } from "./app-watch";
import { checkClaimed } from "./check-claimed";
import { claimAccount, releaseAccount, settleAtOnce } from "./claimed-account";
import type { ServiceContext } from "./context";

/** While the app is in trouble, one account is asked every ten minutes; when it answers, everything goes on. */
export async function probeFault(ctx: ServiceContext, watch: AppWatch): Promise<void> {
  const { condition } = watch;
  if (condition.faultSince === null) return;
  if (!(await claimFaultProbe(ctx.db, clientIdOf(ctx), ctx.now, after(ctx.now, FAULT_PROBE_INTERVAL)))) return;
  const works = await askOneAccount(ctx);
  if (works) await endFault(ctx, condition);
  else await tellLastingFault(ctx, condition);
  await watch.reread(ctx);
}

/** True also when no account is left to ask: then nothing is known to be wrong. */
async function askOneAccount(ctx: ServiceContext): Promise<boolean> {
  const accountId = await findProbeAccount(ctx.db, ctx.now);
  if (accountId === null) return true;
  const claimed = await claimAccount(ctx, accountId);
  if (claimed === null) return false;
  try {
    const { failure } = await checkClaimed(ctx, claimed, { settle: settleAtOnce(ctx), keepVerdict: true });
    return failure === null;
  } catch (error) {
    ctx.log.error({ event: "fault_probe_failed", accountId, err: error }, "fault probe failed");
    await releaseAccount(ctx, claimed);
    return false;
  }
}
