import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyFacts, NOW, tokenFacts } from "@/lib/test/facts";
import { matches } from "@/lib/test/predicate";
import type { TokenFacts } from "./account-facts";
import { ALL_WELL, type AppCondition } from "./app-condition";
import { DAY, HOUR, MINUTE, after as plus } from "./durations";
import { decideExtend, RENEWAL_WINDOW } from "./renewal-rule";
import { nextAttemptAt, renewalJitter } from "./renewal-schedule";
import { failingPredicate, isFailing, RENEWAL_TEXT, type RenewalState, renewalStatus } from "./renewal-status";

const ID = "account-of-the-table";
const facts = (change: Partial<TokenFacts> = {}) => ({ ...tokenFacts(change), id: ID });
const { expiresAt } = facts();
/** With this much life left the renewal is due at this very moment. */
const DUE = RENEWAL_WINDOW + renewalJitter(ID);
const failed = (times: number, ago: number): Partial<TokenFacts> => ({
  failedAttempts: times,
  lastFailedAt: plus(NOW, -ago),
  failureKind: "transient",
  failureReason: "outage",
  expiresAt: plus(NOW, 20 * DAY),
});
const suspected = (ago: number): Partial<TokenFacts> => ({
  suspectedAt: plus(NOW, -ago),
  suspectedReason: "password_changed",
});
const fault = (change: Partial<AppCondition> = {}): AppCondition => ({
  ...ALL_WELL,
  faultSince: plus(NOW, -HOUR),
  faultKind: "permission",
  faultProbeAt: plus(NOW, 10 * MINUTE),
  ...change,
});
const paused = (length: number): AppCondition => ({ ...ALL_WELL, pausedUntil: plus(NOW, length) });
const soonDue = { expiresAt: plus(NOW, DUE + HOUR) };
const lateLife = plus(NOW, 20 * DAY);

interface Row {
  change?: Partial<TokenFacts>;
  app?: AppCondition;
  state: RenewalState;
  lead: string;
  at?: Date | null;
  until?: Date;
}

const retryOf = (change: Partial<TokenFacts>) => nextAttemptAt(facts(change), NOW);

const TABLE: [string, Row][] = [
  ["a long life", { state: "on", lead: "next renewal", at: plus(expiresAt, -DUE) }],
  [
    "a millisecond before it is due",
    { change: { expiresAt: plus(NOW, DUE + 1) }, state: "on", lead: "next renewal", at: plus(NOW, 1) },
  ],
  ["the moment it is due", { change: { expiresAt: plus(NOW, DUE) }, state: "on", lead: "due now" }],
  ["overdue by days", { change: { expiresAt: plus(NOW, DAY) }, state: "on", lead: "due now" }],
  ["a guessed expiry", { change: { expiryAssumed: true }, state: "on", lead: "due now" }],
  [
    "an age of an hour",
    {
      change: { issuedAt: plus(NOW, -HOUR) },
      state: "too_young",
      lead: "can be extended from",
      at: plus(NOW, 24 * HOUR),
    },
  ],
  [
    "an age of 25 hours less a millisecond",
    {
      change: { issuedAt: plus(NOW, 1 - 25 * HOUR) },
      state: "too_young",
      lead: "can be extended from",
      at: plus(NOW, 1),
    },
  ],
  [
    "an age of 25 hours",
    { change: { issuedAt: plus(NOW, -25 * HOUR) }, state: "on", lead: "next renewal", at: plus(expiresAt, -DUE) },
  ],
  ["renewal switched off", { change: { autoRenew: false }, state: "off", lead: "switched off" }],
  [
    "renewal switched off while it failed",
    { change: { ...failed(3, HOUR), autoRenew: false }, state: "off", lead: "switched off" },
  ],
  [
    "renewal switched off while too young",
    { change: { autoRenew: false, issuedAt: NOW }, state: "off", lead: "switched off" },
  ],
  [
    "one failed try",
    {
      change: failed(1, MINUTE),
      state: "failing",
      lead: "1 try; next",
      at: retryOf(failed(1, MINUTE)),
      until: lateLife,
    },
  ],
  [
    "three failed tries",
    { change: failed(3, HOUR), state: "failing", lead: "3 tries; next", at: retryOf(failed(3, HOUR)), until: lateLife },
  ],
  [
    "a failed try whose wait is over",
    { change: failed(1, HOUR), state: "failing", lead: "1 try; next now", until: lateLife },
  ],
  [
    "a suspected death",
    {
      change: suspected(MINUTE),
      state: "failing",
      lead: "Instagram refuses the token; looking again",
      at: plus(NOW, 4 * MINUTE),
    },
  ],
  [
    "a suspected death that is to be looked at now",
    { change: suspected(5 * MINUTE), state: "failing", lead: "Instagram refuses the token; looking again now" },
  ],
  [
    "a suspected death of one that is switched off",
    { change: { ...suspected(MINUTE), autoRenew: false }, state: "off", lead: "switched off" },
  ],
  [
    "a pause, and due before its end",
    { change: soonDue, app: paused(HOUR), state: "paused", lead: "too many calls; goes on", at: plus(NOW, HOUR) },
  ],
  [
    "a pause, and due after its end",
    { change: soonDue, app: paused(HOUR - 1), state: "on", lead: "next renewal", at: plus(NOW, HOUR) },
  ],
  [
    "a pause that has just ended",
    { change: { expiresAt: plus(NOW, DUE) }, app: paused(0), state: "on", lead: "due now" },
  ],
  [
    "a pause while it fails",
    {
      change: failed(1, HOUR),
      app: paused(HOUR),
      state: "paused",
      lead: "too many calls; goes on",
      at: plus(NOW, HOUR),
    },
  ],
  [
    "a fault of the app, and due",
    {
      change: { expiresAt: plus(NOW, DUE) },
      app: fault(),
      state: "paused",
      lead: "the Meta app is in trouble; asking again",
      at: plus(NOW, 10 * MINUTE),
    },
  ],
  [
    "a fault of the app, and failing",
    {
      change: failed(1, MINUTE),
      app: fault(),
      state: "paused",
      lead: "the Meta app is in trouble; asking again",
      at: plus(NOW, 10 * MINUTE),
    },
  ],
  [
    "a fault of the app that is asked about now",
    {
      change: failed(1, MINUTE),
      app: fault({ faultProbeAt: NOW }),
      state: "paused",
      lead: "the Meta app is in trouble; asking again now",
    },
  ],
  ["a fault of the app, and not due", { app: fault(), state: "on", lead: "next renewal", at: plus(expiresAt, -DUE) }],
  ["a passed expiry", { change: { expiresAt: NOW }, state: "off", lead: "the token has expired" }],
  ["a disconnected account", { change: { disconnectedAt: NOW }, state: "off", lead: "disconnected" }],
  ["a death without a reason", { change: { verdict: "dead" }, state: "off", lead: "the token is dead" }],
  [
    "a death by password",
    {
      change: { verdict: "dead", verdictReason: "password_changed" },
      state: "off",
      lead: "the account's password was changed, or Instagram reset its sessions",
    },
  ],
  [
    "a death that Instagram is named for",
    {
      change: { verdict: "dead", verdictReason: "session_invalid" },
      state: "off",
      lead: "Instagram says the token is no longer valid",
    },
  ],
];

describe("the renewal of a token", () => {
  test.each(TABLE)("with %s", (_, { change, app, state, lead, at = null, until = null }) => {
    expect(renewalStatus(facts(change), NOW, app)).toEqual({ state, text: RENEWAL_TEXT[state], lead, at, until });
  });

  test("is off or too young wherever Extend is refused, and never speaks of an instant that has passed", () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(ALL_WELL, fault(), paused(DAY)), (some, app) => {
        const { state, lead, at } = renewalStatus({ ...some, id: ID }, NOW, app);
        const decision = decideExtend(some, NOW);
        if (!decision.allowed && decision.refusal !== "too_young") expect(state).toBe("off");
        if (state === "too_young") expect(decision).toMatchObject({ refusal: "too_young" });
        expect(lead).not.toBe("");
        expect(at === null || at.getTime() > NOW.getTime()).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

test("the filter finds exactly what fails and lives", () => {
  fc.assert(
    fc.property(anyFacts, fc.boolean(), (some, isSuspected) => {
      const row = { ...some, suspectedAt: isSuspected ? NOW : null };
      expect(matches(failingPredicate(NOW), { ...row })).toBe(isFailing(row, NOW));
    }),
    { numRuns: 300 },
  );
});
