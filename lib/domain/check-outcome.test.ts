import { expect, test } from "vitest";
import { type CheckOutcome, checkSentence } from "./check-outcome";

test.each<[CheckOutcome, string | RegExp]>([
  [{ kind: "works", username: "north", revived: false }, "The token of @north works."],
  [{ kind: "works", username: "north", revived: true }, "The token of @north works again."],
  [
    { kind: "failed", username: "north", reason: "password_changed", lookAgainAt: null },
    /password was changed.*Reconnect the account\.$/,
  ],
  [
    { kind: "failed", username: "north", reason: "password_changed", lookAgainAt: new Date("2026-11-24T11:05:00Z") },
    /looks again at 24 Nov 2026, 11:05 UTC before it believes this\. The token is kept\.$/,
  ],
  [{ kind: "failed", username: "north", reason: "checkpoint", lookAgainAt: null }, /follow its instructions/],
  [{ kind: "already_running", username: "north" }, /^@north is being looked at right now\./],
  [{ kind: "disconnected", username: "north" }, /^@north is disconnected\./],
  [{ kind: "superseded", username: "north" }, /newer token in the meantime/],
  [{ kind: "not_found" }, /no longer here/],
])("%o", (outcome, sentence) => {
  if (typeof sentence === "string") expect(checkSentence(outcome)).toBe(sentence);
  else expect(checkSentence(outcome)).toMatch(sentence);
});

test("a death that is not confirmed sends nobody to reconnect", () => {
  const lookAgainAt = new Date("2026-11-24T11:05:00Z");
  const sentence = checkSentence({ kind: "failed", username: "north", reason: "expired", lookAgainAt });
  expect(sentence).not.toMatch(/reconnect/i);
});
