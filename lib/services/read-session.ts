import "server-only";
import { countPasskeys } from "@/lib/db/passkeys";
import { deleteSession, findLiveSession, touchSession } from "@/lib/db/sessions";
import { elapsed, MINUTE } from "@/lib/domain/durations";
import type { Adapters, Person, ServiceContext } from "./context";
import { isFactorRequired } from "./factor-rule";
import { recordAudit } from "./record-audit";

/** Milliseconds. "Last seen" is kept this roughly, so that reading a page seldom writes. */
const TOUCH_INTERVAL = 5 * MINUTE;

/**
 * The person behind a session, or null when its row is gone or has run out.
 *
 * @param cookieId - the session's id, or for a few seconds after a proof the one before.
 * @param address - where this request came from.
 */
export async function readSession(adapters: Adapters, cookieId: string, address: string): Promise<Person | null> {
  const now = adapters.clock();
  const [session, required] = await Promise.all([
    findLiveSession(adapters.db, cookieId, now),
    isFactorRequired(adapters.db),
  ]);
  if (session === null) return null;
  const { id: sessionId, provenAt } = session;
  if (elapsed(session.lastSeenAt, now) > TOUCH_INTERVAL) await touchSession(adapters.db, sessionId, now);
  const { id: userId, name, email, role, totpConfirmedAt } = session.user;
  const mustAddFactor = required && totpConfirmedAt === null && (await countPasskeys(adapters.db, userId)) === 0;
  return { kind: "person", userId, name, email, role, sessionId, provenAt, address, mustAddFactor };
}

/** What a browser may know of its own session; null: signed out. */
export async function describeSession(
  adapters: Adapters,
  sessionId: string,
): Promise<{ name: string; email: string; expiresAt: Date } | null> {
  const session = await findLiveSession(adapters.db, sessionId, adapters.clock());
  return session === null ? null : { ...session.user, expiresAt: session.expiresAt };
}

/**
 * Signs one browser out. A session that has ended already is no news.
 *
 * @param address - where this request came from.
 */
export async function endSession(ctx: ServiceContext, sessionId: string, address: string): Promise<void> {
  const session = await findLiveSession(ctx.db, sessionId, ctx.now);
  await ctx.db.transaction(async (tx) => {
    const ended = await deleteSession(tx, session?.id ?? sessionId);
    if (!ended || session === null) return;
    const { id: userId, name, email } = session.user;
    await recordAudit(ctx, tx, { action: "signed_out", actor: { userId, name }, address, subject: email });
  });
  ctx.log.info({ event: "signed_out" }, "signed out");
}
