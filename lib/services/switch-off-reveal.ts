import "server-only";
import { findSetting, putSetting } from "@/lib/db/setting-rows";
import { REVEAL_CONFIRMATION } from "@/lib/domain/reveal-rule";
import { authorize, type PersonContext } from "./context";
import { recordAudit } from "./record-audit";
import { requireProof } from "./require-proof";
import { REVEAL_SETTING, SWITCHED_OFF } from "./reveal-switch";

export type SwitchOffRevealOutcome = "switched_off" | "already_off" | "not_confirmed";

/**
 * Ends revealing for everybody and for good: nothing in the app brings it back.
 *
 * @param typed - must be {@link REVEAL_CONFIRMATION}; guards against a stray click.
 * @throws AppError `forbidden`, `proof_needed`.
 */
export async function switchOffReveal(
  ctx: PersonContext,
  { typed }: { typed: string },
): Promise<SwitchOffRevealOutcome> {
  authorize(ctx, "change_security");
  if (typed.trim().toLowerCase() !== REVEAL_CONFIRMATION) return "not_confirmed";
  requireProof(ctx);
  if ((await findSetting(ctx.db, REVEAL_SETTING)) === SWITCHED_OFF) return "already_off";
  await ctx.db.transaction(async (tx) => {
    await putSetting(tx, REVEAL_SETTING, SWITCHED_OFF, ctx.now);
    await recordAudit(ctx, tx, { action: "setting_changed", detail: { setting: REVEAL_SETTING, value: SWITCHED_OFF } });
  });
  return "switched_off";
}
