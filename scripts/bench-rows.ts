import { BATCH_CONCURRENCY } from "@/lib/services/drive-batch";
import type { Store } from "../prisma/factories";
import type { Simulator } from "../simulator/simulator";
import { addExtendableAccounts, addListAccounts } from "./bench-accounts";
import type { BenchClient } from "./bench-client";
import {
  extendAll,
  grouped,
  kilobytes,
  measurePage,
  measureScripts,
  megabytes,
  milliseconds,
  type PageMeasure,
  residentMemory,
} from "./bench-measures";
import type { BenchRow } from "./bench-table";

/** Milliseconds that the simulator takes for every answer while all accounts are extended. */
const LATENCY = 100;
const MEGABYTE = 1024 * 1024;
const TARGETS = { growth: 1.5, scripts: 150_000, share: 0.85, memory: 300 * MEGABYTE };
const BATCH_LABEL = "bench";

function growth(value: number, base: number): Pick<BenchRow, "target" | "met"> {
  if (value === base) return { target: "", met: null };
  return { target: `≤ ${milliseconds(base * TARGETS.growth)}`, met: value <= base * TARGETS.growth };
}

/** `/accounts` with more and more accounts, and the scripts that it loads. */
export async function pageRows(
  sizes: readonly number[],
  samples: number,
  client: BenchClient,
  store: Store,
): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  let base: PageMeasure | null = null;
  let stored = 0;
  for (const size of sizes) {
    await addListAccounts(stored, size, store);
    stored = size;
    const page = await measurePage(client, "/accounts", samples);
    base ??= page;
    const what = `/accounts with ${grouped(size)} accounts`;
    rows.push(
      {
        what: `${what}: first byte`,
        measured: milliseconds(page.firstByte),
        ...growth(page.firstByte, base.firstByte),
      },
      { what: `${what}: whole page`, measured: milliseconds(page.whole), ...growth(page.whole, base.whole) },
      {
        what: `${what}: HTML`,
        measured: `${kilobytes(page.size)}, ${kilobytes(page.compressed)} gzip`,
        target: "",
        met: null,
      },
    );
  }
  const scripts = base === null ? 0 : await measureScripts(client, base.html);
  rows.push({
    what: "/accounts: first-load JavaScript",
    measured: `${kilobytes(scripts)} gzip`,
    target: `≤ ${kilobytes(TARGETS.scripts)}`,
    met: scripts <= TARGETS.scripts,
  });
  return rows;
}

export async function extendRow(
  count: number,
  client: BenchClient,
  simulator: Simulator,
  store: Store,
): Promise<BenchRow> {
  await addExtendableAccounts(count, BATCH_LABEL, simulator, store);
  simulator.setSwitches({ latencyMs: LATENCY });
  const run = await extendAll(client, BATCH_LABEL);
  if (run.done !== count) throw new Error(`Of ${count} accounts only ${run.done} were extended.`);
  const possible = BATCH_CONCURRENCY / (LATENCY / 1000);
  const rate = count / (run.milliseconds / 1000);
  return {
    what: `Extend all of ${grouped(count)}, ${LATENCY} ms latency, ${BATCH_CONCURRENCY} at once`,
    measured: `${rate.toFixed(1)}/s, ${((rate / possible) * 100).toFixed(0)} % of ${possible}/s`,
    target: `≥ ${TARGETS.share * 100} %`,
    met: rate >= possible * TARGETS.share,
  };
}

export function memoryRow(pid: number): BenchRow {
  const bytes = residentMemory(pid);
  return {
    what: "Memory of the server after that",
    measured: bytes === null ? "not told by this system" : megabytes(bytes),
    target: `≤ ${megabytes(TARGETS.memory)}`,
    met: bytes === null ? null : bytes <= TARGETS.memory,
  };
}
