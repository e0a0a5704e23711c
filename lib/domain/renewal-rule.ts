import type { TokenFacts } from "./account-facts";
import { after, DAY, elapsed, HOUR, LONG_LIVED_TOKEN_LIFE } from "./durations";

/** Milliseconds. Instagram refreshes a token that is at least this old (instagram-platform §4.1). */
export const INSTAGRAM_MINIMUM_AGE = 24 * HOUR;
/** Milliseconds. We wait an hour longer: what Instagram answers just below its limit is not documented. */
export const MINIMUM_AGE_TO_EXTEND = 25 * HOUR;
/** Milliseconds. A pasted token's life is assumed a day short, so that the guess errs on the safe side. */
export const ASSUMED_TOKEN_LIFE = LONG_LIVED_TOKEN_LIFE - DAY;
/** Milliseconds. No token of Instagram lives longer; a later expiry is an error in somebody's code. */
export const LONGEST_BELIEVABLE_LIFE = 90 * DAY;
/** Milliseconds. A token that lives shorter is a short-lived one and is never stored. */
export const SHORTEST_LONG_LIVED_LIFE = 1 * DAY;
/** Milliseconds. Two answers for the same expiry differ by the seconds between them. */
export const SAME_EXPIRY_TOLERANCE = 1 * HOUR;
/** Milliseconds. From here on a renewal is worth its call (design: "due when 30 days or less remain"). */
export const RENEWAL_WINDOW = 30 * DAY;

export type ExtendRefusal = "disconnected" | "dead" | "expired" | "too_young";
export type ExtendDecision = { allowed: true } | { allowed: false; refusal: ExtendRefusal; from: Date | null };

/** The instant from which the token is old enough to be extended. */
export function extendableFrom(issuedAt: Date): Date {
  return after(issuedAt, MINIMUM_AGE_TO_EXTEND);
}

/** When a token MAY be extended. `from` tells since when it will be allowed, if waiting helps. */
export function decideExtend(facts: TokenFacts, now: Date): ExtendDecision {
  if (facts.disconnectedAt !== null) return { allowed: false, refusal: "disconnected", from: null };
  if (facts.verdict === "dead") return { allowed: false, refusal: "dead", from: null };
  if (facts.expiresAt.getTime() <= now.getTime()) return { allowed: false, refusal: "expired", from: null };
  const from = extendableFrom(facts.issuedAt);
  if (now.getTime() < from.getTime()) return { allowed: false, refusal: "too_young", from };
  return { allowed: true };
}

/** The rows that {@link decideExtend} allows, as conditions on stored facts. */
export function extendablePredicate(now: Date) {
  return {
    disconnectedAt: null,
    OR: [{ verdict: null }, { verdict: { not: "dead" } }],
    expiresAt: { gt: now },
    issuedAt: { lte: after(now, -MINIMUM_AGE_TO_EXTEND) },
  };
}

export type RenewalOutcome = "extended" | "learned" | "unchanged";

/** What a refresh brought: a later expiry, the true one in place of a guess, or nothing. */
export function judgeRenewal(before: Date, beforeAssumed: boolean, expiresAt: Date): RenewalOutcome {
  if (elapsed(before, expiresAt) > SAME_EXPIRY_TOLERANCE) return "extended";
  return beforeAssumed ? "learned" : "unchanged";
}

export type StorableProblem = "blank_token" | "expiry_in_the_past" | "expiry_too_far";

/** Why a token must not be stored, or null. The last guard before the database, whatever the caller checked. */
export function storableProblem(token: string, expiresAt: Date, now: Date): StorableProblem | null {
  if (token.trim() === "") return "blank_token";
  const life = elapsed(now, expiresAt);
  if (!Number.isFinite(life) || life <= 0) return "expiry_in_the_past";
  if (life > LONGEST_BELIEVABLE_LIFE) return "expiry_too_far";
  return null;
}
