import { expect, test } from "vitest";
import { disconnectedSentence } from "./disconnect-outcome";

test.each([
  [1, 0, "1 account is disconnected and its token is destroyed. Its history stays."],
  [12, 0, "12 accounts are disconnected and their tokens are destroyed. Their history stays."],
  [
    2,
    1,
    "2 accounts are disconnected and their tokens are destroyed. Their history stays. 1 account is still connected: select again and repeat.",
  ],
  [
    1,
    3,
    "1 account is disconnected and its token is destroyed. Its history stays. 3 accounts are still connected: select again and repeat.",
  ],
])("%i disconnected and %i left", (count, left, sentence) => {
  expect(disconnectedSentence(count, left)).toBe(sentence);
});
