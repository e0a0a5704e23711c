import "server-only";
import { randomUUID } from "node:crypto";
import { isUniqueViolation } from "@/lib/db/errors";
import { claimInvitation, revokeInvitations } from "@/lib/db/invitations";
import { insertUser } from "@/lib/db/users";
import type { ServiceContext } from "./context";
import { hashPassword } from "./password";
import { readPersonInput } from "./person-input";
import { type InvitationOutcome, readInvitation } from "./read-invitation";
import { recordAudit } from "./record-audit";
import { secretHash } from "./secret-hash";

export interface AcceptInvitationInput {
  secret: string;
  name: string;
  /** Not looked at where the invitation names one. */
  email: string;
  password: string;
  /** Where the request came from. */
  address: string;
}

export type AcceptInvitationOutcome =
  | { kind: "joined" }
  | { kind: "email_taken" }
  | { kind: "invalid"; fieldErrors: Record<string, string> }
  | Exclude<InvitationOutcome, { kind: "open" }>;

/** Makes a person of whoever has the secret, with the role that the invitation fixes. Of two uses at once one counts. */
export async function acceptInvitation(
  ctx: ServiceContext,
  { secret, address, ...typed }: AcceptInvitationInput,
): Promise<AcceptInvitationOutcome> {
  const invitation = await readInvitation(ctx, { secret, address });
  if (invitation.kind !== "open") return invitation;
  const read = await readPersonInput({ ...typed, email: invitation.email ?? typed.email });
  if (!read.ok) return { kind: "invalid", fieldErrors: read.fieldErrors };
  const { name, email, password } = read.person;
  const { role } = invitation;
  const userId = randomUUID();
  const passwordHash = await hashPassword(password);
  try {
    const claimed = await ctx.db.transaction(async (tx) => {
      const claim = { secretHash: secretHash(secret), acceptedById: userId, now: ctx.now };
      if (!(await claimInvitation(tx, claim))) return false;
      await insertUser(tx, { id: userId, name, email, passwordHash, role, createdAt: ctx.now });
      await revokeInvitations(tx, { email }, ctx.now);
      const actor = { userId, name };
      const detail = { role, invitedBy: invitation.invitedBy };
      await recordAudit(ctx, tx, { action: "invitation_accepted", subject: email, actor, address, detail });
      return true;
    });
    if (!claimed) return { kind: "used" };
  } catch (error) {
    if (isUniqueViolation(error)) return { kind: "email_taken" };
    throw error;
  }
  ctx.log.info({ event: "invitation_accepted", userId, role }, "invitation accepted");
  return { kind: "joined" };
}
