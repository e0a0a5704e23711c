import "server-only";
import { findSetting } from "@/lib/db/setting-rows";
import { authorize, type ServiceContext } from "./context";

/** The key in the settings table, and the one value that it can have. */
export const REVEAL_SETTING = "reveal";
export const SWITCHED_OFF = "off";

/** True until an owner has switched it off, for good. */
export async function isRevealPossible(ctx: ServiceContext): Promise<boolean> {
  authorize(ctx, "see_settings");
  return (await findSetting(ctx.db, REVEAL_SETTING)) !== SWITCHED_OFF;
}
