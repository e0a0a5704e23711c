import "server-only";
import { revokeInvitations } from "@/lib/db/invitations";
import { deleteSessionsOf } from "@/lib/db/sessions";
import { findPerson, updateRole } from "@/lib/db/team";
import { isRise, type Role } from "@/lib/domain/role";
import { authorize, type PersonContext } from "./context";
import { recordAudit } from "./record-audit";
import { requireProof } from "./require-proof";
import { takeTeamTurn } from "./take-team-turn";

export type ChangeRoleOutcome =
  /** `rose`: the person may do more and is signed out everywhere, so that no older session has the new powers. */
  | { kind: "changed"; name: string; rose: boolean }
  | { kind: "unchanged" | "last_owner"; name: string }
  | { kind: "not_found" };

/**
 * Gives a person another role; it holds from their next request on. The last owner stays one. Invitations that a former
 * owner made and nobody used yet are revoked.
 *
 * @throws AppError `forbidden`, `proof_needed`.
 */
export async function changeRole(
  ctx: PersonContext,
  { userId, role }: { userId: string; role: Role },
): Promise<ChangeRoleOutcome> {
  authorize(ctx, "change_team");
  requireProof(ctx);
  const outcome = await ctx.db.transaction(async (tx): Promise<ChangeRoleOutcome> => {
    const owners = await takeTeamTurn(ctx, tx);
    const person = await findPerson(tx, userId);
    if (person === null) return { kind: "not_found" };
    const { name, role: before } = person;
    if (before === role) return { kind: "unchanged", name };
    const entry = { action: "role_changed" as const, subject: person.email, detail: { from: before, to: role } };
    if (before === "owner" && owners.size === 1) {
      await recordAudit(ctx, tx, { ...entry, outcome: "refused" });
      return { kind: "last_owner", name };
    }
    await updateRole(tx, userId, role);
    const rose = isRise(before, role);
    if (rose) await deleteSessionsOf(tx, userId);
    else if (before === "owner") await revokeInvitations(tx, { createdById: userId }, ctx.now);
    await recordAudit(ctx, tx, entry);
    return { kind: "changed", name, rose };
  });
  if (outcome.kind === "changed") ctx.log.info({ event: "role_changed", userId, role }, "role changed");
  return outcome;
}
