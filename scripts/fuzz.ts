import { parseArgs } from "node:util";
import { endWith, FriendlyError } from "./friendly-error";
import { startPostgres } from "./postgres";
import { ensureBuild } from "./production-build";

const LONGEST_RUN = 600;
const USAGE = `npm run fuzz -- [options]

  --seed N        which requests are made (1); the same number makes the same ones
  --seconds S     how long (120)
  --postgresql    on PostgreSQL instead of SQLite
`;

function readOptions() {
  const options = {
    seed: { type: "string", default: "1" },
    seconds: { type: "string", default: "120" },
    postgresql: { type: "boolean", default: false },
  } as const;
  try {
    const { values } = parseArgs({ options });
    const seconds = Number(values.seconds);
    if (!(seconds > 0 && seconds <= LONGEST_RUN)) throw new Error(`--seconds is a number up to ${LONGEST_RUN}.`);
    return { ...values, seconds };
  } catch (error) {
    throw new FriendlyError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

async function run(): Promise<number> {
  const { seed, seconds, postgresql } = readOptions();
  await ensureBuild();
  const postgres = postgresql ? await startPostgres() : null;
  // Only now, because they import what the build's first step generates.
  const { openFuzzWorld } = await import("./fuzz/fuzz-world");
  const { fuzz } = await import("./fuzz/fuzz-run");
  const opened = await openFuzzWorld(postgres === null ? null : await postgres.createDatabase("fuzz"));
  let keep = true;
  try {
    const server = await opened.world.startServer();
    const report = await fuzz(opened, { seed, duration: seconds * 1000, url: server.url, pid: server.pid });
    await server.stop();
    keep = report.findings.length > 0;
    for (const { kind, detail, request } of report.findings) console.log(`${kind}: ${detail}\n${request ?? ""}\n`);
    const statuses = Object.entries(report.statuses).map(([status, count]) => `${status}: ${count}`);
    const memory = Math.round(report.memory / 1024 / 1024);
    console.log(`${report.requests} requests with seed ${seed} (${statuses.join(", ")}); ${memory} MB at the end.`);
    console.log(keep ? `${report.findings.length} findings; the log: ${opened.world.logFile}` : "Nothing found.");
    return keep ? 1 : 0;
  } finally {
    await opened.world.close({ keep });
    await postgres?.stop();
  }
}

run().then((code) => process.exit(code), endWith);
