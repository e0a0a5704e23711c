import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startSimulator } from "../simulator/server";
import { startApp } from "./app-server";
import { BenchClient } from "./bench-client";
import { milliseconds } from "./bench-measures";
import { type BenchRow, benchTable } from "./bench-table";
import { freePort } from "./free-port";
import { endWith } from "./friendly-error";
import { baseUrlOf, localEnvironment, OWNER, redirectUriOf } from "./local-environment";
import { newSecrets } from "./local-secrets";
import { startPostgres } from "./postgres";
import { ensureBuild } from "./production-build";

interface Plan {
  sizes: number[];
  samples: number;
  batch: number;
  /** Accounts that are due at once. */
  due: number;
  /** Accounts that are stored, none of them due. */
  stored: number;
  /** Server processes on one database. */
  processes: number[];
}

const FULL: Plan = {
  sizes: [10, 1_000, 10_000],
  samples: 20,
  batch: 1_000,
  due: 10_000,
  stored: 1_000_000,
  processes: [1, 2, 4],
};
const QUICK: Plan = { sizes: [10, 1_000], samples: 5, batch: 100, due: 1_000, stored: 50_000, processes: [1, 2] };

/** Sets up a world of its own, takes every measure of a person's work, and leaves nothing behind. */
async function benchPages({ sizes, samples, batch }: Plan): Promise<BenchRow[]> {
  // Only now, because they import what the build's first step generates.
  const { adaptersFor } = await import("./prepare-database");
  const { extendRow, memoryRow, pageRows } = await import("./bench-rows");
  const folder = mkdtempSync(join(tmpdir(), "perennial-bench-"));
  const port = await freePort();
  const secrets = newSecrets();
  const simulator = await startSimulator({ app: { redirectUris: [redirectUriOf(port)] } });
  const databaseUrl = `file:${join(folder, "bench.db")}`;
  const local = localEnvironment({ port, databaseUrl, simulatorUrl: simulator.url, secrets });
  const env = { ...local, SCHEDULER: "off", OWNER_EMAIL: OWNER.email, OWNER_PASSWORD: secrets.ownerPassword };
  const client = new BenchClient(baseUrlOf(port));
  const app = await startApp({ port, env, logFile: join(folder, "server.log") });
  const adapters = adaptersFor(env);
  try {
    await client.signIn(OWNER.email, secrets.ownerPassword);
    const rows = await pageRows(sizes, samples, client, adapters);
    rows.push(await extendRow(batch, client, simulator.simulator, adapters), memoryRow(app.pid));
    rows.push({ what: "Start of the server to ready", measured: milliseconds(app.startup), target: "", met: null });
    return rows;
  } finally {
    client.close();
    await adapters.db.close();
    await app.stop();
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the server does by itself: each measure in a world of its own. */
async function benchScheduler({ due, stored, processes }: Plan): Promise<BenchRow[]> {
  const { processRows, renewalRows } = await import("./bench-renewals");
  const { tickRows } = await import("./bench-tick");
  const postgres = await startPostgres();
  try {
    return [
      ...(await renewalRows(due)),
      ...(await processRows(due, processes, postgres.createDatabase)),
      ...(await tickRows(stored, postgres.createDatabase)),
    ];
  } finally {
    await postgres.stop();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
  await ensureBuild();
  console.log(`Measuring${values.quick ? " the quick way" : ""}; nothing else should be busy on this machine …\n`);
  const plan = values.quick ? QUICK : FULL;
  console.log(benchTable([...(await benchPages(plan)), ...(await benchScheduler(plan))]));
}

main().then(() => process.exit(0), endWith);
