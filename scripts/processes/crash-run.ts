import { setTimeout as pause } from "node:timers/promises";
import { DAY, SECOND } from "@/lib/domain/durations";
import { LEASE_TIME } from "@/lib/services/claimed-account";
import { createRandom } from "../../simulator/random";
import { judgeAccounts, type Violation } from "./account-verdict";
import { addDueAccounts, leasedAccounts, unfinishedAccounts } from "./due-accounts";
import { ServerWorld, type ServerWorldOptions } from "./server-world";
import { sqliteProblems } from "./sqlite-problems";

/** Milliseconds of serving after which a process is killed, at the least. */
const SHORTEST_LIFE = 50;
/** Milliseconds. After so long every renewed token is due again: of 60 days less than 30 are left. */
const UNTIL_DUE_AGAIN = 31 * DAY;
/** Milliseconds that the last process gets to finish everything. */
const LONGEST_REST = 120 * SECOND;
const LOOK_INTERVAL = 200;

export interface CrashPlan {
  kills: number;
  accounts: number;
  seed: number;
  /** Milliseconds of serving after which a process is killed, at the most. */
  longestLife: number;
  /** Milliseconds that Instagram takes for an answer. */
  latency: number;
  /** Accounts that are renewed at once. */
  concurrency: number;
}

export interface CrashReport {
  /** Kills that left work unfinished. */
  kills: number;
  /** Kills that came when nothing was left to do; they do not count. */
  idleKills: number;
  /** Accounts that a killed process had in its hands, all kills together. */
  interrupted: number;
  renewals: number;
  refreshCalls: number;
  profileCalls: number;
  /** What the database itself says is wrong; always empty on PostgreSQL. */
  databaseProblems: string[];
  violations: Violation[];
  /** The folder of the server's log, kept because something was wrong; else null. */
  keptFolder: string | null;
}

/**
 * Kills a real server again and again while it renews, restarts it at once, lets the last one finish, and looks at what
 * is left. Between two processes time goes by: as long as a lease lasts, or, when nothing is due, until everything is
 * again. Nobody waits for it: stored dates and Instagram's clock are moved.
 */
export async function crashRepeatedly(
  { kills, accounts, seed, longestLife, latency, concurrency }: CrashPlan,
  database: Pick<ServerWorldOptions, "postgresUrl">,
): Promise<CrashReport> {
  const env = { SCHEDULER: "on", RENEWAL_CONCURRENCY: String(concurrency) };
  const world = await ServerWorld.open({ ...database, seed, env });
  const random = createRandom(seed);
  let keep = true;
  try {
    await addDueAccounts(accounts, world);
    world.simulator.setSwitches({ latencyMs: latency });
    const counts = { kills: 0, idleKills: 0, interrupted: 0 };
    while (counts.kills < kills) {
      if ((await unfinishedAccounts(world.adapters)) === 0) await world.move(UNTIL_DUE_AGAIN);
      await killOnce(world, random.integer(SHORTEST_LIFE, longestLife), counts);
      await world.move(LEASE_TIME);
    }
    await finishEverything(world);
    world.simulator.setSwitches({ latencyMs: 0 });
    const { refresh: refreshCalls, me: profileCalls } = world.simulator.stats().endpoints;
    const violations = await judgeAccounts(world.adapters);
    const databaseProblems = database.postgresUrl === null ? await sqliteProblems(world.adapters.db) : [];
    const renewals = await world.adapters.db.accountEvent.count({ where: { kind: "extended" } });
    keep = violations.length + databaseProblems.length > 0;
    const keptFolder = keep ? world.folder : null;
    return { ...counts, renewals, refreshCalls, profileCalls, databaseProblems, violations, keptFolder };
  } finally {
    await world.close({ keep });
  }
}

async function killOnce(
  world: ServerWorld,
  life: number,
  counts: Pick<CrashReport, "kills" | "idleKills" | "interrupted">,
): Promise<void> {
  const server = await world.startServer();
  const ended = await Promise.race([pause(life, "alive" as const), server.exited]);
  if (ended !== "alive") throw new Error(`The server ended by itself with code ${ended}; see ${world.logFile}.`);
  await server.kill();
  counts.interrupted += await leasedAccounts(world.adapters);
  if ((await unfinishedAccounts(world.adapters)) > 0) counts.kills += 1;
  else counts.idleKills += 1;
}

/** Nobody kills the last one: it does what is left and ends when asked to. */
async function finishEverything(world: ServerWorld): Promise<void> {
  const server = await world.startServer();
  const deadline = Date.now() + LONGEST_REST;
  while ((await unfinishedAccounts(world.adapters)) > 0 && Date.now() < deadline) await pause(LOOK_INTERVAL);
  await server.stop();
}
