import "server-only";
import { findLastRuns } from "@/lib/db/scheduler-runs";
import { type SchedulerHealth, schedulerHealth } from "@/lib/domain/scheduler-health";
import type { Adapters } from "./context";

export interface SchedulerState {
  health: SchedulerHealth;
  lastBeatAt: Date | null;
}

/**
 * Whether somebody still drives the renewals, from the heartbeats in the database.
 *
 * @param servingSince - from when on a silence counts: what began later cannot have been silent before.
 */
export async function schedulerState(adapters: Adapters, servingSince: Date): Promise<SchedulerState> {
  const runs = await findLastRuns(adapters.db, 2);
  const facts = { ownTimer: adapters.settings.scheduler, servingSince, runs };
  return { health: schedulerHealth(facts, adapters.clock()), lastBeatAt: runs[0]?.beatAt ?? null };
}
