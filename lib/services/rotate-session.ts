import "server-only";
import type { Queryable } from "@/lib/db/client";
import { renameSession } from "@/lib/db/sessions";
import { AppError } from "@/lib/domain/app-error";
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
 * @throws AppError `not_signed_in` when the session has ended meanwhile.
 */
export async function rotateSession(ctx: PersonContext, tx: Queryable): Promise<RenamedSession> {
  const { sessionId, userId } = ctx.actor;
  const renamed = await renameSession(tx, { id: sessionId, userId, newId: newSessionId() });
  if (renamed === null) throw new AppError("not_signed_in", "You are signed out. Sign in and try again.");
  return { ...renamed, userId };
}
