import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SIMULATOR_MARKER } from "../simulator/server";
import { ensureChromium } from "./chromium";
import { filesWithText } from "./files-with-text";
import { ensureBuild, isBuildCurrent, NEXT } from "./production-build";
import { ROOT, runNode } from "./run-command";
import type { SecretSearch } from "./secret-search";
import { ONE_FAILED, ONE_PASSED, readPlaywrightReport, readVitestReport, type Tally } from "./test-report";

const RESULTS = join(ROOT, "test-results");
/** The programs write to us and not to the terminal, so they cannot see whether it shows colours. */
const COLOURS: Record<string, string> = process.stdout.isTTY ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" };

export interface StepResult {
  tally: Tally;
  /** Shown when something failed. */
  output: string;
}

export interface TestStep {
  name: string;
  run(): Promise<StepResult>;
}

function program(path: string): string {
  return join(ROOT, "node_modules", path);
}

async function check(path: string, parameters: string[]): Promise<StepResult> {
  const { code, output } = await runNode(program(path), parameters, { env: COLOURS });
  return { tally: code === 0 ? ONE_PASSED : ONE_FAILED, output };
}

async function checkTypes(): Promise<StepResult> {
  const { code, output } = await runNode(NEXT, ["typegen"]);
  return code === 0 ? check("typescript/bin/tsc", ["--noEmit"]) : { tally: ONE_FAILED, output };
}

async function vitest(project: "unit" | "integration" | "processes"): Promise<StepResult> {
  const report = join(RESULTS, `${project}.json`);
  rmSync(report, { force: true });
  const parameters = [
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  const { code, output } = await runNode(program("vitest/vitest.mjs"), parameters, {
    env: { ...COLOURS, NODE_ENV: "test" },
  });
  return { tally: readVitestReport(report, code), output };
}

/** The build, and that nothing of the simulator got into it. */
async function build(): Promise<StepResult> {
  await ensureBuild();
  const found = [".next/server", ".next/static"].flatMap((folder) =>
    filesWithText(join(ROOT, folder), SIMULATOR_MARKER),
  );
  if (found.length === 0) return { tally: ONE_PASSED, output: "" };
  return { tally: ONE_FAILED, output: `The simulator got into the build:\n${found.join("\n")}` };
}

const NO_BUILD: StepResult = { tally: ONE_FAILED, output: "Not run, because there is no build to run it on." };

async function processes(): Promise<StepResult> {
  return isBuildCurrent() ? vitest("processes") : NO_BUILD;
}

async function endToEnd(): Promise<StepResult> {
  if (!isBuildCurrent()) return NO_BUILD;
  const report = join(RESULTS, "e2e.json");
  for (const file of [report, LOG_CHECK]) rmSync(file, { force: true });
  const env = { ...COLOURS, CHROMIUM_PATH: await ensureChromium(), PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const { code, output } = await runNode(program("@playwright/test/cli.js"), ["test", "--reporter=list,json"], { env });
  const tally = readPlaywrightReport(report, code);
  // Secrets in the log fail the run as a whole, too; they are counted by the step that follows.
  const onlyTheLog = tally.failed === 1 && code !== 0 && (readLogCheck()?.found.length ?? 0) > 0;
  return { tally: onlyTheLog ? { ...tally, failed: 0 } : tally, output };
}

const LOG_CHECK = join(RESULTS, "log-check.json");

function readLogCheck(): SecretSearch | null {
  return existsSync(LOG_CHECK) ? (JSON.parse(readFileSync(LOG_CHECK, "utf8")) as SecretSearch) : null;
}

async function checkLog(): Promise<StepResult> {
  const search = readLogCheck();
  if (search === null) return { tally: ONE_FAILED, output: "The end-to-end tests did not get as far as a log." };
  const output = `Of ${search.searched} secrets these stand in the server's log:\n${search.found.join("\n")}`;
  return { tally: search.found.length === 0 ? ONE_PASSED : ONE_FAILED, output };
}

export const TEST_STEPS: readonly TestStep[] = [
  { name: "Lint and format", run: () => check("@biomejs/biome/bin/biome", ["check", "--error-on-warnings", "."]) },
  { name: "Types", run: checkTypes },
  { name: "Unit tests", run: () => vitest("unit") },
  { name: "Integration tests on SQLite and PostgreSQL", run: () => vitest("integration") },
  { name: "Production build without the simulator", run: build },
  { name: "Servers killed, stopped and doubled", run: processes },
  { name: "End-to-end tests in Chromium", run: endToEnd },
  { name: "No secret in the server's log", run: checkLog },
];
