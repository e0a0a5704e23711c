import { MINUTE, SECOND } from "@/lib/domain/durations";

const PAUSE = 15 * SECOND;
const LONGEST_PAUSE = 5 * MINUTE;
const SIGNED_OUT = 401;

export interface Following {
  /** Draws the page again as soon as the server answers: drawing while nobody answers would lose the page. */
  redraw(): void;
  stop(): void;
}

/**
 * Asks the server whether something has changed: every 15 seconds while the page is seen, at once when it comes back
 * into sight, ever slower while the server does not answer. Whoever is signed out meanwhile is led to the sign-in. Pages
 * that follow their own work (`data-polling`) are left alone.
 */
export function followChanges(revision: string, changed: () => void): Following {
  const stop = new AbortController();
  const { signal } = stop;
  let known: string | null = revision;
  let pause = PAUSE;
  let asking = false;
  let timer: ReturnType<typeof setTimeout>;

  // Many tabs that a server's restart has woken together must not stay together.
  const wait = () => {
    timer = setTimeout(look, pause * (0.8 + 0.4 * Math.random()));
  };
  async function look(): Promise<void> {
    clearTimeout(timer);
    if (document.hidden || asking || signal.aborted) return;
    if (document.querySelector("[data-polling]") !== null) return wait();
    asking = true;
    try {
      const answer = await fetch("/api/changes", { cache: "no-store", signal });
      if (answer.status === SIGNED_OUT) return leave();
      if (!answer.ok) throw new Error();
      const latest = await answer.text();
      if (latest !== known) changed();
      known = latest;
      pause = PAUSE;
    } catch {
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    } finally {
      asking = false;
    }
    if (!signal.aborted) wait();
  }
  // What stands here is no longer for whoever sits in front of it.
  function leave(): void {
    stop.abort();
    location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
  document.addEventListener("visibilitychange", look, { signal });
  wait();
  return {
    redraw() {
      known = null;
      look();
    },
    stop() {
      stop.abort();
      clearTimeout(timer);
    },
  };
}
