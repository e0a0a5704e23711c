import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RUNWAY_DAYS, type RunwayBin, type RunwayDot } from "@/lib/domain/runway";
import { TOKEN_STATUSES, type TokenStatus } from "@/lib/domain/token-status";
import { barParts, columnText, DAYS_A_GROUP, dotGroups, dotsFit, dotText, runwayColumns } from "./runway-columns";

const dot = (day: number, status: TokenStatus = "active", username = "north"): RunwayDot => ({
  id: `${username} ${day}`,
  username,
  status,
  day,
});
const anyDots = fc.array(
  fc.record({
    id: fc.uuid(),
    username: fc.stringMatching(/^[a-z._]{1,12}$/),
    status: fc.constantFrom(...TOKEN_STATUSES),
    day: fc.integer({ min: 0, max: RUNWAY_DAYS }),
  }),
  { maxLength: 120 },
);

describe("the groups of dots", () => {
  test("hold every dot once, under its own day", () => {
    fc.assert(
      fc.property(anyDots, (dots) => {
        const groups = dotGroups(dots);
        expect(
          groups
            .flat(2)
            .map(({ id }) => id)
            .sort(),
        ).toEqual(dots.map(({ id }) => id).sort());
        for (const [group, days] of groups.entries()) {
          for (const [offset, onDay] of days.entries()) {
            for (const each of onDay) expect(each.day).toBe(group * DAYS_A_GROUP + offset);
          }
        }
      }),
    );
  });

  test("give the sixtieth day a place in the last one", () => {
    const groups = dotGroups([dot(60), dot(59)]);
    expect(groups).toHaveLength(20);
    expect(groups.at(-1)?.map((dots) => dots.length)).toEqual([0, 0, 1, 1]);
  });

  test("do not change what they were given", () => {
    const dots = [dot(3, "reconnect_needed"), dot(3, "active")];
    const copy = [...dots];
    dotGroups(dots);
    expect(dots).toEqual(copy);
  });

  test.each<[string, RunwayDot[], boolean]>([
    ["nothing", [], true],
    ["six on a day", Array.from({ length: 6 }, () => dot(10)), true],
    ["seven on a day", Array.from({ length: 7 }, () => dot(10)), false],
    ["nine in three days", Array.from({ length: 9 }, (_, index) => dot(9 + (index % 3))), true],
    ["ten in three days", Array.from({ length: 10 }, (_, index) => dot(9 + (index % 3))), false],
  ])("fit with %s, or become bars", (_, dots, fit) => {
    expect(dotsFit(dotGroups(dots))).toBe(fit);
  });
});

describe.each([1, DAYS_A_GROUP])("the bars of %i day(s)", (days) => {
  test("count every account once", () => {
    fc.assert(
      fc.property(anyDots, (dots) => {
        const columns = runwayColumns({ kind: "dots", dots, total: dots.length }, days);
        expect(columns.reduce((sum, { total }) => sum + total, 0)).toBe(dots.length);
        for (const { from, to, total, segments, names } of columns) {
          const inside = dots.filter(({ day }) => day >= from && day <= to);
          expect(total).toBe(inside.length);
          expect(names).toHaveLength(total);
          expect(segments.reduce((sum, { count }) => sum + count, 0)).toBe(total);
        }
      }),
    );
  });

  test("are the same from sums as from dots, but for the names", () => {
    fc.assert(
      fc.property(anyDots, (dots) => {
        const bins = dots.map(({ day, status }): RunwayBin => ({ day, status, count: 1 }));
        const nameless = (columns: ReturnType<typeof runwayColumns>) => columns.map((each) => ({ ...each, names: [] }));
        expect(nameless(runwayColumns({ kind: "bins", bins, total: dots.length }, days))).toEqual(
          nameless(runwayColumns({ kind: "dots", dots, total: dots.length }, days)),
        );
      }),
    );
  });

  test("cover the 60 days without gap or overlap", () => {
    const columns = runwayColumns({ kind: "bins", bins: [], total: 0 }, days);
    const covered = columns.flatMap(({ from, to }) =>
      Array.from({ length: to - from + 1 }, (_, index) => from + index),
    );
    expect(covered).toEqual(Array.from({ length: RUNWAY_DAYS + 1 }, (_, day) => day));
  });
});

test.each<[RunwayDot, string]>([
  [dot(41), "@north: 41 days left, Active"],
  [dot(1, "expiring_soon"), "@north: 1 day left, Expiring soon"],
  [dot(0, "expiring_soon"), "@north: less than a day left, Expiring soon"],
  [dot(0, "expired"), "@north: ended, Expired"],
  [dot(0, "reconnect_needed"), "@north: ended, Reconnect needed"],
  [dot(60), "@north: 60 days or more left, Active"],
])("a dot is read out as what it shows: %o", (each, text) => {
  expect(dotText(each)).toBe(text);
});

describe("a bar is read out", () => {
  const column = (days: number, index: number, dots: RunwayDot[]) => {
    const found = runwayColumns({ kind: "dots", dots, total: dots.length }, days)[index];
    if (found === undefined) throw new Error("no such column");
    return columnText(found);
  };

  test("with its days, its statuses and its names", () => {
    expect(column(3, 3, [dot(9, "active", "a"), dot(11, "permission_problem", "b")])).toBe(
      "9 to 11 days left: 2 accounts (1 active, 1 permission problem). @a, @b",
    );
  });

  test("with eight names at most", () => {
    const dots = Array.from({ length: 10 }, (_, index) => dot(20, "active", `n${index}`));
    expect(column(1, 20, dots)).toMatch(/^20 days left: 10 accounts \(10 active\)\. @n0,.*@n7 and 2 more$/);
  });

  test.each([
    [1, 0, [dot(0, "expired")], /^Ended or ends within a day: 1 account \(1 expired\)/],
    [1, 60, [dot(60)], /^60 days or more left: 1 account/],
    [3, 19, [dot(58)], /^57 days or more left: 1 account/],
  ])("at the ends of the picture (%i, %i)", (days, index, dots, text) => {
    expect(column(days, index, dots)).toMatch(text);
  });
});

describe("the parts of a bar", () => {
  const column = (counts: number[]) => ({
    from: 0,
    to: 0,
    total: counts.reduce((sum, count) => sum + count, 0),
    segments: counts.map((count, index) => ({ status: TOKEN_STATUSES[index] ?? "active", count })),
    names: [],
  });

  test("stand on each other from the bottom, as high as their counts", () => {
    const [low, high] = barParts(column([50, 30]), 100);
    expect(low).toMatchObject({ top: 50, height: 50 });
    expect(high?.top).toBe(20);
    expect((high?.top ?? 0) + (high?.height ?? 0)).toBeLessThan(50);
  });

  test("show one account among thousands, and stay within the plot", () => {
    const counts = fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: TOKEN_STATUSES.length });
    fc.assert(
      fc.property(counts, fc.integer({ min: 0, max: 20_000 }), (each, more) => {
        const stacked = column(each);
        const parts = barParts(stacked, stacked.total + more);
        expect(parts).toHaveLength(each.length);
        for (const { top, height } of parts) {
          expect(height).toBeGreaterThan(0.5);
          expect(top).toBeGreaterThanOrEqual(-0.01);
          expect(top + height).toBeLessThanOrEqual(100.01);
        }
      }),
    );
  });
});
