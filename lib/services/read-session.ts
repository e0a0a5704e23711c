import "server-only";
import { countPasskeys } from "@/lib/db/passkeys";
import { deleteSession, findLiveSession, touchSession } from "@/lib/db/sessions";
import { elapsed, MINUTE } from "@/lib/domain/durations";
import type { Adapters, Person } from "./context";
import { isFactorRequired } from "./factor-rule";

/** Milliseconds. "Last seen" is kept this roughly, so that reading a page seldom writes. */
const TOUCH_INTERVAL = 5 * MINUTE;

/**
 * The person behind a session, or null when its row is gone or has run out.
 *
 * @param address - where this request came from.
 */
export async function readSession(adapters: Adapters, sessionId: string, address: string): Promise<Person | null> {
  const now = adapters.clock();
  const [session, required] = await Promise.all([
    findLiveSession(adapters.db, sessionId, now),
    isFactorRequired(adapters.db),
  ]);
  if (session === null) return null;
  if (elapsed(session.lastSeenAt, now) > TOUCH_INTERVAL) await touchSession(adapters.db, sessionId, now);
  const { id: userId, name, email, role, totpConfirmedAt } = session.user;
  const mustAddFactor = required && totpConfirmedAt === null && (await countPasskeys(adapters.db, userId)) === 0;
  return { kind: "person", userId, name, email, role, sessionId, provenAt: session.provenAt, address, mustAddFactor };
}

export async function endSession(adapters: Adapters, sessionId: string): Promise<void> {
  await deleteSession(adapters.db, sessionId);
  adapters.log.info({ event: "signed_out" }, "signed out");
}
