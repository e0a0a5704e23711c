import type { TokenFacts } from "./account-facts";
import { failureSentence } from "./failure-sentence";
import { decideExtend, worthExtendingFrom } from "./renewal-rule";

/** The second axis. Renewal by hand only, until the scheduler drives it: nothing here promises a run by itself. */
export type RenewalState = "off" | "failing" | "too_young" | "by_hand";

export interface RenewalStatus {
  state: RenewalState;
  text: string;
  /** The instant that matters next: from when Extend works, or until when it should be pressed. */
  at: Date | null;
  /** How `at` is introduced: "from", "worth it from", "works until" … Empty when there is no `at`. */
  lead: string;
}

export const RENEWAL_TEXT: Record<RenewalState, string> = {
  off: "Off",
  failing: "Failing",
  too_young: "Too young",
  by_hand: "By hand",
};

export function renewalStatus(facts: TokenFacts, now: Date): RenewalStatus {
  const decision = decideExtend(facts, now);
  const named = (state: RenewalState, lead: string, at: Date | null): RenewalStatus => ({
    state,
    text: RENEWAL_TEXT[state],
    lead,
    at,
  });
  if (!decision.allowed) {
    if (decision.refusal === "too_young") return named("too_young", "can be extended from", decision.from);
    return named("off", offReason(facts, decision.refusal), null);
  }
  if (facts.failedAttempts > 0) return named("failing", "last try failed; works until", facts.expiresAt);
  const worthFrom = worthExtendingFrom(facts);
  if (worthFrom.getTime() <= now.getTime()) {
    return facts.expiryAssumed
      ? named("by_hand", "extend once to learn the true expiry", null)
      : named("by_hand", "extend before", facts.expiresAt);
  }
  return named("by_hand", "best extended from", worthFrom);
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
