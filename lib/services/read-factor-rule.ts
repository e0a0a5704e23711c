import "server-only";
import { authorize, type ServiceContext } from "./context";
import { isFactorRequired } from "./factor-rule";

/** Whether everybody needs a second factor, for those who may see the settings. */
export async function readFactorRule(ctx: ServiceContext): Promise<boolean> {
  authorize(ctx, "see_settings");
  return isFactorRequired(ctx.db);
}
