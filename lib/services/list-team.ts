import "server-only";
import { findOpenInvitations } from "@/lib/db/invitations";
import { findTeam } from "@/lib/db/team";
import type { InvitationView, TeamMember } from "@/lib/domain/team";
import { authorize, type ServiceContext } from "./context";

/** Everybody, in the order of joining, and the invitations that can still be used, newest first. */
export async function listTeam(ctx: ServiceContext): Promise<{ people: TeamMember[]; invitations: InvitationView[] }> {
  authorize(ctx, "see_team");
  const [people, invitations] = await Promise.all([findTeam(ctx.db), findOpenInvitations(ctx.db, ctx.now)]);
  return {
    people,
    invitations: invitations.map(({ id, role, email, createdByName, expiresAt }) => ({
      id,
      role,
      email,
      createdByName,
      expiresAt,
    })),
  };
}
