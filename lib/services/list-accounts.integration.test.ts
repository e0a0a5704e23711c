import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { findAccounts, sumAccounts } from "@/lib/db/account-list";
import { type AccountRecord, insertAccount } from "@/lib/db/accounts";
import { type AccountQuery, parseAccountQuery } from "@/lib/domain/account-query";
import { after, DAY, HOUR } from "@/lib/domain/durations";
import { decideExtend } from "@/lib/domain/renewal-rule";
import { runwayBins, runwayDot } from "@/lib/domain/runway";
import { needsAttention, TOKEN_STATUSES, tokenStatus } from "@/lib/domain/token-status";
import { onBothDatabases } from "@/lib/test/harness";
import { accountRecord } from "@/prisma/factories";
import { listAccounts, readRunway } from "./list-accounts";

const NOW = new Date("2026-11-23T12:00:00.000Z");

function record(change: Partial<AccountRecord> = {}): AccountRecord {
  const username = change.username ?? `user.${randomUUID().slice(0, 8)}`;
  const instagramUserId = String(Math.floor(Math.random() * 1e15));
  const dates = { connectedAt: NOW, issuedAt: after(NOW, -10 * DAY), expiresAt: after(NOW, 50 * DAY) };
  return accountRecord({ ...dates, name: "", instagramUserId, ...change, username });
}

const query = (change: Partial<AccountQuery> = {}): AccountQuery => ({ ...parseAccountQuery({}), ...change });
const edges = [0, 1, 13, 14, 15, 25 / 24, 30, 59, 60, 90].flatMap((days) => [-1, 0, 1].map((ms) => days * DAY + ms));
const offset = fc.oneof(fc.constantFrom(...edges), fc.integer({ min: -90 * DAY, max: 90 * DAY }));
const rows = fc.array(
  fc.record({
    verdict: fc.constantFrom(null, null, "dead" as const, "action_needed" as const, "permission" as const),
    expiresAt: offset.map((ms) => after(NOW, ms)),
    issuedAt: offset.map((ms) => after(NOW, -Math.abs(ms))),
    disconnectedAt: fc.constantFrom(null, null, null, NOW),
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
