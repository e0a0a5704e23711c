import "server-only";
import { deleteSessionsOf } from "@/lib/db/sessions";
import { authorize, type PersonContext } from "./context";
import { recordAudit } from "./record-audit";

/** Signs the person out everywhere but in this browser; returns in how many others. */
export async function endOtherSessions(ctx: PersonContext): Promise<number> {
  authorize(ctx, "change_profile");
  const { userId, email, sessionId } = ctx.actor;
  return ctx.db.transaction(async (tx) => {
    const ended = await deleteSessionsOf(tx, userId, { except: sessionId });
    if (ended > 0)
      await recordAudit(ctx, tx, { action: "sessions_ended", subject: email, detail: { sessions: ended } });
    return ended;
  });
}
