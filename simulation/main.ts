import { parseArgs } from "node:util";
import { MINUTE, SECOND } from "@/lib/domain/durations";
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
    progress: { type: "boolean", default: false },
  },
});

function sizeOf(name: string): Size {
  const size = (SIZES as Record<string, Size>)[name];
  if (size === undefined) throw new Error(`--size is one of ${Object.keys(SIZES).join(", ")}.`);
  const given = (text: string | undefined, otherwise: number) => (text === undefined ? otherwise : Number(text));
  return {
    accounts: given(values.accounts, size.accounts),
    days: given(values.days, size.days),
    killShare: size.killShare,
    checkInterval: given(values.check, size.checkInterval),
    grid: values.grid === undefined ? size.grid : Number(values.grid) * MINUTE,
  };
}

const names = values.size === undefined ? ["daily", "weekly"] : [values.size];
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
process.exit(passed ? 0 : 1);
