import { expect, test } from "vitest";
import { accountFacts } from "@/lib/test/account-facts";
import { NOW } from "@/lib/test/facts";
import { DEATH_PROBES, judgeDeath, nextProbeAt } from "./death-rule";
import { after, HOUR, MINUTE } from "./durations";
import type { FailureReason } from "./instagram-failure";

const suspected = (reason: FailureReason, probes: number, agoMillis: number) =>
  accountFacts({ suspectedAt: after(NOW, -agoMillis), suspectedReason: reason, suspicionProbes: probes });

test("the first dead answer is never believed, whatever its text", () => {
  for (const reason of Object.keys(DEATH_PROBES) as FailureReason[]) {
    const decision = judgeDeath(accountFacts(), reason, true, NOW);
    expect(decision).toMatchObject({ kind: "suspected", probes: 0, suspectedAt: NOW });
  }
});

test.each<[string, FailureReason, number, number, boolean, string]>([
  ["a clear text, a millisecond before five minutes", "password_changed", 0, 5 * MINUTE - 1, true, "too_early"],
  ["a clear text, after five minutes", "password_changed", 0, 5 * MINUTE, true, "believed"],
  ["a clear text, repeated by a refresh and not by /me", "password_changed", 0, 5 * MINUTE, false, "too_early"],
  ["a vague text, a millisecond before an hour", "session_invalid", 0, HOUR - 1, true, "too_early"],
  ["a vague text, the first look", "session_invalid", 0, HOUR, true, "suspected"],
  ["a vague text, the second look", "session_invalid", 1, 2 * HOUR, true, "suspected"],
  ["a vague text, the third look, too early", "session_invalid", 2, 3 * HOUR - 1, true, "too_early"],
  ["a vague text, the third look", "session_invalid", 2, 3 * HOUR, true, "believed"],
])("%s", (_name, reason, probes, ago, isProbe, kind) => {
  expect(judgeDeath(suspected(reason, probes, ago), reason, isProbe, NOW).kind).toBe(kind);
});

test.each<[FailureReason, FailureReason]>([
  ["session_invalid", "password_changed"],
  ["password_changed", "session_invalid"],
])("a suspicion by %s is not settled by one look that says %s", (first, second) => {
  expect(judgeDeath(suspected(first, 0, HOUR), second, true, NOW).kind).toBe("suspected");
});

test("looks stay a whole spacing apart after a pause of ours", () => {
  const decision = judgeDeath(suspected("session_invalid", 0, 30 * HOUR), "session_invalid", true, NOW);
  expect(decision).toMatchObject({ kind: "suspected", probes: 1, lookAgainAt: after(NOW, HOUR) });
  if (decision.kind !== "suspected") return;
  const { suspectedAt, probes: suspicionProbes } = decision;
  const next = nextProbeAt({ suspectedAt, suspicionProbes, suspectedReason: "session_invalid" });
  expect(next).toEqual(after(NOW, HOUR));
});

test("nothing is looked into without a suspicion", () => {
  expect(nextProbeAt(accountFacts())).toBeNull();
});
