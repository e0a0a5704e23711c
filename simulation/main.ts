import { parseArgs } from "node:util";
import { MINUTE, SECOND } from "@/lib/domain/durations";
import { BUGS, mutate } from "./mutations";
import { isPassed, reportText } from "./report";
import { SIZES, type Size, simulate } from "./simulation";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    size: { type: "string" },
    accounts: { type: "string" },
    days: { type: "string" },
    /** Days between checks. */
    check: { type: "string" },
    /** Minutes between routine ticks. */
    grid: { type: "string" },
    /** Plants one known bug, or all of them one after the other; then a run without a finding is the failure. */
    bug: { type: "string" },
    "all-bugs": { type: "boolean", default: false },
    progress: { type: "boolean", default: false },
  },
});

function sizeOf(name: string): Size {
  const size = (SIZES as Record<string, Size>)[name];
  if (size === undefined) throw new Error(`--size is one of ${Object.keys(SIZES).join(", ")}.`);
  const given = (text: string | undefined, otherwise: number) => (text === undefined ? otherwise : Number(text));
  return {
    ...size,
    accounts: given(values.accounts, size.accounts),
    days: given(values.days, size.days),
    checkInterval: given(values.check, size.checkInterval),
    grid: values.grid === undefined ? size.grid : Number(values.grid) * MINUTE,
  };
}

async function runAll(names: readonly string[]): Promise<boolean> {
  let passed = true;
  for (const name of names) {
    const startedAt = performance.now();
    const onProgress = (day: number): void => {
      const { user, system } = process.cpuUsage();
      if (values.progress) console.error(`day ${day}, ${((user + system) / 1_000_000).toFixed(1)} s of CPU`);
    };
    const result = await simulate({ ...sizeOf(name), seed: values.seed, onProgress });
    console.log(reportText(result, (performance.now() - startedAt) / SECOND));
    passed &&= isPassed(result);
  }
  return passed;
}

/** @returns whether the oracle saw every one of them. */
async function plantAll(names: readonly string[]): Promise<boolean> {
  let caughtAll = true;
  for (const name of names) {
    const bug = BUGS[name];
    if (bug === undefined) throw new Error(`--bug is one of ${Object.keys(BUGS).join(", ")}.`);
    const { caught, notMet } = await mutate(name, bug, values.seed);
    console.log(`${caught ? "caught" : "NOT CAUGHT"}  ${name}: ${bug.what}`);
    for (const figure of notMet) console.log(`        ${figure}`);
    caughtAll &&= caught;
  }
  console.log(caughtAll ? "PASSED: every bug was caught" : `FAILED (seed ${values.seed})`);
  return caughtAll;
}

const bugs = values["all-bugs"] ? Object.keys(BUGS) : values.bug === undefined ? [] : [values.bug];
const sizes = values.size === undefined ? ["daily", "weekly"] : [values.size];
const passed = await (bugs.length > 0 ? plantAll(bugs) : runAll(sizes));
process.exit(passed ? 0 : 1);
