import "server-only";
import { randomUUID } from "node:crypto";
import { deleteEndedWindows } from "@/lib/db/rate-limits";
import { deleteExpiredSessions, deleteSession, insertSession } from "@/lib/db/sessions";
import { deleteForgottenThrottles } from "@/lib/db/sign-in-throttles";
import { after } from "@/lib/domain/durations";
import { boundedLine } from "@/lib/domain/plain-line";
import { SESSION_LIFE, type SignInMethod } from "@/lib/domain/session-rule";
import { THROTTLE_MEMORY } from "@/lib/domain/sign-in-throttle";
import { browserName } from "./browser-name";
import type { ServiceContext } from "./context";
import { recordAudit } from "./record-audit";

/** Who knocks, as far as a request tells. */
export interface Visitor {
  /** The network address. */
  address: string;
  userAgent: string;
  /** The session that the browser still carries a cookie of; it ends, whoever's it was. */
  previousSessionId: string | null;
}

/**
 * Signs `user` in once every proof is given. The id is always new, so that a session planted beforehand is worth nothing.
 *
 * @returns the session's id.
 */
export async function openSession(
  ctx: ServiceContext,
  user: { id: string; name: string; email: string },
  method: SignInMethod,
  { address, userAgent, previousSessionId }: Visitor,
): Promise<string> {
  const id = newSessionId();
  await forgetOldCounts(ctx);
  await ctx.db.transaction(async (tx) => {
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
  });
  ctx.log.info({ event: "signed_in", userId: user.id, method }, "signed in");
  return id;
}

/** Strangers fill these tables; whoever really comes in empties them of what counts no longer. */
async function forgetOldCounts({ db, now }: ServiceContext): Promise<void> {
  await deleteEndedWindows(db, now);
  await deleteForgottenThrottles(db, after(now, -THROTTLE_MEMORY));
}

export function newSessionId(): string {
  return randomUUID();
}
