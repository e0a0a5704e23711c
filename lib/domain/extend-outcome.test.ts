import { expect, test } from "vitest";
import { type ExtendOutcome, extendSentence, extendTally, refusalSentence } from "./extend-outcome";

const renewed = {
  username: "north",
  expiresBefore: new Date("2026-12-01T23:59:00Z"),
  expiresAfter: new Date("2027-01-22T00:01:00Z"),
  tokenVersion: 2,
};
const failed = { kind: "failed", username: "north", code: 2, message: "", lookAgainAt: null } as const;

test.each<[ExtendOutcome, ReturnType<typeof extendTally>, string | RegExp]>([
  [{ kind: "extended", ...renewed }, "done", "@north extended: 1 Dec 2026 → 22 Jan 2027."],
  [{ kind: "learned", ...renewed }, "done", "@north answered: the true expiry is 22 Jan 2027."],
  [{ kind: "unchanged", ...renewed }, "failed", /but the expiry stays 22 Jan 2027\. Try again tomorrow\.$/],
  [
    { kind: "refused", username: "north", refusal: "too_young", from: new Date("2026-11-24T11:05:00Z") },
    "skipped",
    /from 24 Nov 2026, 11:05 UTC\.$/,
  ],
  [{ ...failed, reason: "outage" }, "failed", /temporarily unavailable\. The token is kept\. Try again/],
  [
    { ...failed, reason: "password_changed", lookAgainAt: new Date("2026-11-24T11:05:00Z") },
    "failed",
    /reset its sessions\. Such answers can be wrong, so Perennial looks again at 24 Nov 2026, 11:05 UTC .* The token is kept\.$/,
  ],
  [{ kind: "already_running", username: "north" }, "skipped", /by somebody else right now/],
  [{ kind: "superseded", username: "north" }, "skipped", /newer token in the meantime/],
  [{ kind: "not_found" }, "skipped", /no longer here/],
])("%o", (outcome, tally, sentence) => {
  expect(extendTally(outcome)).toBe(tally);
  if (typeof sentence === "string") expect(extendSentence(outcome)).toBe(sentence);
  else expect(extendSentence(outcome)).toMatch(sentence);
});

test.each([
  ["too_young", null, /It can be extended from tomorrow\.$/],
  ["expired", null, /^The token of @north has expired.*Reconnect the account\.$/],
  ["dead", null, /refuses the token of @north for good\. Reconnect the account\.$/],
  ["disconnected", null, /^@north is disconnected\. Connect it again/],
  ["paused", new Date("2026-11-24T11:05:00Z"), /too many calls, so nothing is asked until 24 Nov 2026, 11:05 UTC\./],
  ["not_due", null, /need not be renewed yet/],
] as const)("the refusal %s says what to do", (refusal, from, sentence) => {
  expect(refusalSentence("north", refusal, from)).toMatch(sentence);
});
