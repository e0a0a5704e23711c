import { setTimeout as pause } from "node:timers/promises";
import { grouped, megabytes, residentMemory } from "./bench-measures";
import type { BenchRow } from "./bench-table";
import { addDueAccounts } from "./processes/due-accounts";
import { ServerWorld } from "./processes/server-world";

const LATENCY = 100;
const CONCURRENCY = 50;
/** Renewals a second that the latency allows one process. */
const POSSIBLE = CONCURRENCY / (LATENCY / 1000);
const LOOK_INTERVAL = 20;
const MEGABYTE = 1024 * 1024;
const TARGETS = { share: 0.9, growth: 50 * MEGABYTE };
/** Part of the renewals after which a process counts as warm. */
const WARM = 0.2;
const SECRET = "secret-of-the-outside-cron";

interface RenewalRun {
  /** Accounts a second, from the first call to Instagram to the last. */
  rate: number;
  /** Bytes by which the first process grew after it was warm; null where the system does not tell. */
  growth: number | null;
}

/** Has `processes` servers renew `count` due accounts, all at once. */
async function renewAll(count: number, processes: number, postgresUrl: string | null): Promise<RenewalRun> {
  const env = { SCHEDULER: "off", CRON_SECRET: SECRET, RENEWAL_CONCURRENCY: String(CONCURRENCY), LOG_LEVEL: "warn" };
  const world = await ServerWorld.open({ postgresUrl, env });
  try {
    await addDueAccounts(count, world);
    const servers = await Promise.all(Array.from({ length: processes }, () => world.startServer()));
    world.simulator.setSwitches({ latencyMs: LATENCY });
    const watched = watch(count, world, servers[0]?.pid ?? 0);
    await Promise.all(servers.map(({ url }) => runUntilComplete(url)));
    const run = await watched;
    await Promise.all(servers.map((server) => server.stop()));
    const renewed = await world.adapters.db.accountEvent.count({ where: { kind: "extended" } });
    if (renewed !== count) throw new Error(`Of ${count} accounts ${renewed} were renewed.`);
    return run;
  } finally {
    await world.close();
  }
}

/** Follows Instagram's own counter, which costs the servers nothing. */
async function watch(count: number, { simulator }: ServerWorld, pid: number): Promise<RenewalRun> {
  let first: number | null = null;
  let warm: number | null = null;
  for (;;) {
    const calls = simulator.stats().endpoints.refresh;
    if (first === null && calls > 0) first = performance.now();
    if (warm === null && calls >= count * WARM) warm = residentMemory(pid);
    if (first !== null && calls >= count) {
      const rate = count / ((performance.now() - first + LATENCY) / 1000);
      const memory = residentMemory(pid);
      return { rate, growth: warm === null || memory === null ? null : memory - warm };
    }
    await pause(LOOK_INTERVAL);
  }
}

/** A run ends at its budget; an outside cron would ask again in a minute. */
async function runUntilComplete(url: string): Promise<void> {
  for (let complete = false; !complete; ) {
    const headers = { authorization: `Bearer ${SECRET}` };
    const answer = await fetch(`${url}/api/cron/renew`, { method: "POST", headers });
    ({ complete } = (await answer.json()) as { complete: boolean });
  }
}

/** One process on SQLite: how near it comes to what the latency allows, and whether its memory stays flat. */
export async function renewalRows(count: number): Promise<BenchRow[]> {
  const { rate, growth } = await renewAll(count, 1, null);
  return [
    {
      what: `${grouped(count)} due renewals, ${LATENCY} ms latency, ${CONCURRENCY} at once`,
      measured: `${rate.toFixed(0)}/s, ${((rate / POSSIBLE) * 100).toFixed(0)} % of ${POSSIBLE}/s`,
      target: `≥ ${TARGETS.share * 100} %`,
      met: rate >= POSSIBLE * TARGETS.share,
    },
    {
      what: `Growth of the server's memory, ${grouped(count * WARM)} to ${grouped(count)} renewals`,
      measured: growth === null ? "not told by this system" : megabytes(growth),
      target: `≤ ${megabytes(TARGETS.growth)}`,
      met: growth === null ? null : growth <= TARGETS.growth,
    },
  ];
}

/** Several processes on one PostgreSQL. */
export async function processRows(
  count: number,
  numbers: readonly number[],
  createDatabase: (name: string) => Promise<string>,
): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const processes of numbers) {
    const { rate } = await renewAll(count, processes, await createDatabase(`processes_${processes}`));
    const what = `${grouped(count)} due renewals on PostgreSQL, ${processes} ${processes === 1 ? "process" : "processes"}`;
    rows.push({ what, measured: `${rate.toFixed(0)}/s`, target: "", met: null });
  }
  return rows;
}
