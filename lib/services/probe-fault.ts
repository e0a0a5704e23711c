import "server-only";
import { claimFaultProbe, findProbeAccount } from "@/lib/db/instagram-app";
import { FAULT_PROBE_INTERVAL } from "@/lib/domain/app-condition";
import { after } from "@/lib/domain/durations";
import { clientIdOf } from "./app-condition";
import { endFault, tellLastingFault, tellRecovery } from "./app-fault";
import type { AppWatch } from "./app-watch";
import { worksFor } from "./ask-account";
import type { ServiceContext } from "./context";

/** While the app is in trouble, one account is asked every ten minutes; when it answers, everything goes on. */
export async function probeFault(ctx: ServiceContext, watch: AppWatch): Promise<void> {
  const { condition } = watch;
  if (condition.faultSince === null) return tellRecovery(ctx, condition);
  if (!(await claimFaultProbe(ctx.db, clientIdOf(ctx), ctx.now, after(ctx.now, FAULT_PROBE_INTERVAL)))) return;
  const accountId = await findProbeAccount(ctx.db, ctx.now);
  // When no account is left to ask, nothing is known to be wrong.
  if (accountId === null || (await worksFor(ctx, accountId))) await endFault(ctx, condition);
  else await tellLastingFault(ctx, condition);
  await watch.reread(ctx);
}
