import "server-only";
import { takeFactorTurn } from "@/lib/db/authenticators";
import { hasSecondFactor } from "@/lib/domain/second-factor";
import { authorize, type PersonContext } from "./context";
import { giveRecoveryCodes } from "./give-recovery-codes";
import { readSecondFactors } from "./read-second-factors";
import { requireProof } from "./require-proof";

export type MakeRecoveryCodesOutcome = { kind: "made"; codes: string[] } | { kind: "no_factor" };

/** New recovery codes; the old ones stop working. Without a second factor there is nothing that they could stand in for. */
export async function makeRecoveryCodes(ctx: PersonContext): Promise<MakeRecoveryCodesOutcome> {
  authorize(ctx, "change_profile");
  requireProof(ctx);
  if (!hasSecondFactor(await readSecondFactors(ctx))) return { kind: "no_factor" };
  const codes = await ctx.db.transaction(async (tx) => {
    await takeFactorTurn(tx, ctx.actor.userId);
    return giveRecoveryCodes(ctx, tx);
  });
  return { kind: "made", codes };
}
