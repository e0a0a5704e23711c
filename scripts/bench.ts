import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startSimulator } from "../simulator/server";
import { startApp } from "./app-server";
import { BenchClient } from "./bench-client";
import { type BenchRow, benchTable } from "./bench-table";
import { freePort } from "./free-port";
import { endWith } from "./friendly-error";
import { baseUrlOf, localEnvironment, OWNER, redirectUriOf } from "./local-environment";
import { newSecrets } from "./local-secrets";
import { ensureBuild } from "./production-build";

interface Plan {
  sizes: number[];
  samples: number;
  batch: number;
}

const FULL: Plan = { sizes: [10, 1_000, 10_000], samples: 20, batch: 1_000 };
const QUICK: Plan = { sizes: [10, 1_000], samples: 5, batch: 100 };

/** Sets up a world of its own, takes every measure, and leaves nothing behind. */
async function bench({ sizes, samples, batch }: Plan): Promise<BenchRow[]> {
  // Only now, because they import what the build's first step generates.
  const { adaptersFor } = await import("./prepare-database");
  const { extendRow, memoryRow, milliseconds, pageRows } = await import("./bench-rows");
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

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
  await ensureBuild();
  console.log(`Measuring${values.quick ? " the quick way" : ""}; nothing else should be busy on this machine …\n`);
  console.log(benchTable(await bench(values.quick ? QUICK : FULL)));
}

main().then(() => process.exit(0), endWith);
