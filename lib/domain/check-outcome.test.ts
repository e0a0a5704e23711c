import { expect, test } from "vitest";
import { type CheckOutcome, checkSentence } from "./check-outcome";

test.each<[CheckOutcome, string | RegExp]>([
  [{ kind: "works", username: "north", revived: false }, "The token of @north works."],
  [{ kind: "works", username: "north", revived: true }, "The token of @north works again."],
  [
    { kind: "failed", username: "north", reason: "password_changed", believed: true },
    /password was changed.*Reconnect the account\.$/,
  ],
  [
    { kind: "failed", username: "north", reason: "password_changed", believed: false },
    /A second look did not confirm it, so nothing was changed\./,
  ],
  [{ kind: "failed", username: "north", reason: "checkpoint", believed: true }, /follow its instructions/],
  [{ kind: "disconnected", username: "north" }, /^@north is disconnected\./],
  [{ kind: "superseded", username: "north" }, /newer token in the meantime/],
  [{ kind: "not_found" }, /no longer here/],
])("%o", (outcome, sentence) => {
  if (typeof sentence === "string") expect(checkSentence(outcome)).toBe(sentence);
  else expect(checkSentence(outcome)).toMatch(sentence);
});

test("a death that was not confirmed sends nobody to reconnect", () => {
  const sentence = checkSentence({ kind: "failed", username: "north", reason: "expired", believed: false });
  expect(sentence).not.toMatch(/reconnect/i);
});
