import { DAY, HOUR } from "@/lib/domain/durations";
import { type Adapters, type ServiceContext, serverContext } from "@/lib/services/context";
import type { Bug } from "./bug";

type Refresh = Adapters["instagram"]["refresh"];

function withRefresh(change: (refresh: Refresh, ctx: ServiceContext) => Refresh): (adapters: Adapters) => Adapters {
  return (adapters) => {
    const { instagram } = adapters;
    return { ...adapters, instagram: { ...instagram, refresh: change(instagram.refresh, serverContext(adapters)) } };
  };
}

/** Milliseconds until somebody looks why nothing happens any more. */
const UNNOTICED = 40 * DAY;

/** Bugs in what is made of Instagram's answers. */
export const INSTAGRAM_BUGS = {
  sixty_days_assumed: {
    what: "A token lives 60 days, so why read expires_in?",
    caughtBy: "lost_but_keepable",
    plant: () =>
      withRefresh((refresh) => async (token) => {
        const answer = await refresh(token);
        return answer.ok ? { ok: true, value: { ...answer.value, expiresIn: 60 * DAY } } : answer;
      }),
  },
  first_error_stops_all: {
    what: "One loop over all accounts; the first exception ends it, and nobody looks.",
    caughtBy: "lost_but_keepable",
    plant: () => {
      let stoppedUntil = 0;
      return withRefresh((refresh, ctx) => async (token) => {
        if (ctx.clock().getTime() < stoppedUntil) throw new Error("The job has ended.");
        const answer = await refresh(token);
        if (!answer.ok) stoppedUntil = ctx.clock().getTime() + UNNOTICED;
        return answer;
      });
    },
  },
  one_hour_token_stored: {
    what: "The answer had a token in it, so it is stored, whatever the rest says.",
    caughtBy: "living_called_dead",
    plant: () =>
      withRefresh((refresh) => async (token) => {
        const answer = await refresh(token);
        if (answer.ok || answer.failure.kind !== "unexpected") return answer;
        return { ok: true, value: { token, expiresIn: HOUR, scopes: null } };
      }),
  },
} as const satisfies Record<string, Bug>;
