import "server-only";
import { deleteSession, findLiveSessionsOf } from "@/lib/db/sessions";
import { browserName } from "./browser-name";
import { authorize, type PersonContext } from "./context";
import { sessionHandle } from "./list-sessions";
import { recordAudit } from "./record-audit";

/** `this_browser`: signing out is the way there, because it takes the cookie along. */
export type EndSessionOutcome = { kind: "ended"; browser: string } | { kind: "gone" } | { kind: "this_browser" };

/** Signs one of the person's own browsers out; a handle of somebody else's session names nothing. */
export async function endOwnSession(ctx: PersonContext, handle: string): Promise<EndSessionOutcome> {
  authorize(ctx, "change_profile");
  const own = await findLiveSessionsOf(ctx.db, ctx.actor.userId, ctx.now);
  const session = own.find(({ id }) => sessionHandle(id) === handle);
  if (session === undefined) return { kind: "gone" };
  if (session.id === ctx.actor.sessionId) return { kind: "this_browser" };
  const browser = browserName(session.userAgent);
  const ended = await ctx.db.transaction(async (tx) => {
    if (!(await deleteSession(tx, session.id))) return false;
    const detail = { browser, opened_from: session.address };
    await recordAudit(ctx, tx, { action: "session_ended", subject: ctx.actor.email, detail });
    return true;
  });
  return ended ? { kind: "ended", browser } : { kind: "gone" };
}
