import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MessageKind, NOTICE_KINDS, type NoticeItem, type NoticeMessage } from "./notice";
import { itemLines, itemName, moreText, NOTICE_TEXT, noticeTitle, testMessage } from "./notice-text";

const AT = "2027-01-04T09:00:00.000Z";

function item(change: Partial<NoticeItem> = {}): NoticeItem {
  const what = "Instagram refuses the token.";
  return {
    accountId: "a",
    username: "casa.marisol",
    label: "",
    expiresAt: null,
    what,
    next: "Reconnect it.",
    ...change,
  };
}

function message(kind: MessageKind, items: NoticeItem[], total = items.length): NoticeMessage {
  return { kind, at: AT, items, total };
}

const ABOUT_THE_APP = item({ accountId: null, username: null });

describe("noticeTitle", () => {
  it.each([
    ["token_expiring", "The token of @casa.marisol ends soon", "The tokens of 1,204 accounts end soon"],
    [
      "renewal_failing",
      "Renewing @casa.marisol has failed for three days",
      "Renewing 1,204 accounts has failed for three days",
    ],
    ["reconnect_needed", "@casa.marisol must be reconnected", "1,204 accounts must be reconnected"],
    ["action_needed", "@casa.marisol needs action on Instagram", "1,204 accounts need action on Instagram"],
    ["permission_problem", "@casa.marisol has a permission problem", "1,204 accounts have a permission problem"],
    ["recovered", "@casa.marisol works again", "1,204 accounts work again"],
  ] as const)("%s names one account and counts many", (kind, one, many) => {
    expect(noticeTitle(message(kind, [item()]))).toBe(one);
    expect(noticeTitle(message(kind, [item(), item()], 1_204))).toBe(many);
  });

  it.each([
    ["app_fault", "Renewals are paused for all accounts"],
    ["scheduler_stopped", "Renewals had stopped"],
    ["weekly_digest", "Your weekly digest"],
    ["recovered", "Instagram works again"],
    ["test", "Test notice from Perennial"],
  ] as const)("%s of the app as a whole", (kind, expected) => {
    expect(noticeTitle(message(kind, [ABOUT_THE_APP]))).toBe(expected);
  });

  it.each([...NOTICE_KINDS, "test"] as const)("%s has words for every number of accounts", (kind) => {
    for (const items of [[], [ABOUT_THE_APP], [item()], [item(), item()]]) {
      expect(noticeTitle(message(kind, items)).length).toBeGreaterThan(10);
    }
    expect(NOTICE_TEXT[kind].name.length).toBeGreaterThan(3);
    expect(NOTICE_TEXT[kind].when).not.toBe("");
  });

  it("is one line whatever a username holds", () => {
    fc.assert(
      fc.property(fc.constantFrom(...NOTICE_KINDS), fc.string({ unit: "binary", maxLength: 200 }), (kind, username) => {
        const title = noticeTitle(message(kind, [item({ username: `a\r\nBcc: x@example.com\u2028${username}` })]));
        expect(title).not.toMatch(/[\p{Cc}\u2028\u2029\u202e]/u);
        expect(title.length).toBeLessThan(300);
      }),
    );
  });
});

describe("itemLines", () => {
  it("has what is so, what to do, and the end of the token", () => {
    expect(itemLines(item({ expiresAt: "2027-01-09T06:14:00.000Z" }))).toEqual([
      "Instagram refuses the token.",
      "Reconnect it.",
      "End of the token: 9 Jan 2027, 06:14 UTC.",
    ]);
    expect(itemLines(item({ what: "It works again.", next: "" }))).toEqual(["It works again."]);
  });

  it("keeps each line bounded and without control characters", () => {
    const [what = ""] = itemLines(item({ what: `a\r\n\u0000b\u202e${"longer ".repeat(500)}` }));
    expect(what.startsWith("a b longer")).toBe(true);
    expect([...what]).toHaveLength(400);
    expect(what.endsWith("…")).toBe(true);
  });
});

it("names an account on one line, and nothing when there is none", () => {
  expect(itemName(item({ username: "a\nb" }))).toBe("@a b");
  expect(itemName(ABOUT_THE_APP)).toBeNull();
});

it.each([
  [3, 3, ""],
  [4, 3, "and 1 more"],
  [12_480, 200, "and 12,280 more"],
])("%i of which %i are shown: %s", (total, shown, expected) => {
  expect(moreText(total, shown)).toBe(expected);
});

it("a test says that it is one", () => {
  const test = testMessage("Ops <b>", new Date(AT));
  expect(test).toMatchObject({ kind: "test", total: 1, at: AT });
  expect(test.items[0]?.what).toBe("This is a test of the channel “Ops <b>”. Nothing is wrong with your accounts.");
});
