import "server-only";
import { claimFaultProbe, findProbeAccounts } from "@/lib/db/instagram-app";
import { type AppCondition, FAULT_PROBE_INTERVAL, FAULT_WINDOW } from "@/lib/domain/app-condition";
import { after } from "@/lib/domain/durations";
import { clientIdOf } from "./app-condition";
import { endFault, tellLastingFault, tellRecovery } from "./app-fault";
import type { AppWatch } from "./app-watch";
import { askAccount } from "./ask-account";
import type { ServiceContext } from "./context";

/** An account that is ill by itself says nothing about the app, so that the next one has the word. */
const MOST_ACCOUNTS_ASKED = 3;

/** While the app is in trouble, one account is asked every ten minutes; when it answers, everything goes on. */
export async function probeFault(ctx: ServiceContext, watch: AppWatch): Promise<void> {
  const { condition } = watch;
  if (condition.faultSince === null) return tellRecovery(ctx, condition);
  if (!(await claimFaultProbe(ctx.db, clientIdOf(ctx), ctx.now, after(ctx.now, FAULT_PROBE_INTERVAL)))) return;
  if (await isOver(ctx, condition)) await endFault(ctx, condition);
  else await tellLastingFault(ctx, condition);
  await watch.reread(ctx);
}

async function isOver(ctx: ServiceContext, { faultKind, faultSince }: AppCondition): Promise<boolean> {
  const begun = after(faultSince ?? ctx.now, -FAULT_WINDOW);
  const accountIds = await findProbeAccounts(ctx.db, { now: ctx.now, faultKind, begun, take: MOST_ACCOUNTS_ASKED });
  for (const accountId of accountIds) {
    const answer = await askAccount(ctx, accountId);
    if (answer === "works") return true;
    if (answer === faultKind) return false;
  }
  // When no account is left to ask, nothing is known to be wrong.
  return accountIds.length === 0;
}
