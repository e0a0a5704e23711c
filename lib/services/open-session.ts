import "server-only";
import { randomUUID } from "node:crypto";
import { findPasskey } from "@/lib/db/passkeys";
import { deleteExpiredSessions, deleteSession, insertSession } from "@/lib/db/sessions";
import { holdPassword, type UserRow } from "@/lib/db/users";
import { after } from "@/lib/domain/durations";
import { boundedLine } from "@/lib/domain/plain-line";
import { hasSecondFactor } from "@/lib/domain/second-factor";
import { SESSION_LIFE, type SignInMethod } from "@/lib/domain/session-rule";
import { browserName } from "./browser-name";
import type { ServiceContext } from "./context";
import { secondFactorsOf } from "./read-second-factors";
import { recordAudit } from "./record-audit";

/** Who knocks, as far as a request tells. */
export interface Visitor {
  /** The network address. */
  address: string;
  userAgent: string;
  /** Whose browser it is, by a cookie that only a sign-in with this e-mail gives; null or left out for a stranger's. */
  knownFor?: string | null;
  /** The session that the browser still carries a cookie of; it ends, whoever's it was. */
  previousSessionId: string | null;
}

/** What was proven: the password of the `user` that is handed in, or this passkey. */
export type Proven = { method: Exclude<SignInMethod, "passkey"> } | { method: "passkey"; passkeyId: string };

/**
 * Signs `user` in once every proof is given. The id is always new, so that a session planted beforehand is worth nothing.
 *
 * @param user - as read when the password was judged.
 * @returns the session's id, or null when what was proven is no longer good: a reset and a first second factor end every
 *   session, and none that was just being opened may outlive them.
 */
export async function openSession(
  ctx: ServiceContext,
  user: UserRow,
  proven: Proven,
  { address, userAgent, previousSessionId }: Visitor,
): Promise<string | null> {
  const { method } = proven;
  const id = newSessionId();
  const opened = await ctx.db.transaction(async (tx) => {
    if (!(await holdPassword(tx, user.id, user.passwordHash))) return false;
    if (method === "password" && hasSecondFactor(await secondFactorsOf(tx, user.id))) return false;
    if (proven.method === "passkey" && (await findPasskey(tx, proven.passkeyId)) === null) return false;
    await deleteExpiredSessions(tx, ctx.now);
    if (previousSessionId !== null) await deleteSession(tx, previousSessionId);
    await insertSession(tx, {
      id,
      userId: user.id,
      createdAt: ctx.now,
      lastSeenAt: ctx.now,
      expiresAt: after(ctx.now, SESSION_LIFE),
      userAgent: boundedLine(userAgent, 300),
      address: boundedLine(address, 100),
      provenAt: ctx.now,
      method,
    });
    await recordAudit(ctx, tx, {
      action: "signed_in",
      actor: { userId: user.id, name: user.name },
      address,
      subject: user.email,
      detail: { method, browser: browserName(userAgent) },
    });
    return true;
  });
  if (!opened) return null;
  ctx.log.info({ event: "signed_in", userId: user.id, method }, "signed in");
  return id;
}

export function newSessionId(): string {
  return randomUUID();
}
