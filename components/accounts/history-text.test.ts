import { describe, expect, test } from "vitest";
import type { HistoryEntry } from "@/lib/domain/account-view";
import { codeText, EVENT_LOOKS, historyFacts } from "./history-text";

const entry = (change: Partial<HistoryEntry>): HistoryEntry => ({
  id: "1",
  at: new Date("2026-11-23T10:00:00Z"),
  kind: "extended",
  actorName: null,
  expiresBefore: null,
  expiresAfter: null,
  durationMillis: null,
  meaning: null,
  message: null,
  code: null,
  subcode: null,
  detail: null,
  ...change,
});
const december = new Date("2026-12-31T23:59:00Z");
const january = new Date("2027-01-22T00:01:00Z");

describe("the small print of an entry", () => {
  test.each<[string, Partial<HistoryEntry>, string[]]>([
    ["nothing to tell", {}, []],
    ["a later expiry", { expiresBefore: december, expiresAfter: january }, ["Expiry 31 Dec 2026 → 22 Jan 2027"]],
    ["a first expiry", { expiresAfter: january }, ["Expires 22 Jan 2027"]],
    ["an expiry that is gone", { expiresBefore: december }, []],
    [
      "everything",
      {
        detail: "Label removed.",
        expiresAfter: january,
        meaning: "The token has expired.",
        durationMillis: 12_480,
      },
      ["Label removed.", "Expires 22 Jan 2027", "The token has expired.", "12,480 ms"],
    ],
    ["a call that took no time", { durationMillis: 0 }, ["0 ms"]],
  ])("with %s", (_, change, facts) => {
    expect(historyFacts(entry(change))).toEqual(facts);
  });
});

test.each([
  [null, null, ""],
  [190, null, "code 190"],
  [190, 460, "code 190, subcode 460"],
  [null, 460, ""],
])("code %s and subcode %s read “%s”", (code, subcode, text) => {
  expect(codeText({ code, subcode })).toBe(text);
});

test("each kind of event has a text of its own", () => {
  const texts = Object.values(EVENT_LOOKS).map(({ text }) => text);
  expect(new Set(texts).size).toBe(texts.length);
});
