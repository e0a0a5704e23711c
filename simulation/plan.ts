import { DAY, HOUR, MINUTE, SECOND } from "@/lib/domain/durations";
import { DAMAGES, FAULT_KINDS, type FaultKind, REFUSALS, STRANGE_ANSWERS } from "@/simulator/fault-kinds";
import { DEFAULT_SWITCHES, type Switches } from "@/simulator/switches";
import { Chance } from "./chance";
import type { Disturbance } from "./disturbance";
import { EFFECTS, ILLNESSES, REVOCATIONS } from "./fault-effects";

export interface PlanOptions {
  seed: string;
  accounts: number;
  start: number;
  end: number;
  /** How many times as much goes wrong as in an ordinary world. */
  trouble: number;
}

/** Milliseconds. */
export const LONGEST_OUTAGE = 25 * DAY;
export const LONGEST_DOWNTIME = 20 * DAY;
const LONG_TROUBLE_INTERVAL = 170 * DAY;
export const CLOCK_JUMP = 1 * HOUR;

/** What Meta's own trouble looks like from outside. */
const OUTAGES = ["outage", "unknown_error", "html_502", "empty_body", "reset_before", "null_body"] as const;
const RATE_LIMITS = FAULT_KINDS.filter((kind) => EFFECTS[kind].isRateLimit) as [FaultKind, ...FaultKind[]];
const APP_FAULTS = ["app_disabled", "api_access_blocked", "capability_missing"] as const;
const LIES = FAULT_KINDS.filter((kind) => EFFECTS[kind].lies) as [FaultKind, ...FaultKind[]];
/** Rate limits of one account would pause all; they come for the whole app. */
const SINGLE_FAULTS = [...REFUSALS, ...STRANGE_ANSWERS, ...DAMAGES, "slow" as const].filter(
  (kind) => !EFFECTS[kind].isRateLimit || kind === "rate_limit_business",
) as [FaultKind, ...FaultKind[]];

/** Open questions about Instagram, answered differently for a while. */
const SWITCHED: [Partial<Switches>, ...Partial<Switches>[]] = [
  { refreshTokenString: "same" },
  { refreshTokenString: "same", refreshPermissions: true },
  { oldTokenAfterRefresh: "dead" },
  { subcodes: "facebook" },
  { meWrapped: true, meIdsAsNumbers: true },
  { refreshUnder24h: "error_100" },
  { usagePercent: 85 },
  { longLivedExpiresIn: (20 * DAY) / SECOND },
  { longLivedExpiresIn: (45 * DAY) / SECOND },
  { longLivedExpiresIn: DEFAULT_SWITCHES.longLivedExpiresIn - HOUR / SECOND },
];

/** Everything that will go wrong, in the order in which it begins; the same for the same seed. */
export function planDisturbances(options: PlanOptions): Disturbance[] {
  const plan = [...planInstagram(options), ...planServer(options), ...planAccounts(options)];
  return plan.sort((one, other) => one.at - other.at || one.until - other.until || (one.kind < other.kind ? -1 : 1));
}

function planInstagram({ seed, start, end, trouble }: PlanOptions): Disturbance[] {
  const chance = new Chance(`${seed} instagram`);
  const everyone = { kind: "answers" as const, account: null, endpoints: null };
  const plan: Disturbance[] = [];
  const times = (mean: number) => chance.arrivals(start, end, mean / trouble);
  const faults = inTurn(chance, FAULT_KINDS);
  const switches = inTurn(chance, SWITCHED);
  for (const at of longTroubles(chance, start, end)) {
    plan.push({ ...everyone, at, until: at + chance.between(10 * DAY, LONGEST_OUTAGE), fault: chance.pick(OUTAGES) });
  }
  for (const at of times(7 * DAY)) {
    plan.push({ ...everyone, at, until: at + chance.scaled(2 * MINUTE, 2 * DAY), fault: chance.pick(OUTAGES) });
  }
  for (const at of times(4 * DAY)) {
    const endpoints = chance.pick<("refresh" | "me")[] | null>([null, ["refresh"], ["me"]]);
    const until = at + chance.scaled(5 * MINUTE, 12 * HOUR);
    plan.push({ ...everyone, at, until, endpoints, fault: faults() });
  }
  for (const at of times(10 * DAY)) {
    plan.push({ ...everyone, at, until: at + chance.scaled(10 * MINUTE, 6 * HOUR), fault: chance.pick(RATE_LIMITS) });
  }
  for (const at of times(60 * DAY)) {
    plan.push({ ...everyone, at, until: at + chance.scaled(HOUR, 4 * DAY), fault: chance.pick(APP_FAULTS) });
  }
  // One change of Instagram's habits after the other, never two at once.
  for (let at = start; at < end; ) {
    at += chance.between(DAY, Math.round((14 * DAY) / trouble));
    const until = at + chance.between(2 * DAY, 8 * DAY);
    plan.push({ kind: "switches", at, until, change: switches() });
    at = until;
  }
  return plan;
}

/** One after the other in an order that chance has chosen, so that a long run meets all. */
function inTurn<Value>(chance: Chance, values: readonly Value[]): () => Value {
  const left: Value[] = [];
  return () => {
    if (left.length === 0) left.push(...values);
    const [next] = left.splice(chance.between(0, left.length - 1), 1);
    return next as Value;
  };
}

/** At least one in every run, whatever the seed. */
function longTroubles(chance: Chance, start: number, end: number): number[] {
  const instants: number[] = [];
  for (let from = start; from < end; from += LONG_TROUBLE_INTERVAL) {
    instants.push(from + chance.between(5 * DAY, LONG_TROUBLE_INTERVAL - LONGEST_OUTAGE));
  }
  return instants.filter((at) => at < end - DAY);
}

function planServer({ seed, start, end }: PlanOptions): Disturbance[] {
  const chance = new Chance(`${seed} server`);
  const plan: Disturbance[] = [];
  for (const at of longTroubles(chance, start, end)) {
    plan.push({ kind: "downtime", at, until: at + chance.between(5 * DAY, LONGEST_DOWNTIME) });
  }
  for (const at of chance.arrivals(start, end, 12 * DAY)) {
    plan.push({ kind: "downtime", at, until: at + chance.scaled(5 * MINUTE, 2 * DAY) });
  }
  for (const at of chance.arrivals(start, end, 10 * DAY)) {
    plan.push({ kind: "schedulers", at, until: at + chance.scaled(HOUR, 8 * DAY), count: chance.between(2, 3) });
  }
  for (const at of chance.arrivals(start, end, 15 * DAY)) {
    const by = chance.pick([-CLOCK_JUMP, CLOCK_JUMP]);
    plan.push({ kind: "clock_jump", at, until: at + chance.scaled(10 * MINUTE, 5 * DAY), by });
  }
  return plan;
}

function planAccounts({ seed, accounts, start, end, trouble }: PlanOptions): Disturbance[] {
  const plan: Disturbance[] = [];
  for (let account = 0; account < accounts; account += 1) {
    const chance = new Chance(`${seed} account ${account}`);
    const times = (mean: number) => chance.arrivals(start, end, mean / trouble);
    for (const at of times(100 * DAY)) {
      const until = at + chance.scaled(10 * MINUTE, 3 * DAY);
      const endpoints = chance.pick<("refresh" | "me")[] | null>([null, ["refresh"]]);
      plan.push({ kind: "answers", at, until, account, endpoints, fault: chance.pick(SINGLE_FAULTS) });
    }
    for (const at of times(100 * DAY)) {
      const until = at + 2 * DAY;
      plan.push({ kind: "answers", at, until, account, endpoints: null, fault: chance.pick(LIES), times: 1 });
    }
    for (const at of times(150 * DAY)) {
      plan.push({ kind: "spoiled_tokens", at, until: at + chance.between(HOUR, 10 * DAY), account });
    }
    for (const at of times(250 * DAY)) {
      const until = at + chance.scaled(HOUR, 20 * DAY);
      plan.push({ kind: "illness", at, until, account, fault: chance.pick(ILLNESSES) });
    }
    for (const at of times(400 * DAY)) {
      plan.push({ kind: "revocation", at, until: at, account, fault: chance.pick(REVOCATIONS) });
    }
  }
  return plan;
}
