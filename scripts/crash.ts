import { parseArgs } from "node:util";
import { DEFAULT_SWITCHES } from "../simulator/switches";
import { endWith, FriendlyError } from "./friendly-error";
import { startPostgres } from "./postgres";
import type { CrashPlan, CrashReport } from "./processes/crash-run";
import { ensureBuild } from "./production-build";

const DATABASES = ["sqlite", "postgresql"] as const;
type DatabaseName = (typeof DATABASES)[number];
/** Violations that are shown with their history; the others are counted. */
const SHOWN_VIOLATIONS = 3;

function positive(text: string, option: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new FriendlyError(`--${option} is a whole number above 0, not ${text}.`);
  return Number(text);
}

function readOptions(): { plan: CrashPlan; databases: readonly DatabaseName[] } {
  const { values } = parseArgs({
    options: {
      kills: { type: "string", default: "200" },
      accounts: { type: "string", default: "1000" },
      database: { type: "string", default: "both" },
      seed: { type: "string", default: String(1 + (Date.now() % 1_000_000)) },
    },
  });
  const databases = DATABASES.filter((name) => values.database === "both" || values.database === name);
  if (databases.length === 0) throw new FriendlyError("--database is sqlite, postgresql or both.");
  const kills = positive(values.kills, "kills");
  const accounts = positive(values.accounts, "accounts");
  const seed = positive(values.seed, "seed");
  return { plan: { kills, accounts, seed, longestLife: 1_500, latency: 100, concurrency: 20 }, databases };
}

function reportLines(report: CrashReport, seconds: number): string {
  const { kills, idleKills, interrupted, renewals, refreshCalls, profileCalls } = report;
  const rows: [string, number | string][] = [
    ["kill -9 under running renewals", kills],
    ["kill -9 with nothing left to do, not counted", idleKills],
    ["accounts that were in the hands of a killed process", interrupted],
    ["renewals in the history", renewals],
    ["refresh calls to Instagram", refreshCalls],
    ["  of which the answer died with its process", refreshCalls - renewals],
    ["/me calls to Instagram", profileCalls],
    ["accounts with something wrong", report.violations.length],
    ["database", report.databaseProblems.length === 0 ? "in order" : report.databaseProblems.join("; ")],
    ["seconds", seconds.toFixed(0)],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`).join("\n");
}

function violationLines({ violations, keptFolder }: CrashReport, seed: number): string {
  const shown = violations.slice(0, SHOWN_VIOLATIONS).map(({ username, what, history }) => {
    return [`  @${username}: ${what.join("; ")}`, ...history.map((line) => `    ${line}`)].join("\n");
  });
  return [...shown, `  Seed ${seed}. The server's log and the SQLite file are in ${keptFolder}.`].join("\n");
}

async function crash(): Promise<boolean> {
  const { plan, databases } = readOptions();
  await ensureBuild();
  // Only now, because it imports what the build's first step generates.
  const { crashRepeatedly } = await import("./processes/crash-run");
  console.log(
    `${plan.kills} kill -9 under a running renewal of ${plan.accounts} accounts, seed ${plan.seed}.\n` +
      `Instagram: the old token stays ${DEFAULT_SWITCHES.oldTokenAfterRefresh} after a refresh, the new one is a ` +
      `${DEFAULT_SWITCHES.refreshTokenString} string, ${plan.latency} ms an answer.`,
  );
  let good = true;
  for (const database of databases) {
    console.log(`\n${database}`);
    const started = performance.now();
    const postgres = database === "postgresql" ? await startPostgres() : null;
    try {
      const postgresUrl = (await postgres?.createDatabase("crash")) ?? null;
      const report = await crashRepeatedly(plan, { postgresUrl });
      console.log(reportLines(report, (performance.now() - started) / 1000));
      if (report.keptFolder === null) continue;
      console.log(violationLines(report, plan.seed));
      good = false;
    } finally {
      await postgres?.stop();
    }
  }
  console.log(good ? "\nNothing was lost." : "\nFAILED");
  return good;
}

crash().then((good) => process.exit(good ? 0 : 1), endWith);
