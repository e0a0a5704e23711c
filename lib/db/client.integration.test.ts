import Sqlite from "better-sqlite3";
import { expect, it } from "vitest";
import { claimLease } from "@/lib/db/accounts";
import { after, MINUTE } from "@/lib/domain/durations";
import { renewToken } from "@/lib/services/renew-token";
import { onBothDatabases } from "@/lib/test/harness";
import { sqlitePath } from "./database-url";

onBothDatabases("the database client", (harness) => {
  it("rolls everything back when a transaction throws", async () => {
    const accountId = await harness().connect("casa.marisol");
    const work = harness().db.transaction(async (tx) => {
      await tx.connectedAccount.updateMany({ data: { label: "half done" } });
      throw new Error("stop");
    });
    await expect(work).rejects.toThrow("stop");
    expect((await harness().account(accountId)).label).toBe("");
  });

  it("lets one of many claim a lease", async () => {
    const accountId = await harness().connect("casa.marisol");
    const { db, clock } = harness().adapters;
    const now = clock();
    const claims = Array.from({ length: 20 }, (_, index) =>
      claimLease(db, accountId, `p${index}`, now, after(now, MINUTE)),
    );
    expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1);
  });

  it("takes a NUL for a character that stands nowhere, in transactions, too", async () => {
    const accountId = await harness().connect("casa.marisol");
    const { db } = harness();
    expect(await db.connectedAccount.findUnique({ where: { id: "\0" } })).toBeNull();
    expect(await db.connectedAccount.count({ where: { searchText: { contains: "casa\0" } } })).toBe(0);
    await db.transaction(async (tx) => {
      await tx.connectedAccount.update({ where: { id: accountId }, data: { label: "a\0b" } });
    });
    expect((await harness().account(accountId)).label).toMatch(/^a(?:\0|\ufffd)b$/);
  });

  it("keeps instants to the millisecond", async () => {
    const at = new Date("2027-01-09T06:14:07.123Z");
    const accountId = await harness().connect("casa.marisol");
    await harness().db.connectedAccount.updateMany({ data: { lastCheckedAt: at } });
    expect((await harness().account(accountId)).lastCheckedAt).toEqual(at);
  });

  it("gives a coded error while another process holds the SQLite file, writes nothing half, and works again after", async () => {
    if (harness().db.kind !== "sqlite") return;
    const accountId = await harness().connect("casa.marisol", { ageDays: 10 });
    const other = new Sqlite(sqlitePath(harness().adapters.settings.databaseUrl));
    other.exec("BEGIN IMMEDIATE");
    const blocked = renewToken(harness().context(), { accountId });
    await expect(blocked).rejects.toMatchObject({ code: "database_unavailable" });
    other.exec("ROLLBACK");
    other.close();
    expect(await harness().account(accountId)).toMatchObject({ tokenVersion: 1, leaseId: null });
    expect((await renewToken(harness().context(), { accountId })).kind).toBe("extended");
  });

  it("gives a coded error on a full disk, keeps the token, and works again after", async () => {
    if (harness().db.kind !== "sqlite") return;
    const accountId = await harness().connect("casa.marisol", { ageDays: 10 });
    const before = await harness().storedToken(accountId);
    const { db } = harness();
    const [pages] = await db.$queryRawUnsafe<{ page_count: bigint }[]>("PRAGMA page_count");
    await db.$queryRawUnsafe(`PRAGMA max_page_count = ${pages?.page_count}`);
    const fill = async () => {
      for (let index = 0; index < 200; index += 1) {
        await db.accountEvent.create({
          data: {
            id: `filler-${index}`,
            accountId,
            at: new Date(),
            kind: "checked",
            tokenVersion: 1,
            detail: "x".repeat(4000),
          },
        });
      }
    };
    await expect(fill()).rejects.toMatchObject({ code: "database_unavailable" });
    await db.$queryRawUnsafe("PRAGMA max_page_count = 1073741823");
    expect(await harness().storedToken(accountId)).toBe(before);
    expect((await renewToken(harness().context(), { accountId })).kind).toBe("extended");
  });
});
