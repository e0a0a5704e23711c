import { renewDueTokens } from "@/lib/services/renew-due-tokens";
import { type DatabaseTime, watchDatabaseTime } from "./bench-database-time";
import { grouped, median, milliseconds } from "./bench-measures";
import { addStoredAccounts } from "./bench-stored-accounts";
import type { BenchRow } from "./bench-table";
import { ServerWorld } from "./processes/server-world";

const WARM_UPS = 10;
const SAMPLES = 30;
/** Milliseconds in the database. */
const TARGET = 5;

/** What a tick costs the database when many accounts are stored and none is due. */
export async function tickRows(stored: number, createDatabase: (name: string) => Promise<string>): Promise<BenchRow[]> {
  const take = watchDatabaseTime();
  const rows: BenchRow[] = [];
  for (const postgresUrl of [null, await createDatabase("tick")]) {
    const world = await ServerWorld.open({ postgresUrl });
    try {
      await addStoredAccounts(stored, world.adapters);
      const times: DatabaseTime[] = [];
      const whole: number[] = [];
      for (let sample = -WARM_UPS; sample < SAMPLES; sample += 1) {
        take();
        const started = performance.now();
        const { renewed, checked, noticed } = await renewDueTokens(world.adapters, { trigger: "scheduler" });
        if (renewed + checked + noticed > 0) throw new Error("Something was due.");
        if (sample < 0) continue;
        whole.push(performance.now() - started);
        times.push(take());
      }
      const spent = median(times.map((time) => time.milliseconds));
      rows.push({
        what: `A tick with ${grouped(stored)} accounts and none due, ${postgresUrl === null ? "SQLite" : "PostgreSQL"}`,
        measured: `${milliseconds(spent)} in ${times[0]?.statements ?? 0} statements, ${milliseconds(median(whole))} in all`,
        target: `< ${milliseconds(TARGET)} in the database`,
        met: spent < TARGET,
      });
    } finally {
      await world.close();
    }
  }
  return rows;
}
