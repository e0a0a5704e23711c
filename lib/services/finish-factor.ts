import "server-only";
import type { Queryable } from "@/lib/db/client";
import { deleteSessionsOf } from "@/lib/db/sessions";
import type { PersonContext } from "./context";
import { giveRecoveryCodes } from "./give-recovery-codes";
import { type AuditInput, recordAudit } from "./record-audit";
import { type RenamedSession, rotateSession } from "./rotate-session";

export interface AddedFactor {
  /** For this browser's new cookie. */
  session: RenamedSession;
  /** How many other browsers were signed out. */
  ended: number;
  /** Made with the first factor; null where some are there. */
  recoveryCodes: string[] | null;
}

/**
 * What follows a new second factor. With the first one all other browsers are signed out: nobody was asked for a factor
 * there. Call it last in the transaction.
 */
export async function finishFactor(
  ctx: PersonContext,
  tx: Queryable,
  { first, event }: { first: boolean; event: AuditInput },
): Promise<AddedFactor> {
  const { userId, sessionId } = ctx.actor;
  const ended = first ? await deleteSessionsOf(tx, userId, { except: sessionId }) : 0;
  const session = await rotateSession(ctx, tx);
  await recordAudit(ctx, tx, { ...event, detail: { ...event.detail, sessions_ended: ended } });
  return { session, ended, recoveryCodes: first ? await giveRecoveryCodes(ctx, tx) : null };
}
