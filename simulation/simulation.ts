import { DAY, HOUR, MINUTE } from "@/lib/domain/durations";
import type { Adapters } from "@/lib/services/context";
import { Circumstances } from "./circumstances";
import type { Disturbance } from "./disturbance";
import { Driver, type DriverCounts } from "./driver";
import { FINDING_KINDS, type Finding, type Tally } from "./findings";
import { accountHistory } from "./history";
import { Oracle } from "./oracle";
import { planDisturbances } from "./plan";
import { createWorld, START } from "./world";

/** How much happens in how long. */
export interface Size {
  accounts: number;
  days: number;
  /** Days between the checks of a healthy account. */
  checkInterval: number;
  /** Milliseconds between the ticks that do routine work. */
  grid: number;
  /** Milliseconds between the ticks of the server's timer, or of the cron that takes its place. */
  step: number;
  /** How many times as much goes wrong as in an ordinary world. */
  trouble: number;
  /** Of the processes that do a tick's work: killed at some step of it. */
  killShare: number;
}

export const SIZES = {
  weekly: { accounts: 5_000, days: 730, checkInterval: 7, grid: HOUR, step: HOUR, trouble: 1, killShare: 0.02 },
  daily: { accounts: 1_000, days: 365, checkInterval: 1, grid: HOUR, step: MINUTE, trouble: 1, killShare: 0.02 },
  /** For runs with a bug in them: just long enough for each to show. */
  mutation: { accounts: 60, days: 120, checkInterval: 7, grid: 12 * HOUR, step: HOUR, trouble: 3, killShare: 0.1 },
  short: { accounts: 100, days: 182, checkInterval: 7, grid: 12 * HOUR, step: MINUTE, trouble: 1, killShare: 0.15 },
} as const satisfies Record<string, Size>;

export interface SimulationOptions extends Size {
  seed: string;
  /** Plants a bug between the services and what they act through. */
  plant?: (adapters: Adapters) => Adapters;
  onProgress?: (day: number) => void;
  /** Asked once a day: true ends the run before its time. */
  isEnough?: (oracle: Oracle) => boolean;
}

export interface SimulationResult {
  options: SimulationOptions;
  findings: readonly Finding[];
  tally: Tally;
  counts: DriverCounts;
  /** The whole history of the account with the first finding of its kind, by account number. */
  histories: ReadonlyMap<number, string>;
}

/** Accounts whose whole history is shown. */
const MOST_HISTORIES = 3;

/** Runs the real services through everything that the seed holds in store, and tells what the oracle saw. */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const { seed, accounts, days, trouble } = options;
  const world = await createWorld({ seed, accounts });
  try {
    const plan: Disturbance[] = planDisturbances({ seed, accounts, start: START, end: START + days * DAY, trouble });
    const oracle = new Oracle(world, new Circumstances(plan), options);
    const counts = await new Driver(world, plan, oracle, options).run();
    const { findings, tally } = oracle;
    return { options, findings, tally, counts, histories: historiesOf(findings, world, plan) };
  } finally {
    await world.close();
  }
}

/** One account for each kind of finding, the first that it met; the gravest kinds first. */
function historiesOf(
  findings: readonly Finding[],
  world: Parameters<typeof accountHistory>[0],
  plan: readonly Disturbance[],
): Map<number, string> {
  const firsts = FINDING_KINDS.flatMap(
    (kind) => findings.find((one) => one.kind === kind && one.account !== null) ?? [],
  );
  const accounts = [...new Set(firsts.map(({ account }) => account))].slice(0, MOST_HISTORIES);
  return new Map(
    accounts.flatMap((account) =>
      account === null ? [] : [[account, accountHistory(world, plan, findings, account)]],
    ),
  );
}
