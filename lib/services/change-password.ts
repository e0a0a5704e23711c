import "server-only";
import { deletePasswordResets } from "@/lib/db/password-resets";
import { deleteSessionsOf } from "@/lib/db/sessions";
import { findPasswordHash, replacePassword } from "@/lib/db/users";
import { checkNewPassword } from "./check-new-password";
import { authorize, type PersonContext } from "./context";
import { judgeProof, recordProof } from "./give-proof";
import { hashPassword, verifyPassword } from "./password";
import { recordAudit } from "./record-audit";
import { type RenamedSession, rotateSession } from "./rotate-session";

export type ChangePasswordOutcome =
  /** `session`: for this browser's new cookie. `ended`: how many other browsers were signed out. */
  | { kind: "changed"; session: RenamedSession; ended: number }
  | { kind: "wrong" }
  | { kind: "slow_down"; until: Date }
  | { kind: "unsuitable"; problem: string };

/**
 * Changes one's own password. All other browsers are signed out, open reset links become void, and this browser's session
 * gets a new id.
 */
export async function changePassword(
  ctx: PersonContext,
  { present, next }: { present: string; next: string },
): Promise<ChangePasswordOutcome> {
  authorize(ctx, "change_profile");
  const { userId, email } = ctx.actor;
  const problem = await checkNewPassword(next, ctx.actor);
  if (problem !== null) return { kind: "unsuitable", problem };
  const passwordHash = await findPasswordHash(ctx.db, userId);
  const proof = await judgeProof(ctx, { kind: "password", password: present });
  if (proof.kind !== "right") return proof;
  if (passwordHash === null) return { kind: "wrong" };
  if (await verifyPassword(passwordHash, next))
    return { kind: "unsuitable", problem: "This is your current password. Choose another one." };
  const newHash = await hashPassword(next);
  return ctx.db.transaction(async (tx) => {
    if (!(await replacePassword(tx, userId, { from: passwordHash, to: newHash }))) return { kind: "wrong" };
    const ended = await deleteSessionsOf(tx, userId, { except: ctx.actor.sessionId });
    await deletePasswordResets(tx, userId);
    const session = await rotateSession(ctx, tx, { provenAt: ctx.now });
    await recordProof(ctx, tx, proof.way);
    await recordAudit(ctx, tx, { action: "password_changed", subject: email, detail: { sessions_ended: ended } });
    return { kind: "changed", session, ended };
  });
}
