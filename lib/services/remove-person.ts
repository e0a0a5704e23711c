import "server-only";
import { revokeInvitations } from "@/lib/db/invitations";
import { deletePerson, findPerson } from "@/lib/db/team";
import { authorize, type PersonContext } from "./context";
import { recordAudit } from "./record-audit";
import { requireProof } from "./require-proof";
import { takeTeamTurn } from "./take-team-turn";

export type RemovePersonOutcome = { kind: "removed" | "last_owner"; name: string } | { kind: "not_found" };

/**
 * Takes a person out: their sessions end, and invitations of theirs that nobody used yet are revoked. History keeps the
 * name, and batches that they started go on. The last owner cannot be removed.
 *
 * @throws AppError `forbidden`, `proof_needed`.
 */
export async function removePerson(ctx: PersonContext, { userId }: { userId: string }): Promise<RemovePersonOutcome> {
  authorize(ctx, "change_team");
  requireProof(ctx);
  const outcome = await ctx.db.transaction(async (tx): Promise<RemovePersonOutcome> => {
    const owners = await takeTeamTurn(ctx, tx);
    const person = await findPerson(tx, userId);
    if (person === null) return { kind: "not_found" };
    const { name, email, role } = person;
    const entry = { action: "person_removed" as const, subject: email, detail: { name, role } };
    if (role === "owner" && owners.size === 1) {
      await recordAudit(ctx, tx, { ...entry, outcome: "refused" });
      return { kind: "last_owner", name };
    }
    await revokeInvitations(tx, { createdById: userId }, ctx.now);
    await deletePerson(tx, userId);
    await recordAudit(ctx, tx, entry);
    return { kind: "removed", name };
  });
  if (outcome.kind === "removed") ctx.log.info({ event: "person_removed", userId }, "person removed");
  return outcome;
}
