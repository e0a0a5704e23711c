import type { TokenFacts, Verdict } from "./account-facts";
import { type DeathDecision, judgeDeath } from "./death-rule";
import type { FailureKind, InstagramFailure } from "./instagram-failure";
import type { RenewalOutcome } from "./renewal-rule";

/** How Instagram answered, as app-wide faults are seen by it. */
export type LastAnswer = "works" | FailureKind;

/** What one answer of Instagram changes in the stored facts. */
export type FactsChange = Partial<TokenFacts> & { lastAnswer?: LastAnswer; lastAnsweredAt?: Date };

export const NO_SUSPICION = { suspectedAt: null, suspectedReason: null, suspicionProbes: 0 } as const;
export const NO_FAILURES = {
  lastFailedAt: null,
  failedAttempts: 0,
  failureKind: null,
  failureReason: null,
  failingSince: null,
  failingToldAt: null,
} as const;
export const NO_VERDICT = { verdict: null, verdictReason: null, verdictAt: null } as const;

/** What a token that has just come from Instagram makes of an account: nothing speaks against it. */
export const CLEARED_FAILURES = { ...NO_VERDICT, ...NO_FAILURES, ...NO_SUSPICION } as const;

/** What a refresh that brought a token changes; an expiry that stays as it was counts as a failed attempt. */
export function renewalSucceeded(facts: TokenFacts, outcome: RenewalOutcome, expiresAt: Date, now: Date): FactsChange {
  const answered = { lastAnswer: "works" as const, lastAnsweredAt: now, expiresAt, expiryAssumed: false };
  if (outcome === "unchanged") {
    return {
      ...answered,
      ...NO_VERDICT,
      ...NO_SUSPICION,
      ...failedAgain(facts, { kind: "unexpected", reason: "expiry_unchanged" }, now),
    };
  }
  const issued = outcome === "extended" ? { issuedAt: now, issuedAtAssumed: false } : {};
  return { ...answered, ...issued, ...CLEARED_FAILURES, lastRenewedAt: now };
}

/** What a failed refresh changes. `keepVerdict`: the app is in trouble, so nothing is said about the account. */
export function renewalFailed(
  facts: TokenFacts,
  failure: InstagramFailure,
  now: Date,
  keepVerdict = false,
): { change: FactsChange; death: DeathDecision | null } {
  const answered = { lastAnswer: failure.kind, lastAnsweredAt: now };
  // Too many calls says nothing about the account: the whole app waits.
  if (failure.kind === "rate_limited" && failure.reason === "rate_limited") return { change: answered, death: null };
  const judged = keepVerdict ? NOTHING_JUDGED : judge(facts, failure, false, now);
  return { change: { ...answered, ...failedAgain(facts, failure, now), ...judged.change }, death: judged.death };
}

/**
 * What a look at `/me` that worked changes: the token lives, whatever was thought of it. Renewals that waited for the end
 * of a problem wait no longer.
 */
export function checkWorked(facts: TokenFacts, now: Date): FactsChange {
  const mended = facts.verdict === null ? {} : NO_FAILURES;
  return { lastAnswer: "works", lastAnsweredAt: now, ...NO_VERDICT, ...NO_SUSPICION, ...mended };
}

/** What a look at `/me` that failed changes. */
export function checkFailed(
  facts: TokenFacts,
  failure: InstagramFailure,
  now: Date,
  keepVerdict = false,
): { change: FactsChange; death: DeathDecision | null } {
  const judged = keepVerdict ? NOTHING_JUDGED : judge(facts, failure, true, now);
  return { change: { lastAnswer: failure.kind, lastAnsweredAt: now, ...judged.change }, death: judged.death };
}

const NOTHING_JUDGED: { change: FactsChange; death: DeathDecision | null } = { change: {}, death: null };

function failedAgain(facts: TokenFacts, { kind, reason }: Pick<InstagramFailure, "kind" | "reason">, now: Date) {
  return {
    lastFailedAt: now,
    failedAttempts: facts.failedAttempts + 1,
    failureKind: kind,
    failureReason: reason,
    failingSince: facts.failingSince ?? now,
  };
}

/** Only the closed list of dead answers ends a token, and only when looks at `/me` agree; the rest proves nothing. */
function judge(
  facts: TokenFacts,
  failure: InstagramFailure,
  isProbe: boolean,
  now: Date,
): { change: FactsChange; death: DeathDecision | null } {
  const { kind, reason } = failure;
  // Once believed, only an answer that works takes a death back.
  if (facts.verdict === "dead") return NOTHING_JUDGED;
  if (kind === "action_needed" || kind === "permission") {
    return { change: { ...verdict(facts, kind, failure, now), ...NO_SUSPICION }, death: null };
  }
  if (kind !== "dead") return NOTHING_JUDGED;
  const death = judgeDeath(facts, reason, isProbe, now);
  switch (death.kind) {
    case "believed":
      return { change: { ...verdict(facts, "dead", failure, now), ...NO_SUSPICION }, death };
    case "suspected": {
      const { suspectedAt, probes: suspicionProbes } = death;
      const suspectedReason = facts.suspectedReason ?? reason;
      return { change: { suspectedAt, suspectedReason, suspicionProbes }, death };
    }
    case "too_early":
      return { change: {}, death };
  }
}

/** `verdictAt` tells since when: it moves with the verdict, not with every answer that repeats it. */
function verdict(facts: TokenFacts, kind: Verdict, { reason }: InstagramFailure, now: Date): FactsChange {
  const verdictAt = facts.verdict === kind ? facts.verdictAt : now;
  return { verdict: kind, verdictReason: reason, verdictAt };
}
