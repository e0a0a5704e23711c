import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { missingScopes, parseScopes, scopeText } from "./scopes";

const BASIC = "instagram_business_basic";
const INSIGHTS = "instagram_business_manage_insights";
const MESSAGES = "instagram_business_manage_messages";

describe("a list of permissions", () => {
  test.each([
    ["with commas", `${MESSAGES},${BASIC}`],
    ["with blanks", `${MESSAGES} ${BASIC}`],
    ["with both and some to spare", ` ,${BASIC} ,\n ${MESSAGES},, ${BASIC}, `],
  ])("%s is a sorted set", (_, text) => {
    expect(parseScopes(text)).toEqual([BASIC, MESSAGES]);
  });

  test("may be empty", () => {
    expect(parseScopes(" , ")).toEqual([]);
  });

  test("is read back as it was written", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const scopes = parseScopes(text);
        expect(parseScopes(scopes.join(","))).toEqual(scopes);
      }),
    );
  });
});

describe("missing permissions", () => {
  test.each<[string, string[], string[] | null, string[]]>([
    ["all granted", [BASIC, MESSAGES], [MESSAGES, BASIC], []],
    ["one withheld", [BASIC, MESSAGES], [BASIC], [MESSAGES]],
    ["everything withheld", [MESSAGES, BASIC], [], [BASIC, MESSAGES]],
    ["more granted than asked", [BASIC], [BASIC, INSIGHTS], []],
    ["nothing told", [BASIC, MESSAGES], null, []],
  ])("%s", (_, asked, granted, missing) => {
    expect(missingScopes(asked, granted)).toEqual(missing);
  });
});

test.each([
  [INSIGHTS, "manage insights"],
  [BASIC, "basic"],
  ["pages_show_list", "pages show list"],
])("%s reads %s", (scope, text) => {
  expect(scopeText(scope)).toBe(text);
});
