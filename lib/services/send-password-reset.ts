import "server-only";
import { randomBytes, randomUUID } from "node:crypto";
import { deleteEndedPasswordResets, insertPasswordReset } from "@/lib/db/password-resets";
import { findUserByEmail } from "@/lib/db/users";
import { formatDate } from "@/lib/domain/date-text";
import { after } from "@/lib/domain/durations";
import { PASSWORD_RESET_LIFE, passwordResetPath } from "@/lib/domain/password-reset";
import type { Letter } from "@/lib/notify/letter-text";
import { auditRefusal } from "./audit-refusal";
import type { ServiceContext } from "./context";
import { recordAudit } from "./record-audit";
import { secretHash } from "./secret-hash";
import { takeRateLimit } from "./take-rate-limit";

const SECRET_BYTES = 32;

/**
 * Mails a link to a new password, if the person exists and has not just got some. Earlier links stay good for their time:
 * a stranger who asks must not spoil the one that the person is about to open. For after the answer: how long it takes tells
 * whether the e-mail exists, and nobody is left to hear of a failure, which is logged.
 */
export async function sendPasswordReset(
  ctx: ServiceContext,
  { email, address }: { email: string; address: string },
): Promise<void> {
  try {
    const user = await findUserByEmail(ctx.db, email);
    const action = "password_reset_requested";
    if (user === null) return await auditRefusal(ctx, { action, address, detail: { note: "unknown e-mail" } });
    if ((await takeRateLimit(ctx, "reset_mail", email)) !== null) return;
    const secret = randomBytes(SECRET_BYTES).toString("base64url");
    const id = randomUUID();
    const expiresAt = after(ctx.now, PASSWORD_RESET_LIFE);
    await ctx.db.transaction(async (tx) => {
      await deleteEndedPasswordResets(tx, user.id, ctx.now);
      const link = { id, userId: user.id, secretHash: secretHash(secret), createdAt: ctx.now, expiresAt, usedAt: null };
      await insertPasswordReset(tx, link);
      await recordAudit(ctx, tx, { action, subject: email, address });
    });
    const url = `${ctx.settings.baseUrl}${passwordResetPath(secret)}`;
    const sent = await ctx.notifier.sendLetter(email, letter(email, url, expiresAt), { deliveryId: id, now: ctx.now });
    if (!sent.ok) ctx.log.error({ event: "reset_mail_failed", problem: sent.problem }, "reset mail not sent");
  } catch (error) {
    ctx.log.error({ event: "reset_mail_failed", err: error }, "reset mail not sent");
  }
}

function letter(email: string, url: string, expiresAt: Date): Letter {
  return {
    subject: "A new password for Perennial",
    paragraphs: [`Somebody, probably you, asked for a new password for ${email}.`],
    link: { text: "Choose a new password", url },
    note: `The link works once, until ${formatDate(expiresAt, "minute")}. If you did not ask for it, ignore this mail: your password stays as it is.`,
  };
}
