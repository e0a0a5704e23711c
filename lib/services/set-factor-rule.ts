import "server-only";
import { hasSecondFactor } from "@/lib/domain/second-factor";
import { authorize, type PersonContext } from "./context";
import { putFactorRule } from "./factor-rule";
import { readSecondFactors } from "./read-second-factors";
import { recordAudit } from "./record-audit";
import { requireProof } from "./require-proof";

export type SetFactorRuleOutcome = "set" | "own_factor_first";

/** Decides whether everybody needs a second factor. Whoever asks it of others must have one: nobody locks themselves out. */
export async function setFactorRule(ctx: PersonContext, required: boolean): Promise<SetFactorRuleOutcome> {
  authorize(ctx, "change_security");
  requireProof(ctx);
  if (required && !hasSecondFactor(await readSecondFactors(ctx))) return "own_factor_first";
  await ctx.db.transaction(async (tx) => {
    await putFactorRule(tx, required, ctx.now);
    await recordAudit(ctx, tx, {
      action: "setting_changed",
      subject: "Second factor for everybody",
      detail: { required },
    });
  });
  return "set";
}
