import "server-only";
import { randomBytes, randomUUID } from "node:crypto";
import { deleteInvitationsEndedBefore, insertInvitation, revokeInvitations } from "@/lib/db/invitations";
import { findUserByEmail } from "@/lib/db/users";
import { formatDate } from "@/lib/domain/date-text";
import { after, DAY } from "@/lib/domain/durations";
import { INVITATION_LIFE, invitationPath } from "@/lib/domain/invitation";
import type { Role } from "@/lib/domain/role";
import { ROLE_TEXT } from "@/lib/domain/role-text";
import type { Letter } from "@/lib/notify/letter-text";
import { authorize, type PersonContext } from "./context";
import { canSendMail } from "./list-channels";
import { emailInput } from "./person-input";
import { recordAudit } from "./record-audit";
import { requireProof } from "./require-proof";
import { secretHash } from "./secret-hash";
import { enforceRateLimit } from "./take-rate-limit";
import { takeTeamTurn } from "./take-team-turn";

const SECRET_BYTES = 32;
/** Milliseconds. How long an invitation that has ended is kept. */
const MEMORY = 90 * DAY;

export type InvitePersonOutcome =
  /** The mail server has the link; nobody else gets to see it. `replaced`: an older link for this address ended. */
  | { kind: "mailed"; email: string; replaced: boolean }
  /** `url` is known here and now only. `mailProblem`: why no mail went out, where one should have. */
  | { kind: "made"; url: string; mailProblem: string | null; replaced: boolean }
  | { kind: "joined_already"; name: string }
  | { kind: "invalid"; fieldErrors: Record<string, string> };

/**
 * Makes a link by which one colleague joins with a fixed role. An older open one for the same address stops working.
 *
 * @param input.email - blank: for whoever has the link.
 * @throws AppError `forbidden`, `proof_needed`, `too_many_requests`.
 */
export async function invitePerson(
  ctx: PersonContext,
  { role, email: typed }: { role: Role; email: string },
): Promise<InvitePersonOutcome> {
  authorize(ctx, "change_team");
  requireProof(ctx);
  const parsed = typed.trim() === "" ? { success: true as const, data: null } : emailInput.safeParse(typed);
  if (!parsed.success) {
    return { kind: "invalid", fieldErrors: { email: parsed.error.issues[0]?.message ?? "Write an e-mail address." } };
  }
  const email = parsed.data;
  const known = email === null ? null : await findUserByEmail(ctx.db, email);
  if (known !== null) return { kind: "joined_already", name: known.name };
  await enforceRateLimit(ctx, "invite", ctx.actor.userId);
  const secret = randomBytes(SECRET_BYTES).toString("base64url");
  const invitation = {
    id: randomUUID(),
    secretHash: secretHash(secret),
    role,
    email,
    createdAt: ctx.now,
    expiresAt: after(ctx.now, INVITATION_LIFE),
    createdById: ctx.actor.userId,
    createdByName: ctx.actor.name,
    acceptedAt: null,
    acceptedById: null,
    revokedAt: null,
  };
  const replaced = await ctx.db.transaction(async (tx) => {
    await takeTeamTurn(ctx, tx);
    await deleteInvitationsEndedBefore(tx, after(ctx.now, -MEMORY));
    const revoked = email === null ? 0 : await revokeInvitations(tx, { email }, ctx.now);
    await insertInvitation(tx, invitation);
    const detail = { because: "replaced by a newer one" };
    if (revoked > 0) await recordAudit(ctx, tx, { action: "invitation_revoked", subject: email, detail });
    await recordAudit(ctx, tx, { action: "invitation_created", subject: email, detail: { role } });
    return revoked > 0;
  });
  ctx.log.info({ event: "invitation_created", invitationId: invitation.id, role }, "invitation made");
  const url = `${ctx.settings.baseUrl}${invitationPath(secret)}`;
  if (email === null || !canSendMail(ctx.settings)) return { kind: "made", url, mailProblem: null, replaced };
  const letter = invitationLetter({ inviter: ctx.actor.name, role, url, expiresAt: invitation.expiresAt });
  const sent = await ctx.notifier.sendLetter(email, letter, { deliveryId: invitation.id, now: ctx.now });
  return sent.ok ? { kind: "mailed", email, replaced } : { kind: "made", url, mailProblem: sent.problem, replaced };
}

function invitationLetter({
  inviter,
  role,
  url,
  expiresAt,
}: {
  inviter: string;
  role: Role;
  url: string;
  expiresAt: Date;
}): Letter {
  const { withArticle, may } = ROLE_TEXT[role];
  return {
    subject: `${inviter} invites you to Perennial`,
    paragraphs: [
      `${inviter} invites you as ${withArticle}. Perennial keeps the team’s Instagram accounts connected.`,
      `What this role does: ${may.charAt(0).toLowerCase()}${may.slice(1)}`,
    ],
    link: { text: "Join Perennial", url },
    note: `The link works once, until ${formatDate(expiresAt, "minute")}. If you did not expect it, ignore this mail.`,
  };
}
