import { describe, expect, test } from "vitest";
import { type ConnectOutcome, connectSentence, showsSettings } from "./connect-outcome";

const failed = (reason: Extract<ConnectOutcome, { kind: "failed" }>["reason"]): ConnectOutcome => ({
  kind: "failed",
  reason,
  code: null,
  message: "",
});

const CASES: [ConnectOutcome, "good" | "calm" | "bad", string, RegExp][] = [
  [{ kind: "connected", username: "north", missing: [] }, "good", "@north is connected.", /^$/],
  [{ kind: "reconnected", username: "north", missing: [] }, "good", "@north is reconnected.", /^$/],
  [
    {
      kind: "connected",
      username: "north",
      missing: ["instagram_business_manage_insights", "instagram_business_manage_messages"],
    },
    "calm",
    "@north is connected.",
    /^Not granted: manage insights, manage messages\./,
  ],
  [{ kind: "cancelled" }, "calm", "You cancelled on Instagram.", /Nothing was changed/],
  [
    { kind: "refused_by_instagram", message: "Insufficient developer role" },
    "bad",
    "Instagram sent you back without an answer.",
    /“Insufficient developer role”.*Nothing was changed/,
  ],
  [
    { kind: "wrong_account", expected: "north", username: "south" },
    "bad",
    "You allowed @south, but this was to reconnect @north.",
    /^Nothing was changed.*connect @south as an account of its own/,
  ],
  [{ kind: "erased_meanwhile" }, "bad", "The account was erased at its owner's request.", /all its data was erased/],
  [{ kind: "account_gone" }, "bad", "The account to reconnect is no longer here.", /Nothing was changed/],
  [
    { kind: "basic_missing", username: "north" },
    "bad",
    "@north was not connected: the basic permission is missing.",
    /Nothing was stored/,
  ],
  [
    { kind: "basic_missing", username: null },
    "bad",
    "The account was not connected: the basic permission is missing.",
    /Nothing was stored/,
  ],
  [failed("outage"), "bad", "Instagram is temporarily unavailable.", /^Nothing was stored\. Try again/],
  [
    failed("code_used"),
    "bad",
    "Instagram's answer was already used or is unknown.",
    /^Nothing was stored\. Start again/,
  ],
  [{ kind: "interrupted" }, "bad", "The connection was interrupted before it was finished.", /^Nothing was stored/],
  [
    { kind: "unknown_state" },
    "bad",
    "This answer from Instagram does not belong to a connection that you started here.",
    /Nothing was stored/,
  ],
];

test.each(CASES)("%o reads well", (outcome, tone, title, text) => {
  const sentence = connectSentence(outcome);
  expect(sentence).toMatchObject({ tone, title });
  expect(sentence.text).toMatch(text);
});

describe("the settings are worth comparing", () => {
  test.each([
    [{ kind: "refused_by_instagram", message: "x" }, true],
    [failed("wrong_client"), true],
    [failed("wrong_secret"), true],
    [failed("redirect_or_secret"), true],
    [failed("redirect_uri"), true],
    [failed("outage"), false],
    [failed("developer_role"), false],
    [failed("code_used"), false],
    [{ kind: "cancelled" }, false],
    [{ kind: "connected", username: "north", missing: [] }, false],
  ] satisfies [ConnectOutcome, boolean][])("after %o: %s", (outcome, shown) => {
    expect(showsSettings(outcome)).toBe(shown);
  });
});
