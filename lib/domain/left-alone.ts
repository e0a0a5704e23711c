import type { TokenFacts } from "./account-facts";
import { after, DAY } from "./durations";

/** Milliseconds. What ends within this time, and is left alone, is named above the list. */
export const BREAKS_SOON = 7 * DAY;

type Facts = Pick<TokenFacts, "autoRenew" | "failedAttempts" | "verdict" | "suspectedAt">;

/** True when nothing will renew the token by itself, or what tried has failed. */
export function isLeftAlone(facts: Facts): boolean {
  return !facts.autoRenew || facts.failedAttempts > 0 || facts.verdict !== null || facts.suspectedAt !== null;
}

/** True for a token that still lives, ends within {@link BREAKS_SOON}, and is left alone. */
export function breaksSoon(facts: Facts & Pick<TokenFacts, "expiresAt">, now: Date): boolean {
  const ends = facts.expiresAt.getTime();
  if (facts.verdict === "dead" || ends <= now.getTime()) return false;
  return ends <= after(now, BREAKS_SOON).getTime() && isLeftAlone(facts);
}

/** The connected rows for which {@link breaksSoon} holds, as conditions on stored facts. */
export function breaksSoonPredicate(now: Date) {
  return {
    expiresAt: { gt: now, lte: after(now, BREAKS_SOON) },
    AND: [
      { OR: [{ verdict: null }, { verdict: { not: "dead" } }] },
      {
        OR: [
          { autoRenew: false },
          { failedAttempts: { gt: 0 } },
          { verdict: { not: null } },
          { suspectedAt: { not: null } },
        ],
      },
    ],
  };
}
