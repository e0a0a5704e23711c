import "server-only";
import { TICK_INTERVAL } from "@/lib/domain/scheduler-health";
import { untilFarewell } from "@/lib/farewell";
import type { Adapters } from "@/lib/services/context";
import { refreshPictures } from "@/lib/services/refresh-pictures";
import { renewDueTokens } from "@/lib/services/renew-due-tokens";

/**
 * Runs a tick at once and then every minute, one at a time. Due dates live in the database, never in a timer. Pictures
 * come when no renewal waits, and no renewal waits for them.
 */
export function startScheduler(adapters: Adapters): void {
  let running = false;
  let fetching = false;
  const pictures = async (stopping: AbortSignal): Promise<void> => {
    if (fetching) return;
    fetching = true;
    try {
      await refreshPictures(adapters, { signal: stopping });
    } catch (error) {
      adapters.log.warn({ event: "pictures_failed", err: error }, "pictures not refreshed");
    } finally {
      fetching = false;
    }
  };
  const tick = async (stopping: AbortSignal): Promise<void> => {
    if (running || stopping.aborted) return;
    running = true;
    try {
      const { complete } = await renewDueTokens(adapters, { trigger: "scheduler", signal: stopping });
      if (complete) void untilFarewell(pictures);
    } catch (error) {
      adapters.log.error({ event: "run_failed", err: error }, "scheduler run failed");
    } finally {
      running = false;
    }
  };
  void untilFarewell(tick);
  setInterval(() => void untilFarewell(tick), TICK_INTERVAL).unref();
}
