import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf16Text } from "@/lib/test/utf16-text";
import {
  type ActivityQuery,
  activityQueryString,
  isFiltered,
  MOST_ACTIVITY_PAGES,
  parseActivityQuery,
} from "./activity-query";
import { EVENT_GROUP_NAMES, EVENT_KINDS, kindsOf } from "./event-groups";
import { instantsOf } from "./query-text";

const DEFAULTS: ActivityQuery = { account: "", kind: null, person: "", from: null, to: null, page: 1 };

const read = (text: string): ActivityQuery => {
  const parameters: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) parameters[name] = [...(parameters[name] ?? []), value];
  return parseActivityQuery(parameters);
};

describe("a link", () => {
  test.each<[string, Partial<ActivityQuery>]>([
    ["", {}],
    ["account=north.bakery", { account: "north.bakery" }],
    ["account=+%40north+", { account: "north" }],
    ["account=%3Cscript%3E%26", { account: "<script>&" }],
    ["account=%40+%40north", { account: "north" }],
    ["account=a%00b", { account: "ab" }],
    ["kind=extended", { kind: "extended" }],
    ["from=0000-01-01&to=0000-12-31", {}],
    ["kind=renewals", { kind: "renewals" }],
    ["kind=server", { kind: "server" }],
    ["kind=toString", {}],
    ["kind=constructor", {}],
    ["kind=Extended", {}],
    ["person=Ada+Lindqvist", { person: "Ada Lindqvist" }],
    ["person=server", { person: "server" }],
    ["from=2026-11-01&to=2026-11-24", { from: "2026-11-01", to: "2026-11-24" }],
    ["from=2026-11-31", {}],
    ["from=2027-02-29", {}],
    ["from=2028-02-29", { from: "2028-02-29" }],
    ["from=2026-13-01", {}],
    ["from=2026-1-1", {}],
    ["from=24.11.2026", {}],
    ["from=2026-11-24T00:00", {}],
    ["to=0000-00-00", {}],
    ["page=7", { page: 7 }],
    ["page=200", { page: 200 }],
    ["page=201", { page: 200 }],
    ["page=999999", { page: 200 }],
    ["page=9999999", {}],
    ["page=0", {}],
    ["page=-1", {}],
    ["page=1e2", {}],
    ["page=2&page=9&account=a&account=b", { page: 2, account: "a" }],
    ["unknown=1", {}],
  ])("“%s” is understood, or falls back to its default", (text, query) => {
    expect(read(text)).toEqual({ ...DEFAULTS, ...query });
  });

  test("is read whatever stands in it", () => {
    const anyValue = fc.option(fc.oneof(utf16Text(), fc.array(fc.string())), { nil: undefined });
    const names = fc.constantFrom("account", "kind", "person", "from", "to", "page", "x");
    fc.assert(
      fc.property(fc.dictionary(names, anyValue), (link) => {
        const query = parseActivityQuery(link);
        expect(query.page >= 1 && query.page <= MOST_ACTIVITY_PAGES).toBe(true);
        expect([...query.account].length).toBeLessThanOrEqual(100);
        expect(query.account).not.toContain("\0");
        const { since, before } = instantsOf(query);
        expect([since?.getTime() ?? 0, before?.getTime() ?? 0].some(Number.isNaN)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a query", () => {
  const anyText = fc.oneof(
    utf16Text(150),
    fc.string({ unit: "grapheme", maxLength: 150 }),
    fc.constantFrom(
      "server",
      "@@x",
      `${"x".repeat(99)}😀`,
      `${"x".repeat(99)} y`,
      "a+b&c=d#e%20",
      '"><script>',
      "\ud800",
    ),
  );
  const anyDay = fc.oneof(
    fc
      .date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
    fc.constantFrom("", "2026-02-30", "yesterday"),
  );
  const anyQuery = fc
    .record({
      account: anyText,
      person: anyText,
      kind: fc.constantFrom("", "unknown", ...EVENT_GROUP_NAMES, ...EVENT_KINDS),
      from: anyDay,
      to: anyDay,
      page: fc.nat({ max: 300 }).map(String),
    })
    .map(parseActivityQuery);

  test("comes back from its link as it went in", () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        expect(read(activityQueryString(query, { page: query.page }))).toEqual(query);
      }),
      { numRuns: 500 },
    );
  });

  test("of the defaults needs no link at all, and leaves nothing out", () => {
    expect(activityQueryString(DEFAULTS)).toBe("");
    expect(isFiltered({ ...DEFAULTS, page: 3 })).toBe(false);
    expect(isFiltered({ ...DEFAULTS, to: "2026-11-24" })).toBe(true);
  });

  test("with any change but of the page goes back to page 1", () => {
    const query: ActivityQuery = { ...DEFAULTS, account: "a b", kind: "checks", page: 5 };
    expect(activityQueryString(query)).toBe("?account=a+b&kind=checks");
    expect(activityQueryString(query, { page: 6 })).toBe("?account=a+b&kind=checks&page=6");
    expect(activityQueryString(query, { kind: null, person: "x&y" })).toBe("?account=a+b&person=x%26y");
  });

  test("holds whole days in UTC, the last one included", () => {
    expect(instantsOf({ from: "2026-11-24", to: "2026-11-24" })).toEqual({
      since: new Date("2026-11-24T00:00:00.000Z"),
      before: new Date("2026-11-25T00:00:00.000Z"),
    });
    expect(instantsOf({ from: null, to: null })).toEqual({ since: null, before: null });
  });
});

describe("kinds of events", () => {
  test("stand in one group each", () => {
    expect(new Set(EVENT_KINDS).size).toBe(EVENT_KINDS.length);
    expect(EVENT_GROUP_NAMES.flatMap(kindsOf)).toEqual(EVENT_KINDS);
  });

  test("are what a group stands for, or one alone", () => {
    expect(kindsOf("checked")).toEqual(["checked"]);
    expect(kindsOf("server")).toContain("scheduler_stopped");
  });
});
