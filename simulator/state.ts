import type { CallLog, LoggedCall, Stats } from "./call-log";
import type { ClockState } from "./clock";
import type { Fault } from "./faults";
import { type Account, tokensOf } from "./store";
import type { Switches } from "./switches";
import { judgeToken } from "./tokens";
import type { World } from "./world";

/** The account's newest token, without its string. */
export interface TokenSummary {
  kind: "short" | "long";
  scopes: string[];
  issuedAt: number;
  expiresAt: number;
  accepted: boolean;
  /** Why Instagram would refuse it, or null. */
  refusal: { code: number; message: string } | null;
}

export interface AccountSummary extends Account {
  tokens: number;
  newestToken: TokenSummary | null;
}

export interface SimulatorState {
  app: { name: string; clientId: string; redirectUris: string[] };
  clock: ClockState & { now: number };
  accounts: AccountSummary[];
  faults: Fault[];
  switches: Switches;
  stats: Stats;
  recentCalls: LoggedCall[];
}

export function summarize(world: World, account: Account): AccountSummary {
  const tokens = tokensOf(world.store, account);
  const newest = tokens.at(-1);
  if (newest === undefined) return { ...account, tokens: 0, newestToken: null };
  const verdict = judgeToken(world, newest.token);
  const { kind, scopes, issuedAt, expiresAt } = newest;
  return {
    ...account,
    tokens: tokens.length,
    newestToken: {
      kind,
      scopes: [...scopes],
      issuedAt,
      expiresAt,
      accepted: verdict.ok,
      refusal: verdict.ok ? null : { code: verdict.failure.code, message: verdict.failure.message },
    },
  };
}

/** Everything a person or a test may want to look at, without secrets. */
export function describeState(world: World, calls: CallLog): SimulatorState {
  const { name, clientId, redirectUris } = world.app;
  return {
    app: { name, clientId, redirectUris: [...redirectUris] },
    clock: { ...world.clock.state(), now: world.clock.now() },
    accounts: [...world.store.accounts.values()].map((account) => summarize(world, account)),
    faults: world.store.faults.map((fault) => ({ ...fault })),
    switches: { ...world.switches },
    stats: calls.stats(),
    recentCalls: calls.recent(),
  };
}
