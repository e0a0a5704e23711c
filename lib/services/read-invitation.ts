import "server-only";
import { findInvitation } from "@/lib/db/invitations";
import { invitationState, isInvitationSecret } from "@/lib/domain/invitation";
import type { Role } from "@/lib/domain/role";
import { auditRefusal } from "./audit-refusal";
import type { ServiceContext } from "./context";
import { secretHash } from "./secret-hash";
import { takeRateLimit } from "./take-rate-limit";

export type InvitationOutcome =
  | { kind: "open"; role: Role; email: string | null; invitedBy: string }
  | { kind: "used" | "revoked" | "expired" | "unknown" | "slow_down" };

/**
 * What an invitation offers. The secret is the permission to look.
 *
 * @param input.address - where the request came from.
 */
export async function readInvitation(
  ctx: ServiceContext,
  { secret, address }: { secret: string; address: string },
): Promise<InvitationOutcome> {
  if ((await takeRateLimit(ctx, "accept_invitation", address)) !== null) return { kind: "slow_down" };
  const invitation = isInvitationSecret(secret) ? await findInvitation(ctx.db, secretHash(secret)) : null;
  if (invitation === null) return refused(ctx, { kind: "unknown", subject: null, address });
  const { role, email, createdByName } = invitation;
  const kind = invitationState(invitation, ctx.now);
  if (kind !== "open") return refused(ctx, { kind, subject: email, address });
  return { kind, role, email, invitedBy: createdByName };
}

async function refused<Kind extends string>(
  ctx: ServiceContext,
  { kind, ...tried }: { kind: Kind; subject: string | null; address: string },
): Promise<{ kind: Kind }> {
  ctx.log.warn({ event: "invitation_refused", because: kind }, "invitation refused");
  await auditRefusal(ctx, { action: "invitation_refused", ...tried, detail: { because: kind } });
  return { kind };
}
