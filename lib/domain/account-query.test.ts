import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf16Text } from "@/lib/test/utf16-text";
import { type AccountQuery, accountQueryString, parseAccountQuery } from "./account-query";
import { TOKEN_STATUSES } from "./token-status";

const DEFAULTS: AccountQuery = {
  search: "",
  status: null,
  label: null,
  sort: "urgency",
  descending: false,
  page: 1,
};

const read = (text: string): AccountQuery => {
  const parameters: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) parameters[name] = [...(parameters[name] ?? []), value];
  return parseAccountQuery(parameters);
};

describe("a link", () => {
  test.each<[string, Partial<AccountQuery>]>([
    ["", {}],
    ["q=north+bakery", { search: "north bakery" }],
    ["q=++%40north+", { search: "@north" }],
    ["q=%3Cscript%3E%26", { search: "<script>&" }],
    ["status=expired", { status: "expired" }],
    ["status=attention", { status: "attention" }],
    ["status=extendable", { status: "extendable" }],
    ["status=failing", { status: "failing" }],
    ["status=breaking", { status: "breaking" }],
    ["status=dead", {}],
    ["status=toString", {}],
    ["label=Clients+%26+friends", { label: "Clients & friends" }],
    ["label=", {}],
    ["sort=username&dir=desc", { sort: "username", descending: true }],
    ["sort=expiry&dir=asc", { sort: "expiry" }],
    ["sort=password&dir=up", {}],
    ["page=7", { page: 7 }],
    ["page=007", { page: 7 }],
    ["page=0", {}],
    ["page=-1", {}],
    ["page=1.5", {}],
    ["page=1e3", {}],
    ["page=9999999", {}],
    ["page=NaN", {}],
    ["page=٣", {}],
    ["page=2&page=9&q=a&q=b", { page: 2, search: "a" }],
    ["unknown=1", {}],
  ])("“%s” is understood, or falls back to its default", (text, query) => {
    expect(read(text)).toEqual({ ...DEFAULTS, ...query });
  });

  test("is read whatever stands in it", () => {
    const anyValue = fc.option(fc.oneof(utf16Text(), fc.array(fc.string())), { nil: undefined });
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("q", "status", "label", "sort", "dir", "page", "x"), anyValue),
        (link) => {
          const query = parseAccountQuery(link);
          expect(Number.isSafeInteger(query.page) && query.page >= 1 && query.page < 1_000_000).toBe(true);
          expect([...query.search].length).toBeLessThanOrEqual(100);
          expect(query.status === null || ["attention", "extendable", ...TOKEN_STATUSES].includes(query.status)).toBe(
            true,
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("a query", () => {
  const anyText = fc.oneof(
    utf16Text(150),
    fc.string({ unit: "grapheme", maxLength: 150 }),
    fc.constantFrom(`${"x".repeat(99)}😀`, `${"x".repeat(99)} y`, "\ud800", "a+b&c=d#e%20"),
  );
  const anyQuery = fc
    .record({
      q: anyText,
      label: anyText,
      status: fc.constantFrom("", "attention", "extendable", ...TOKEN_STATUSES),
      sort: fc.constantFrom("", "urgency", "expiry", "username", "renewed"),
      dir: fc.constantFrom("", "desc"),
      page: fc.nat({ max: 1_100_000 }).map(String),
    })
    .map(parseAccountQuery);

  test("comes back from its link as it went in", () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        expect(read(accountQueryString(query, { page: query.page }))).toEqual(query);
      }),
      { numRuns: 500 },
    );
  });

  test("of the defaults needs no link at all", () => {
    expect(accountQueryString(DEFAULTS)).toBe("");
  });

  test("with any change but of the page goes back to page 1", () => {
    const query: AccountQuery = { ...DEFAULTS, search: "a b", status: "expired", page: 5 };
    expect(accountQueryString(query)).toBe("?q=a+b&status=expired");
    expect(accountQueryString(query, { status: null })).toBe("?q=a+b");
    expect(accountQueryString(query, { page: 6 })).toBe("?q=a+b&status=expired&page=6");
    expect(accountQueryString(query, { sort: "renewed", descending: true, label: "x&y" })).toBe(
      "?q=a+b&status=expired&label=x%26y&sort=renewed&dir=desc",
    );
  });

  test("keeps a label of 80 characters outside the basic plane whole", () => {
    const label = "😀".repeat(80);
    expect(read(accountQueryString({ ...DEFAULTS, label })).label).toBe(label);
  });
});
