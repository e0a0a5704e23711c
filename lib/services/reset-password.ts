import "server-only";
import { revokeInvitations } from "@/lib/db/invitations";
import { deletePasswordResets, spendPasswordReset } from "@/lib/db/password-resets";
import { deleteSessionsOf } from "@/lib/db/sessions";
import { setPassword } from "@/lib/db/users";
import { checkNewPassword } from "./check-new-password";
import type { ServiceContext } from "./context";
import { forgetAttempts, signInKeys } from "./guess-throttle";
import { hashPassword } from "./password";
import { readPasswordReset } from "./read-password-reset";
import { recordAudit } from "./record-audit";
import { takeRateLimit } from "./take-rate-limit";

export type ResetPasswordOutcome =
  | { kind: "reset" }
  /** The link stays good. */
  | { kind: "unsuitable"; problem: string }
  | { kind: "gone" }
  | { kind: "slow_down"; until: Date };

/**
 * Sets a new password by a mailed link, once, and signs the person out everywhere. A second factor stays: a mailbox alone
 * is not enough to get in. Invitations that they made and nobody used yet are revoked: they may be a thief's. Of two uses
 * at once one counts.
 *
 * @param input.address - where the request came from.
 */
export async function resetPassword(
  ctx: ServiceContext,
  { secret, password, address }: { secret: string; password: string; address: string },
): Promise<ResetPasswordOutcome> {
  const until = await takeRateLimit(ctx, "reset_password", address);
  if (until !== null) return { kind: "slow_down", until };
  const link = await readPasswordReset(ctx, secret);
  if (link === null) return { kind: "gone" };
  const { id: userId, name, email } = link.user;
  const problem = await checkNewPassword(password, link.user);
  if (problem !== null) return { kind: "unsuitable", problem };
  const passwordHash = await hashPassword(password);
  const reset = await ctx.db.transaction(async (tx) => {
    if (!(await spendPasswordReset(tx, link.id, ctx.now))) return false;
    await setPassword(tx, userId, passwordHash);
    await deletePasswordResets(tx, userId);
    const ended = await deleteSessionsOf(tx, userId);
    const revoked = await revokeInvitations(tx, { createdById: userId }, ctx.now);
    const actor = { userId, name };
    const detail = { sessions_ended: ended, invitations_revoked: revoked };
    await recordAudit(ctx, tx, { action: "password_reset", subject: email, actor, address, detail });
    return true;
  });
  if (!reset) return { kind: "gone" };
  for (const isKnown of [false, true]) await forgetAttempts(ctx, signInKeys(ctx, email, { address, isKnown }));
  ctx.log.info({ event: "password_reset", userId }, "password reset");
  return { kind: "reset" };
}
