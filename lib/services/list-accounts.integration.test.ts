import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { findAccounts } from "@/lib/db/account-list";
import { sumAccounts } from "@/lib/db/account-sums";
import { type AccountRecord, insertAccount } from "@/lib/db/accounts";
import { type AccountQuery, parseAccountQuery } from "@/lib/domain/account-query";
import { after, DAY, HOUR } from "@/lib/domain/durations";
import { breaksSoon } from "@/lib/domain/left-alone";
import { decideExtend } from "@/lib/domain/renewal-rule";
import { isFailing } from "@/lib/domain/renewal-status";
import { runwayBins, runwayDot } from "@/lib/domain/runway";
import { needsAttention, TOKEN_STATUSES, tokenStatus } from "@/lib/domain/token-status";
import { onBothDatabases } from "@/lib/test/harness";
import { accountRecord } from "@/prisma/factories";
import { listAccounts, readRenewalDays, readRunway } from "./list-accounts";

const NOW = new Date("2026-11-23T12:00:00.000Z");

function record(change: Partial<AccountRecord> = {}): AccountRecord {
  const username = change.username ?? `user.${randomUUID().slice(0, 8)}`;
  const instagramUserId = String(Math.floor(Math.random() * 1e15));
  const dates = { connectedAt: NOW, issuedAt: after(NOW, -10 * DAY), expiresAt: after(NOW, 50 * DAY) };
  return accountRecord({ ...dates, name: "", instagramUserId, ...change, username }, NOW);
}

const query = (change: Partial<AccountQuery> = {}): AccountQuery => ({ ...parseAccountQuery({}), ...change });
const edges = [0, 1, 7, 13, 14, 15, 25 / 24, 30, 59, 60, 90].flatMap((days) => [-1, 0, 1].map((ms) => days * DAY + ms));
const offset = fc.oneof(fc.constantFrom(...edges), fc.integer({ min: -90 * DAY, max: 90 * DAY }));
const rows = fc.array(
  fc.record({
    verdict: fc.constantFrom(null, null, "dead" as const, "action_needed" as const, "permission" as const),
    expiresAt: offset.map((ms) => after(NOW, ms)),
    issuedAt: offset.map((ms) => after(NOW, -Math.abs(ms))),
    disconnectedAt: fc.constantFrom(null, null, null, NOW),
    failedAttempts: fc.constantFrom(0, 0, 1, 4),
    suspectedAt: fc.constantFrom(null, null, NOW),
    autoRenew: fc.boolean(),
  }),
  { minLength: 1, maxLength: 40 },
);

onBothDatabases("list-accounts", (harness) => {
  const ctx = () => ({ ...harness().context(), now: NOW });

  it("counts, filters and draws exactly what the domain says, on random rows", async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (facts) => {
        await harness().db.connectedAccount.deleteMany();
        const records = facts.map((fact) => record(fact));
        await harness().db.connectedAccount.createMany({ data: records });
        const connected = records.filter(({ disconnectedAt }) => disconnectedAt === null);
        const list = await listAccounts(ctx(), query());
        for (const status of TOKEN_STATUSES) {
          const expected = connected.filter((account) => tokenStatus(account, NOW) === status).map(({ id }) => id);
          expect(list.counts[status]).toBe(expected.length);
          const found = await findAccounts(harness().db, query({ status }), NOW);
          expect(found.map(({ id }) => id).sort()).toEqual(expected.sort());
        }
        expect(list.total).toBe(connected.length);
        expect(list.extendable).toBe(connected.filter((account) => decideExtend(account, NOW).allowed).length);
        expect(list.attention).toBe(connected.filter((account) => needsAttention(tokenStatus(account, NOW))).length);
        const attention = await listAccounts(ctx(), query({ status: "attention" }));
        expect(attention.matching).toBe(list.attention);
        const extendable = await listAccounts(ctx(), query({ status: "extendable" }));
        expect(extendable.matching).toBe(list.extendable);
        for (const [status, holds] of [
          ["failing", isFailing],
          ["breaking", breaksSoon],
        ] as const) {
          const expected = connected.filter((account) => holds(account, NOW));
          const found = await findAccounts(harness().db, query({ status }), NOW);
          expect(found.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
        }
        const breaking = connected.filter((account) => breaksSoon(account, NOW));
        expect(list.breaking.count).toBe(breaking.length);
        const nearest = breaking.sort(
          (a, b) => a.expiresAt.getTime() - b.expiresAt.getTime() || (a.id < b.id ? -1 : 1),
        );
        expect(list.breaking.usernames).toEqual(nearest.slice(0, 3).map(({ username }) => username));
      }),
      { numRuns: 25 },
    );
  });

  it("draws the same picture from sums by day as from every row", async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (facts) => {
        await harness().db.connectedAccount.deleteMany();
        const records = facts.map((fact) => record(fact));
        await harness().db.connectedAccount.createMany({ data: records });
        const dots = records
          .filter(({ disconnectedAt }) => disconnectedAt === null)
          .map((account) => runwayDot(account, NOW));
        const byPlace = (entries: { day: number; status: string; count: number }[]) => {
          const sums: Record<string, number> = {};
          for (const { day, status, count } of entries)
            sums[`${day} ${status}`] = (sums[`${day} ${status}`] ?? 0) + count;
          return sums;
        };
        const bins = runwayBins(await sumAccounts(harness().db, NOW), NOW);
        expect(byPlace(bins)).toEqual(byPlace(dots.map(({ day, status }) => ({ day, status, count: 1 }))));
      }),
      { numRuns: 25 },
    );
  });

  it("tells on which day how many are renewed, from the index alone as from every row", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(offset, { nil: null }), { minLength: 1, maxLength: 40 }), async (offsets) => {
        await harness().db.connectedAccount.deleteMany();
        const data = offsets.map((ms) => record({ nextAttemptAt: ms === null ? null : after(NOW, ms) }));
        await harness().db.connectedAccount.createMany({ data });
        const expected = new Map<number, number>();
        for (const ms of offsets) {
          if (ms === null) continue;
          const day = Math.min(Math.max(Math.floor(ms / DAY), 0), 60);
          expected.set(day, (expected.get(day) ?? 0) + 1);
        }
        const found = await readRenewalDays(ctx());
        expect(new Map(found.map(({ day, count }) => [day, count]))).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  it("puts what breaks first on top while something fails, and by expiry alone only when asked", async () => {
    const days = (count: number) => after(NOW, count * DAY);
    const make = (username: string, change: Partial<AccountRecord>) =>
      insertAccount(harness().db, record({ username, ...change }));
    await make("healthy", { expiresAt: days(2) });
    await make("failing.later", { expiresAt: days(20), failedAttempts: 1, lastFailedAt: NOW });
    await make("failing.sooner", { expiresAt: days(3), failedAttempts: 2, lastFailedAt: NOW });
    await make("gone", { expiresAt: days(1), disconnectedAt: NOW });
    const names = async (change: Partial<AccountQuery>) =>
      (await listAccounts(ctx(), query(change))).rows.map(({ username }) => username);
    expect(await names({})).toEqual(["failing.sooner", "failing.later", "healthy"]);
    expect(await names({ descending: true })).toEqual(["healthy", "failing.later", "failing.sooner"]);
    expect(await names({ sort: "expiry" })).toEqual(["healthy", "failing.sooner", "failing.later"]);
    expect(await names({ status: "failing" })).toEqual(["failing.sooner", "failing.later"]);
  });

  it("pages, sorts and searches, whatever the case", async () => {
    for (let index = 0; index < 120; index += 1) {
      const label = index % 10 === 0 ? "Éclair & Söhne" : "";
      await insertAccount(
        harness().db,
        record({ username: `user.${String(index).padStart(3, "0")}`, label, expiresAt: after(NOW, index * HOUR) }),
      );
    }
    const last = await listAccounts(ctx(), query({ sort: "username", descending: true, page: 3 }));
    expect(last).toMatchObject({ matching: 120, pages: 3, page: 3 });
    expect(last.rows.map(({ username }) => username)).toEqual(
      Array.from({ length: 20 }, (_, index) => `user.${String(19 - index).padStart(3, "0")}`),
    );
    expect((await listAccounts(ctx(), query({ page: 99 }))).page).toBe(3);
    expect((await listAccounts(ctx(), query({ search: "éCLAIR" }))).matching).toBe(12);
    expect((await listAccounts(ctx(), query({ search: "@USER.11" }))).matching).toBe(10);
    expect((await listAccounts(ctx(), query({ search: "100%" }))).matching).toBe(0);
    expect((await listAccounts(ctx(), query({ search: "user_0" }))).matching).toBe(0);
    expect((await listAccounts(ctx(), query({ label: "Éclair & Söhne" }))).matching).toBe(12);
    expect((await listAccounts(ctx(), query())).labels).toEqual(["Éclair & Söhne"]);
  });

  it("shows a dot an account while they fit, and sums by day beyond", async () => {
    await harness().db.connectedAccount.createMany({ data: Array.from({ length: 120 }, () => record()) });
    expect(await readRunway(ctx())).toMatchObject({ kind: "dots", total: 120 });
    await insertAccount(harness().db, record({ verdict: "dead" }));
    expect(await readRunway(ctx())).toEqual({
      kind: "bins",
      total: 121,
      bins: [
        { day: 0, status: "reconnect_needed", count: 1 },
        { day: 49, status: "active", count: 120 },
      ],
    });
  });

  it("never reads a token for the list", async () => {
    const accountId = await harness().connect("casa.marisol");
    const text = JSON.stringify([
      await listAccounts(harness().context(), query()),
      await readRunway(harness().context()),
    ]);
    expect(text).not.toContain((await harness().storedToken(accountId)) ?? "no token");
    expect(text).not.toContain("sealed");
  });
});
