import "server-only";
import { deleteSessionsOf } from "@/lib/db/sessions";
import { findPerson } from "@/lib/db/team";
import { authorize, type PersonContext } from "./context";
import { recordAudit } from "./record-audit";
import { requireProof } from "./require-proof";
import { takeTeamTurn } from "./take-team-turn";

export type SignOutPersonOutcome = { kind: "signed_out" | "not_signed_in"; name: string } | { kind: "not_found" };

/**
 * Ends every session of somebody who stays in the team: a lost laptop, a doubtful sign-in. Of oneself, this browser's
 * session stays.
 *
 * @throws AppError `forbidden`, `proof_needed`.
 */
export async function signOutPerson(ctx: PersonContext, { userId }: { userId: string }): Promise<SignOutPersonOutcome> {
  authorize(ctx, "change_team");
  requireProof(ctx);
  return ctx.db.transaction(async (tx): Promise<SignOutPersonOutcome> => {
    await takeTeamTurn(ctx, tx);
    const person = await findPerson(tx, userId);
    if (person === null) return { kind: "not_found" };
    const { name, email } = person;
    const sessions = await deleteSessionsOf(tx, userId, { except: ctx.actor.sessionId });
    if (sessions === 0) return { kind: "not_signed_in", name };
    await recordAudit(ctx, tx, { action: "person_signed_out", subject: email, detail: { sessions } });
    return { kind: "signed_out", name };
  });
}
