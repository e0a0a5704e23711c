import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { endWith } from "./friendly-error";
import { generateClients } from "./production-build";
import { ROOT } from "./run-command";
import { addTallies, ONE_FAILED, type Tally, tallyLine } from "./test-report";
import { type StepResult, TEST_STEPS, type TestStep } from "./test-steps";

/** One step's faults are its own: the others still run and report. */
async function runStep({ name, run }: TestStep): Promise<Tally> {
  console.log(`${name} …`);
  const started = performance.now();
  const { tally, output } = await run().catch(
    (error: unknown): StepResult => ({
      tally: ONE_FAILED,
      output: error instanceof Error ? error.message : String(error),
    }),
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const count = tally.passed + tally.failed;
  if (tally.failed === 0) console.log(`  good${count > 1 ? `: ${count} tests` : ""} (${seconds} s)`);
  else console.log(`${output}\n  FAILED: ${tally.failed} of ${count} (${seconds} s)`);
  return tally;
}

async function test(): Promise<number> {
  mkdirSync(join(ROOT, "test-results"), { recursive: true });
  await generateClients();
  const tallies: Tally[] = [];
  for (const step of TEST_STEPS) tallies.push(await runStep(step));
  const total = addTallies(tallies);
  console.log(tallyLine(total));
  return total.failed === 0 ? 0 : 1;
}

test().then((code) => process.exit(code), endWith);
