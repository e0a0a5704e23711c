import "server-only";
import { createHash } from "node:crypto";
import { findLiveSessionsOf } from "@/lib/db/sessions";
import type { SessionView } from "@/lib/domain/session-view";
import { browserName } from "./browser-name";
import { authorize, type PersonContext } from "./context";

/** Where the person is signed in: this browser first, then the one used last. Nobody sees anybody else's. */
export async function listSessions(ctx: PersonContext): Promise<SessionView[]> {
  authorize(ctx, "change_profile");
  const rows = await findLiveSessionsOf(ctx.db, ctx.actor.userId, ctx.now);
  const views = rows.map(({ id, userAgent, address, createdAt, lastSeenAt }) => ({
    handle: sessionHandle(id),
    browser: browserName(userAgent),
    address,
    createdAt,
    lastSeenAt,
    current: id === ctx.actor.sessionId,
  }));
  return views.sort((one, other) => Number(other.current) - Number(one.current));
}

/** Names a session in a page, where its id has no business to be. */
export function sessionHandle(sessionId: string): string {
  return createHash("sha256").update(`session\n${sessionId}`).digest("base64url").slice(0, 22);
}
