import "server-only";
import { findTeam } from "@/lib/db/team";
import type { FactorRule } from "@/lib/domain/second-factor";
import { authorize, type ServiceContext } from "./context";
import { isFactorRequired } from "./factor-rule";

/** The rule, and whom it holds up, for those who may see the settings. */
export async function readFactorRule(ctx: ServiceContext): Promise<FactorRule> {
  authorize(ctx, "see_settings");
  const [required, people] = await Promise.all([isFactorRequired(ctx.db), findTeam(ctx.db)]);
  return { required, without: people.filter(({ hasSecondFactor }) => !hasSecondFactor).length };
}
