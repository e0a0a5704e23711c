import fc from "fast-check";
import { expect, test } from "vitest";
import { anyFacts, NOW, tokenFacts } from "@/lib/test/facts";
import type { TokenFacts } from "./account-facts";
import { DAY, HOUR, after as plus } from "./durations";
import { decideExtend } from "./renewal-rule";
import { RENEWAL_TEXT, type RenewalState, renewalStatus } from "./renewal-status";

const expiresAt = tokenFacts().expiresAt;

test.each<[string, Partial<TokenFacts>, RenewalState, string, Date | null]>([
  ["a long life", {}, "by_hand", "best extended from", plus(NOW, 20 * DAY)],
  [
    "a millisecond more than 30 days",
    { expiresAt: plus(NOW, 30 * DAY + 1) },
    "by_hand",
    "best extended from",
    plus(NOW, 1),
  ],
  ["30 days exactly", { expiresAt: plus(NOW, 30 * DAY) }, "by_hand", "extend before", plus(NOW, 30 * DAY)],
  ["a guessed expiry", { expiryAssumed: true }, "by_hand", "extend once to learn the true expiry", null],
  ["an age of an hour", { issuedAt: plus(NOW, -HOUR) }, "too_young", "can be extended from", plus(NOW, 24 * HOUR)],
  ["a failed try", { failedAttempts: 1 }, "failing", "last try failed; works until", expiresAt],
  [
    "a failed try while too young",
    { failedAttempts: 1, issuedAt: NOW },
    "too_young",
    "can be extended from",
    plus(NOW, 25 * HOUR),
  ],
  ["a passed expiry", { expiresAt: NOW }, "off", "the token has expired", null],
  ["a disconnected account", { disconnectedAt: NOW }, "off", "disconnected", null],
  ["a death without a reason", { verdict: "dead" }, "off", "the token is dead", null],
  [
    "a death by password",
    { verdict: "dead", verdictReason: "password_changed" },
    "off",
    "the account's password was changed, or Instagram reset its sessions",
    null,
  ],
  [
    "a death that Instagram is named for",
    { verdict: "dead", verdictReason: "session_invalid" },
    "off",
    "Instagram says the token is no longer valid",
    null,
  ],
])("the renewal of a token with %s", (_, change, state, lead, at) => {
  expect(renewalStatus(tokenFacts(change), NOW)).toEqual({ state, text: RENEWAL_TEXT[state], lead, at });
});

test("is off or too young exactly when Extend is refused", () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const { state, lead } = renewalStatus(facts, NOW);
      const decision = decideExtend(facts, NOW);
      expect(state === "by_hand" || state === "failing").toBe(decision.allowed);
      expect(state === "too_young").toBe(!decision.allowed && decision.refusal === "too_young");
      expect(lead).not.toBe("");
    }),
    { numRuns: 300 },
  );
});
