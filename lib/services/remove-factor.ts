import "server-only";
import { takeFactorTurn } from "@/lib/db/authenticators";
import type { Queryable } from "@/lib/db/client";
import { deleteRecoveryCodes } from "@/lib/db/recovery-codes";
import { hasSecondFactor } from "@/lib/domain/second-factor";
import { authorize, type PersonContext } from "./context";
import { isFactorRequired } from "./factor-rule";
import { secondFactorsOf } from "./read-second-factors";
import { type AuditInput, recordAudit } from "./record-audit";
import { requireProof } from "./require-proof";

export type RemoveFactorOutcome = "removed" | "gone" | "last_one_required";

/** Takes back what a transaction did when the last factor must stay. */
class LastOneRequired extends Error {}

/**
 * Takes one second factor away. With the last one go the recovery codes; where everybody needs a factor, it stays.
 *
 * @param remove - deletes it; false: there was none.
 */
export async function removeFactor(
  ctx: PersonContext,
  remove: (tx: Queryable) => Promise<boolean>,
  event: AuditInput,
): Promise<RemoveFactorOutcome> {
  authorize(ctx, "change_profile");
  requireProof(ctx);
  const { userId } = ctx.actor;
  const work = ctx.db.transaction(async (tx): Promise<RemoveFactorOutcome> => {
    await takeFactorTurn(tx, userId);
    if (!(await remove(tx))) return "gone";
    if (!hasSecondFactor(await secondFactorsOf(tx, userId))) {
      if (await isFactorRequired(tx)) throw new LastOneRequired();
      await deleteRecoveryCodes(tx, userId);
    }
    await recordAudit(ctx, tx, event);
    return "removed";
  });
  return work.catch((error: unknown) => {
    if (error instanceof LastOneRequired) return "last_one_required";
    throw error;
  });
}
