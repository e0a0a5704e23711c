import "server-only";
import type { Queryable } from "@/lib/db/client";
import { findRenamedSession, renameSession } from "@/lib/db/sessions";
import { AppError } from "@/lib/domain/app-error";
import { after } from "@/lib/domain/durations";
import { OLD_COOKIE_LIFE } from "@/lib/domain/session-rule";
import type { PersonContext } from "./context";
import { newSessionId } from "./open-session";

/** What the browser's new cookie is made of. */
export interface RenamedSession {
  id: string;
  userId: string;
  expiresAt: Date;
}

/**
 * Gives the present session another id, for whenever it comes to be worth more than before: a copy of the old cookie is
 * refused from then on. Hand the result to `writeSessionCookie`, else this browser is signed out too.
 *
 * @param input.provenAt - when this browser has proved who is there; left out: as before.
 * @throws AppError `not_signed_in` when the session has ended meanwhile.
 */
export async function rotateSession(
  ctx: PersonContext,
  tx: Queryable,
  { provenAt }: { provenAt?: Date } = {},
): Promise<RenamedSession> {
  const { sessionId, userId } = ctx.actor;
  const change = { id: sessionId, userId, newId: newSessionId(), previousIdUntil: null, provenAt };
  return renamed(ctx, await renameSession(tx, change));
}

/**
 * As {@link rotateSession}, for a proof just given. The same browser may have more under way, so the old cookie stays good
 * for a few seconds, unproven. Of two proofs at once both get the same new id, whichever answer arrives last.
 */
export async function rotateProvenSession(ctx: PersonContext, tx: Queryable): Promise<RenamedSession> {
  const { actor, now } = ctx;
  const { sessionId, userId } = actor;
  const previousIdUntil = after(now, OLD_COOKIE_LIFE);
  const change = { id: sessionId, userId, newId: newSessionId(), previousIdUntil, provenAt: now };
  return renamed(
    ctx,
    (await renameSession(tx, change)) ?? (await findRenamedSession(tx, { previousId: sessionId, userId, now })),
  );
}

function renamed({ actor }: PersonContext, session: { id: string; expiresAt: Date } | null): RenamedSession {
  if (session === null) throw new AppError("not_signed_in", "You are signed out. Sign in and try again.");
  return { ...session, userId: actor.userId };
}
