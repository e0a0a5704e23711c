import "server-only";
import type { PersonContext } from "@/lib/services/context";
import { type LiveState, readLiveState } from "@/lib/services/read-live-state";
import { readiness } from "./readiness";

/** What every page shows of the server as a whole, and the revision that tells when it must be drawn again. */
export function liveState(ctx: PersonContext): Promise<LiveState> {
  const state = readiness();
  return readLiveState(ctx, state.ready ? state.since : ctx.now);
}
