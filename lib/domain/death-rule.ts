import type { TokenFacts } from "./account-facts";
import { after, elapsed, HOUR, MINUTE } from "./durations";
import type { FailureReason } from "./instagram-failure";

export interface DeathProbes {
  /** Looks at `/me` that must say the same after the first answer. */
  needed: number;
  /** Milliseconds between them, at least. */
  spacing: number;
}

const CLEAR: DeathProbes = { needed: 1, spacing: 5 * MINUTE };
const VAGUE: DeathProbes = { needed: 3, spacing: HOUR };

/**
 * The closed list of answers that may end a token, and how often each must be repeated before it is believed: a wrong
 * verdict costs a person a reconnect (instagram-platform §6.3, "Confirm death before acting").
 */
export const DEATH_PROBES: Partial<Record<FailureReason, DeathProbes>> = {
  expired: CLEAR,
  password_changed: CLEAR,
  app_removed: CLEAR,
  token_invalid: CLEAR,
  // 190 without a clear text; it was seen to lie.
  session_invalid: VAGUE,
};

export type DeathDecision =
  | { kind: "suspected"; suspectedAt: Date; probes: number; lookAgainAt: Date }
  | { kind: "too_early"; lookAgainAt: Date }
  | { kind: "believed" };

type Suspicion = Pick<TokenFacts, "suspectedAt" | "suspectedReason" | "suspicionProbes">;

/** What another answer that calls the token dead comes to. `isProbe`: it was `/me` that said so. */
export function judgeDeath(facts: Suspicion, reason: FailureReason, isProbe: boolean, now: Date): DeathDecision {
  const { needed, spacing } = strictest(reason, facts.suspectedReason ?? reason);
  const { suspectedAt, suspicionProbes } = facts;
  if (suspectedAt === null) {
    return { kind: "suspected", suspectedAt: now, probes: 0, lookAgainAt: after(now, spacing) };
  }
  const lookAgainAt = after(suspectedAt, spacing * (suspicionProbes + 1));
  if (!isProbe || elapsed(lookAgainAt, now) < 0) return { kind: "too_early", lookAgainAt };
  const probes = suspicionProbes + 1;
  if (probes >= needed) return { kind: "believed" };
  // Counted from this look, so that looks stay a whole spacing apart after a pause of ours.
  const begin = after(now, -spacing * probes);
  return { kind: "suspected", suspectedAt: begin, probes, lookAgainAt: after(now, spacing) };
}

/** Of two answers the one that proves less sets the pace. */
function strictest(one: FailureReason, other: FailureReason): DeathProbes {
  const [first, second] = [DEATH_PROBES[one] ?? VAGUE, DEATH_PROBES[other] ?? VAGUE];
  return first.needed >= second.needed ? first : second;
}

/** When the next look is due, or null while nothing is suspected. */
export function nextProbeAt(facts: Suspicion): Date | null {
  if (facts.suspectedAt === null) return null;
  const { spacing } = (facts.suspectedReason === null ? null : DEATH_PROBES[facts.suspectedReason]) ?? VAGUE;
  return after(facts.suspectedAt, spacing * (facts.suspicionProbes + 1));
}
