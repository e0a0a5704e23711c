import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AccountRow } from "@/lib/domain/account-view";
import { DAY, HOUR, MINUTE, after as plus } from "@/lib/domain/durations";
import { lifeDays, toRowView } from "./row-view";

const NOW = new Date("2026-11-23T10:00:00.000Z");
const row = (change: Partial<AccountRow> = {}): AccountRow => ({
  id: "1",
  username: "north",
  name: "North Bakery",
  accountType: "MEDIA_CREATOR",
  label: "Clients",
  status: "active",
  issuedAt: plus(NOW, -10 * DAY),
  expiresAt: plus(NOW, 50 * DAY),
  expiryAssumed: false,
  renewal: { state: "on", text: "On", lead: "next renewal", at: plus(NOW, 20 * DAY), until: null },
  extendRefusal: null,
  action: "extend",
  lastRenewedAt: null,
  pictureVersion: null,
  ...change,
});

describe("a row in words", () => {
  test("tells what it is, how long it lives and what comes next", () => {
    expect(toRowView(row(), NOW, false)).toMatchObject({
      username: "north",
      about: "North Bakery · Creator · Clients",
      status: "active",
      expires: { iso: "2027-01-12T10:00:00.000Z", text: "in 50 days", relative: true },
      life: 50,
      renewal: "On",
      lead: "next renewal",
      at: { iso: "2026-12-13T10:00:00.000Z", text: "13 Dec" },
      action: "extend",
      refusal: null,
    });
  });

  test.each<[string, number | null, number | null, object]>([
    ["in days", 2 * DAY, null, { at: { text: "25 Nov" } }],
    ["a day away", DAY, null, { at: { text: "24 Nov" } }],
    ["within a day", DAY - 1, null, { at: { text: "09:59 UTC" } }],
    ["failing", 25 * MINUTE, 9 * DAY, { at: { text: "10:25 UTC" }, tail: ", works until 2 Dec" }],
    ["failing, next run", null, 9 * DAY, { lead: "3 tries; next, works until 2 Dec", at: null }],
  ])("says when renewal acts: %s", (_, at, until, expected) => {
    const renewal = {
      state: "failing",
      text: "Failing",
      lead: "3 tries; next",
      at: at === null ? null : plus(NOW, at),
      until: until === null ? null : plus(NOW, until),
    } as const;
    const view = toRowView(row({ renewal }), NOW, false);
    expect(view).toMatchObject(expected);
    expect("tail" in view).toBe("tail" in expected);
    expect(view.troubled).toBe(true);
  });

  test("leaves out what is empty", () => {
    expect(toRowView(row({ name: "", label: "" }), NOW, false).about).toBe("Creator");
  });

  test("carries a sign only where renewal is in trouble", () => {
    expect("troubled" in toRowView(row(), NOW, false)).toBe(false);
  });

  test("keeps markup as text", () => {
    expect(toRowView(row({ label: "<script>" }), NOW, false).about).toContain("<script>");
  });

  test("does not count days for a token that is dead, whatever its paper says", () => {
    const { life, expires } = toRowView(row({ status: "reconnect_needed" }), NOW, false);
    expect(life).toBe(0);
    expect(expires.text).toBe("not usable");
    expect(expires.relative).toBeUndefined();
  });

  test("tells the last renewal where it is asked for and known", () => {
    const renewed = row({ lastRenewedAt: plus(NOW, -3 * HOUR) });
    expect(toRowView(renewed, NOW, true)).toMatchObject({
      lead: "renewed",
      at: { text: "3 hours ago", relative: true },
    });
    expect(toRowView(row(), NOW, true)).toMatchObject({ lead: "next renewal", at: { text: "13 Dec" } });
  });

  test("says why Extend is refused only on the button that extends", () => {
    const refused = { extendRefusal: "@north is too young." };
    expect(toRowView(row(refused), NOW, false).refusal).toBe("@north is too young.");
    expect(toRowView(row({ ...refused, action: "reconnect" }), NOW, false).refusal).toBeNull();
  });
});

describe("the bar of a life", () => {
  test.each([
    [-1, 0],
    [0, 0],
    [1, 1],
    [DAY, 1],
    [DAY + 1, 2],
    [60 * DAY, 60],
    [90 * DAY, 60],
  ])("of %i ms shows %i days", (life, days) => {
    expect(lifeDays(plus(NOW, life), NOW)).toBe(days);
  });

  test("is empty exactly when there is no life", () => {
    fc.assert(
      fc.property(fc.integer({ min: -90 * DAY, max: 90 * DAY }), (life) => {
        expect(lifeDays(plus(NOW, life), NOW) > 0).toBe(life > 0);
      }),
    );
  });
});
