import type { TokenFacts } from "./account-facts";
import { ALL_WELL, type AppCondition, isPaused } from "./app-condition";
import { counted } from "./date-text";
import { nextProbeAt } from "./death-rule";
import { failureSentence } from "./failure-sentence";
import { decideExtend } from "./renewal-rule";
import { nextAttemptAt } from "./renewal-schedule";

/** The second axis: what renewal does by itself. */
export type RenewalState = "on" | "too_young" | "failing" | "paused" | "off";

export interface RenewalStatus {
  state: RenewalState;
  text: string;
  /** The instant that matters next: the next renewal or try, from when Extend works, or the end of a pause. */
  at: Date | null;
  /** How `at` is introduced: "next renewal", "next try" … Empty when there is nothing to say. */
  lead: string;
  /** While it fails: how long the token still works without a renewal. */
  until: Date | null;
}

export const RENEWAL_TEXT: Record<RenewalState, string> = {
  on: "On",
  too_young: "Too young",
  failing: "Failing",
  paused: "Paused",
  off: "Off",
};

type Facts = TokenFacts & { id: string };

/** @param app - what holds for all accounts at once. */
export function renewalStatus(facts: Facts, now: Date, app: AppCondition = ALL_WELL): RenewalStatus {
  const named = (state: RenewalState, lead: string, at: Date | null = null): RenewalStatus => {
    // What should have happened already happens with the scheduler's next run.
    const passed = at !== null && at.getTime() <= now.getTime();
    return {
      state,
      text: RENEWAL_TEXT[state],
      lead: passed ? `${lead} now` : lead,
      at: passed ? null : at,
      until: null,
    };
  };
  const decision = decideExtend(facts, now);
  if (!decision.allowed && decision.refusal !== "too_young") return named("off", offReason(facts, decision.refusal));
  if (!facts.autoRenew) return named("off", "switched off");
  const probeAt = nextProbeAt(facts);
  if (probeAt !== null) return named("failing", "Instagram refuses the token; looking again", probeAt);
  const next = nextAttemptAt(facts, now);
  const overdue = next !== null && next.getTime() <= now.getTime();
  if (app.faultSince !== null && (overdue || facts.failedAttempts > 0)) {
    return named("paused", "the Meta app is in trouble; asking again", app.faultProbeAt);
  }
  const { pausedUntil } = app;
  if (isPaused(app, now) && pausedUntil !== null && next !== null && next.getTime() <= pausedUntil.getTime()) {
    return named("paused", "too many calls; goes on", pausedUntil);
  }
  if (facts.failedAttempts > 0) {
    const failing = named("failing", `${counted(facts.failedAttempts, "try", "tries")}; next`, next);
    return { ...failing, until: facts.expiresAt };
  }
  if (!decision.allowed) return named("too_young", "can be extended from", decision.from);
  return overdue ? named("on", "due now") : named("on", "next renewal", next);
}

/** True for a token that lives and whose last renewal failed, or that Instagram refuses without being believed yet. */
export function isFailing(facts: Pick<TokenFacts, FailingFact>, now: Date): boolean {
  if (facts.verdict === "dead" || facts.expiresAt.getTime() <= now.getTime()) return false;
  return facts.failedAttempts > 0 || facts.suspectedAt !== null;
}

type FailingFact = "verdict" | "expiresAt" | "failedAttempts" | "suspectedAt";

/** The connected rows for which {@link isFailing} holds, as conditions on stored facts. */
export function failingPredicate(now: Date) {
  return {
    expiresAt: { gt: now },
    AND: [
      { OR: [{ verdict: null }, { verdict: { not: "dead" } }] },
      { OR: [{ failedAttempts: { gt: 0 } }, { suspectedAt: { not: null } }] },
    ],
  };
}

function offReason(facts: TokenFacts, refusal: "disconnected" | "dead" | "expired"): string {
  if (refusal === "disconnected") return "disconnected";
  if (refusal === "expired") return "the token has expired";
  return facts.verdictReason === null ? "the token is dead" : lowerFirst(failureSentence(facts.verdictReason).what);
}

function lowerFirst(sentence: string): string {
  const text = sentence.replace(/\.$/, "");
  return text.startsWith("Instagram") ? text : text.charAt(0).toLowerCase() + text.slice(1);
}
