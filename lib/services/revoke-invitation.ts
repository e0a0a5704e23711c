import "server-only";
import { findInvitedEmail, revokeInvitations } from "@/lib/db/invitations";
import { authorize, type ServiceContext } from "./context";
import { recordAudit } from "./record-audit";

/** From now on the link lets nobody in. `none`: it was used, revoked or run out before. */
export async function revokeInvitation(
  ctx: ServiceContext,
  { invitationId }: { invitationId: string },
): Promise<"revoked" | "none"> {
  authorize(ctx, "change_team");
  const revoked = await ctx.db.transaction(async (tx) => {
    if ((await revokeInvitations(tx, { id: invitationId }, ctx.now)) === 0) return false;
    await recordAudit(ctx, tx, { action: "invitation_revoked", subject: await findInvitedEmail(tx, invitationId) });
    return true;
  });
  if (revoked) ctx.log.info({ event: "invitation_revoked", invitationId }, "invitation revoked");
  return revoked ? "revoked" : "none";
}
