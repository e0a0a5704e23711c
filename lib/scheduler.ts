import "server-only";
import { TICK_INTERVAL } from "@/lib/domain/scheduler-health";
import { untilFarewell } from "@/lib/farewell";
import type { Adapters } from "@/lib/services/context";
import { renewDueTokens } from "@/lib/services/renew-due-tokens";

/** Runs a tick at once and then every minute, one at a time. Due dates live in the database, never in a timer. */
export function startScheduler(adapters: Adapters): void {
  let running = false;
  const tick = async (stopping: AbortSignal): Promise<void> => {
    if (running || stopping.aborted) return;
    running = true;
    try {
      await renewDueTokens(adapters, { trigger: "scheduler", signal: stopping });
    } catch (error) {
      adapters.log.error({ event: "run_failed", err: error }, "scheduler run failed");
    } finally {
      running = false;
    }
  };
  void untilFarewell(tick);
  setInterval(() => void untilFarewell(tick), TICK_INTERVAL).unref();
}
