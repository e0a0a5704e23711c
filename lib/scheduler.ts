import "server-only";
import { SECOND } from "@/lib/domain/durations";
import { TICK_INTERVAL } from "@/lib/domain/scheduler-health";
import type { Adapters } from "@/lib/services/context";
import { renewDueTokens } from "@/lib/services/renew-due-tokens";

/** Milliseconds that running renewals get to finish before the process ends. */
const LONGEST_FAREWELL = 20 * SECOND;

export interface Scheduler {
  /** No new work; resolves when what runs has finished, or after 20 seconds. */
  stop(): Promise<void>;
}

/** Runs a tick at once and then every minute, one at a time. Due dates live in the database, never in a timer. */
export function startScheduler(adapters: Adapters): Scheduler {
  const stopping = new AbortController();
  let running: Promise<void> | null = null;

  const tick = (): void => {
    if (running !== null || stopping.signal.aborted) return;
    running = renewDueTokens(adapters, { trigger: "scheduler", signal: stopping.signal })
      .then(
        () => undefined,
        (error) => adapters.log.error({ event: "run_failed", err: error }, "scheduler run failed"),
      )
      .finally(() => {
        running = null;
      });
  };
  tick();
  const timer = setInterval(tick, TICK_INTERVAL);

  return {
    async stop() {
      stopping.abort();
      clearInterval(timer);
      if (running === null) return;
      let patience: NodeJS.Timeout | undefined;
      await Promise.race([
        running,
        new Promise<void>((resolve) => {
          patience = setTimeout(resolve, LONGEST_FAREWELL);
        }),
      ]);
      clearTimeout(patience);
    },
  };
}
