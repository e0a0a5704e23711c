import { MINUTE } from "@/lib/domain/durations";
import { ACCOUNT_BUGS } from "./bugs/account-bugs";
import type { Bug } from "./bugs/bug";
import { CONCURRENCY_BUGS } from "./bugs/concurrency-bugs";
import { INSTAGRAM_BUGS } from "./bugs/instagram-bugs";
import type { Oracle } from "./oracle";
import { assertedFigures, MOST_NEEDLESS } from "./report";
import { SIZES, type SimulationResult, simulate } from "./simulation";

/** Known ways of losing tokens. With any of them planted, the simulation must fail. */
export const BUGS: Readonly<Record<string, Bug>> = { ...CONCURRENCY_BUGS, ...ACCOUNT_BUGS, ...INSTAGRAM_BUGS };

/** Needless calls beyond the bound: so many are no accident. */
const ENOUGH = 5;

export interface Mutation {
  name: string;
  caught: boolean;
  /** The figures that were not met. */
  notMet: string[];
  result: SimulationResult;
}

/** Runs a small world with a bug in it. */
export async function mutate(name: string, bug: Bug, seed: string): Promise<Mutation> {
  const isEnough = ({ findings, ledger }: Oracle): boolean => {
    const count = findings.filter(({ kind }) => kind === bug.caughtBy).length;
    return bug.caughtBy === "needless_refresh" ? count > MOST_NEEDLESS * ledger.calls + ENOUGH : count > 0;
  };
  const result = await simulate({
    ...SIZES.mutation,
    ...(bug.needsMinutes ? { step: MINUTE } : {}),
    seed,
    plant: bug.plant(),
    isEnough,
  });
  const failed = assertedFigures(result).filter(({ met }) => !met);
  const notMet = failed.map(({ name: figure, measured }) => `${figure}: ${measured}`);
  return { name, caught: failed.some(({ kind }) => kind === bug.caughtBy), notMet, result };
}
