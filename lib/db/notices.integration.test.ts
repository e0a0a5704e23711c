import { expect, it } from "vitest";
import type { DueNotice } from "@/lib/domain/notice";
import { onBothDatabases } from "@/lib/test/harness";
import { insertNotices } from "./notices";

onBothDatabases("insertNotices", (harness) => {
  const at = new Date("2027-01-04T09:00:00.123Z");

  function notice(key: string, accountId: string | null = null): DueNotice & { at: Date } {
    const detail = { username: null, label: "", expiresAt: null, what: "Ä <b>", next: "Wait." };
    return { key, kind: "scheduler_stopped", accountId, detail, at };
  }

  it("writes each key once and says how many were new", async () => {
    const { db } = harness();
    await db.notice.deleteMany();
    expect(await insertNotices(db, [notice("a"), notice("b"), notice("a")])).toBe(2);
    expect(await insertNotices(db, [notice("b"), notice("c")])).toBe(1);
    expect(await insertNotices(db, [])).toBe(0);
    const rows = await db.notice.findMany({ orderBy: { key: "asc" } });
    expect(rows.map((row) => row.key)).toEqual(["a", "b", "c"]);
    expect(rows[0]?.at).toEqual(at);
    expect(JSON.parse(rows[0]?.detail ?? "")).toEqual(notice("a").detail);
  });

  it("goes with its transaction, and takes more than a statement holds", async () => {
    const { db } = harness();
    await db.notice.deleteMany();
    const accountId = await harness().connect("casa.marisol");
    const many = Array.from({ length: 450 }, (_, index) => notice(`key ${index}`, accountId));
    await expect(
      db.transaction(async (tx) => {
        await insertNotices(tx, many);
        throw new Error("undone");
      }),
    ).rejects.toThrow("undone");
    expect(await db.notice.count()).toBe(0);
    expect(await db.transaction((tx) => insertNotices(tx, many))).toBe(450);
    expect((await db.notice.findMany({ where: { at } })).every((row) => row.accountId === accountId)).toBe(true);
  });

  it("lets two writers of the same key write one row", async () => {
    const { db } = harness();
    await db.notice.deleteMany();
    const counts = await Promise.all(
      Array.from({ length: 6 }, () => db.transaction((tx) => insertNotices(tx, [notice("same")]))),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
  });
});
