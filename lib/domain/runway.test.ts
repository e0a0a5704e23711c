import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyLifeLeft, anyVerdict, NOW } from "@/lib/test/facts";
import type { Verdict } from "./account-facts";
import { DAY, after as plus } from "./durations";
import { type RunwayDot, runwayBins, runwayDay, runwayDot, runwaySentence } from "./runway";
import type { TokenStatus } from "./token-status";

interface Account {
  id: string;
  username: string;
  verdict: Verdict | null;
  expiresAt: Date;
}

const account = (verdict: Verdict | null, life: number, id = "a"): Account => ({
  id,
  username: `account.${id}`,
  verdict,
  expiresAt: plus(NOW, life),
});

describe("the day column", () => {
  test.each([
    ["less than a day", null, DAY - 1, 0],
    ["a day", null, DAY, 0],
    ["a millisecond more than a day", null, DAY + 1, 1],
    ["a millisecond less than two days", null, 2 * DAY - 1, 1],
    ["60 days", null, 60 * DAY, 59],
    ["75 days, beyond the picture", null, 75 * DAY, 60],
    ["nothing left", null, 0, 0],
    ["an expiry long past", null, -40 * DAY, 0],
    ["a dead token, whatever its paper says", "dead", 59 * DAY, 0],
    ["a token that may live again", "action_needed", 30 * DAY, 29],
  ] as const)("of %s", (_, verdict, life, day) => {
    expect(runwayDay({ verdict, expiresAt: plus(NOW, life) }, NOW)).toBe(day);
  });
});

test("a dot knows its account, status and day", () => {
  expect(runwayDot(account("permission", 12.5 * DAY), NOW)).toEqual({
    id: "a",
    username: "account.a",
    status: "permission_problem",
    day: 12,
  });
});

describe("bins", () => {
  /** What the database's GROUP BY hands over. */
  function groupedRows(accounts: readonly Account[]) {
    const rows = new Map<string, { verdict: Verdict | null; day: number; count: number }>();
    for (const { verdict, expiresAt } of accounts) {
      const left = expiresAt.getTime() - NOW.getTime();
      const day = left <= 0 ? -1 : Math.ceil(left / DAY) - 1;
      const row = rows.get(`${verdict} ${day}`) ?? { verdict, day, count: 0 };
      rows.set(`${verdict} ${day}`, { ...row, count: row.count + 1 });
    }
    return [...rows.values()];
  }

  function countDots(dots: readonly RunwayDot[]): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { day, status } of dots) counts[`${day} ${status}`] = (counts[`${day} ${status}`] ?? 0) + 1;
    return counts;
  }

  const anyAccounts = fc.array(fc.tuple(anyVerdict, anyLifeLeft), { maxLength: 80 });

  test("count what the dots would show", () => {
    fc.assert(
      fc.property(anyAccounts, (pairs) => {
        const accounts = pairs.map(([verdict, life], index) => account(verdict, life, String(index)));
        const bins = runwayBins(groupedRows(accounts), NOW);
        const fromBins = Object.fromEntries(bins.map(({ day, status, count }) => [`${day} ${status}`, count]));
        expect(fromBins).toEqual(countDots(accounts.map((each) => runwayDot(each, NOW))));
        expect(new Set(bins.map(({ day, status }) => `${day} ${status}`)).size).toBe(bins.length);
      }),
    );
  });

  test("stand in the order of days, the most urgent status first", () => {
    const rows = [
      { verdict: null, day: 20, count: 1 },
      { verdict: "permission" as const, day: 20, count: 2 },
      { verdict: null, day: -1, count: 3 },
      { verdict: "dead" as const, day: 44, count: 4 },
      { verdict: "permission" as const, day: -3, count: 5 },
    ];
    expect(runwayBins(rows, NOW)).toEqual([
      { day: 0, status: "reconnect_needed", count: 4 },
      { day: 0, status: "expired", count: 8 },
      { day: 20, status: "permission_problem", count: 2 },
      { day: 20, status: "active", count: 1 },
    ]);
  });

  test("there are none without accounts", () => {
    expect(runwayBins([], NOW)).toEqual([]);
  });
});

describe("the sentence", () => {
  const dot = (status: TokenStatus, day: number): RunwayDot => ({ id: `${day}`, username: "x", status, day });

  test("counts who ended, who ends within 14 days and who later", () => {
    const dots = [dot("expired", 0), dot("reconnect_needed", 0), dot("expiring_soon", 13), dot("active", 14)];
    expect(runwaySentence({ kind: "dots", dots, total: 4 })).toBe(
      "Remaining life of 4 accounts: 2 ended, 1 within 14 days, 1 later.",
    );
  });

  test("speaks of one account", () => {
    expect(runwaySentence({ kind: "dots", dots: [dot("active", 40)], total: 1 })).toBe(
      "Remaining life of 1 account: 0 ended, 0 within 14 days, 1 later.",
    );
  });

  test("is the same for bins and for dots", () => {
    const bins = [
      { day: 0, status: "expired" as const, count: 2 },
      { day: 3, status: "action_needed" as const, count: 1 },
      { day: 30, status: "active" as const, count: 2 },
    ];
    const dots = bins.flatMap(({ day, status, count }) => Array.from({ length: count }, () => dot(status, day)));
    expect(runwaySentence({ kind: "bins", bins, total: 5 })).toBe(runwaySentence({ kind: "dots", dots, total: 5 }));
  });
});
