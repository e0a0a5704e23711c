import { describe, expect, test } from "vitest";
import { DAY, MINUTE, after as plus } from "./durations";
import {
  type ImportDateProblem,
  type ImportOutcome,
  importedLife,
  importSentence,
  importTally,
} from "./import-outcome";

const NOW = new Date("2026-11-23T10:00:00.000Z");
const at = (distance: number | null) => (distance === null ? null : plus(NOW, distance));

describe("the life of a pasted token", () => {
  test.each([
    ["nothing known: its age counts from now and its life is guessed a day short", null, null, 0, true, 59 * DAY, true],
    ["only the issue known: the guess counts from there", -10 * DAY, null, -10 * DAY, false, 49 * DAY, true],
    ["issued so long ago that a millisecond is left", 1 - 59 * DAY, null, 1 - 59 * DAY, false, 1, true],
    ["issued this instant", 0, null, 0, false, 59 * DAY, true],
    ["only the expiry known: the age counts from now", null, 20 * DAY, 0, true, 20 * DAY, false],
    ["both known", -30 * DAY, 30 * DAY, -30 * DAY, false, 30 * DAY, false],
    ["issued half a year ago and extended since", -180 * DAY, 1, -180 * DAY, false, 1, false],
    ["the longest believable life", null, 90 * DAY, 0, true, 90 * DAY, false],
  ])("%s", (_, issued, expires, issuedAt, issuedAtAssumed, expiresAt, expiryAssumed) => {
    expect(importedLife({ issuedAt: at(issued), expiresAt: at(expires) }, NOW)).toEqual({
      issuedAt: at(issuedAt),
      issuedAtAssumed,
      expiresAt: at(expiresAt),
      expiryAssumed,
    });
  });

  test.each<[string, number | null, number | null, ImportDateProblem]>([
    ["issued a millisecond from now", 1, null, "issued_in_the_future"],
    ["issued in the future and expired before", DAY, -DAY, "issued_in_the_future"],
    ["issued 59 days ago: nothing of the guessed life is left", -59 * DAY, null, "issued_too_long_ago"],
    ["expired this instant", null, 0, "expires_in_the_past"],
    ["expired long ago", -90 * DAY, -30 * DAY, "expires_in_the_past"],
    ["to expire a millisecond after 90 days", null, 90 * DAY + 1, "expires_too_late"],
  ])("%s is refused", (_, issued, expires, problem) => {
    expect(importedLife({ issuedAt: at(issued), expiresAt: at(expires) }, NOW)).toBe(problem);
  });
});

describe("what became of a line", () => {
  const imported = {
    kind: "imported",
    username: "north",
    isNew: true,
    expiresAt: at(30 * DAY) ?? NOW,
    expiryAssumed: false,
  } as const;
  test.each<[ImportOutcome, ReturnType<typeof importTally>, string | RegExp]>([
    [imported, "done", "Connected; expires 23 Dec 2026."],
    [{ ...imported, isNew: false }, "done", "Token replaced; expires 23 Dec 2026."],
    [
      { ...imported, expiryAssumed: true },
      "done",
      "Connected; expiry assumed (23 Dec 2026), learned at the first extend.",
    ],
    [{ kind: "already_stored", username: "north" }, "skipped", "This very token is already here. Nothing was changed."],
    [{ kind: "bad_line", problem: "There is no token in this line." }, "failed", "There is no token in this line."],
    [{ kind: "bad_dates", problem: "issued_in_the_future" }, "failed", /issued_at lies in the future/],
    [{ kind: "bad_dates", problem: "issued_too_long_ago" }, "failed", /issued_at is about 60 days ago/],
    [{ kind: "bad_dates", problem: "expires_in_the_past" }, "failed", /expires_at lies in the past/],
    [{ kind: "bad_dates", problem: "expires_too_late" }, "failed", /more than 90 days ahead/],
    [
      { kind: "failed", reason: "token_invalid", message: "" },
      "failed",
      /does not recognise this token\. Copy it again, whole/,
    ],
    [
      { kind: "failed", reason: "outage", message: "" },
      "failed",
      /temporarily unavailable\. Nothing was stored\. Try again/,
    ],
    [
      { kind: "failed", reason: "password_changed", message: "" },
      "failed",
      /password was changed.*Nothing was stored\./,
    ],
  ])("%o", (outcome, tally, sentence) => {
    expect(importTally(outcome)).toBe(tally);
    if (typeof sentence === "string") expect(importSentence(outcome)).toBe(sentence);
    else expect(importSentence(outcome)).toMatch(sentence);
  });

  test("a date late in the day is told in UTC", () => {
    const expiresAt = plus(new Date("2026-12-31T00:00:00Z"), DAY - MINUTE);
    expect(importSentence({ ...imported, expiresAt })).toBe("Connected; expires 31 Dec 2026.");
  });
});
