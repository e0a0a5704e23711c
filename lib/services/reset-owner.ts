import "server-only";
import { removeAuthenticator } from "@/lib/db/authenticators";
import { revokeInvitations } from "@/lib/db/invitations";
import { deletePasskeys } from "@/lib/db/passkeys";
import { deletePasswordResets } from "@/lib/db/password-resets";
import { deleteRecoveryCodes } from "@/lib/db/recovery-codes";
import { deleteSessionsOf } from "@/lib/db/sessions";
import { findOwners, type OwnerRow, setPassword } from "@/lib/db/users";
import { checkNewPassword } from "./check-new-password";
import type { ServiceContext } from "./context";
import { forgetAttempts, throttleKey } from "./guess-throttle";
import { hashPassword } from "./password";
import { recordAudit } from "./record-audit";

export type ChooseOwnerOutcome =
  | { kind: "chosen"; owner: OwnerRow }
  | { kind: "no_owner" }
  /** Nobody was named, or nobody by that name is an owner. */
  | { kind: "which"; owners: OwnerRow[] };

/** Which owner a command means: the only one, or the one whose e-mail it names. */
export async function chooseOwner(ctx: ServiceContext, email: string | null): Promise<ChooseOwnerOutcome> {
  const owners = await findOwners(ctx.db);
  if (owners.length === 0) return { kind: "no_owner" };
  const wanted = email?.trim().toLowerCase();
  const owner = wanted === undefined ? owners[0] : owners.find((one) => one.email === wanted);
  if (owner === undefined || (wanted === undefined && owners.length > 1)) return { kind: "which", owners };
  return { kind: "chosen", owner };
}

export type ResetOwnerOutcome =
  | { kind: "reset"; sessionsEnded: number; invitationsRevoked: number; factorRemoved: boolean }
  | { kind: "unsuitable"; problem: string };

/**
 * Lets an owner in again who has lost the password. For whoever works on the server itself: it asks nobody for a proof.
 * The owner is signed out everywhere, and invitations that they made and nobody used yet are revoked.
 *
 * @param input.keepSecondFactor - false: passkeys, authenticator app and recovery codes go too.
 */
export async function resetOwner(
  ctx: ServiceContext,
  owner: OwnerRow,
  { password, keepSecondFactor }: { password: string; keepSecondFactor: boolean },
): Promise<ResetOwnerOutcome> {
  const { id: userId, email } = owner;
  const problem = await checkNewPassword(password, owner);
  if (problem !== null) return { kind: "unsuitable", problem };
  const passwordHash = await hashPassword(password);
  const done = await ctx.db.transaction(async (tx) => {
    await setPassword(tx, userId, passwordHash);
    await deletePasswordResets(tx, userId);
    const sessionsEnded = await deleteSessionsOf(tx, userId);
    let factorRemoved = false;
    if (!keepSecondFactor) {
      const passkeys = await deletePasskeys(tx, userId);
      factorRemoved = (await removeAuthenticator(tx, userId)) || passkeys > 0;
      await deleteRecoveryCodes(tx, userId);
    }
    const invitationsRevoked = await revokeInvitations(tx, { createdById: userId }, ctx.now);
    const detail = {
      by: "npm run owner:reset",
      sessions_ended: sessionsEnded,
      invitations_revoked: invitationsRevoked,
      second_factor_removed: factorRemoved,
    };
    await recordAudit(ctx, tx, { action: "password_reset", subject: email, detail });
    return { sessionsEnded, invitationsRevoked, factorRemoved };
  });
  await forgetAttempts(ctx, [throttleKey(ctx, "email", email), throttleKey(ctx, "known_browser", email)]);
  return { kind: "reset", ...done };
}
