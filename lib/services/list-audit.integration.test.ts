import { parse } from "csv-parse/sync";
import { beforeEach, expect, it } from "vitest";
import type { AuditEventRow } from "@/lib/db/audit-events";
import { AUDIT_EVENTS_PER_PAGE, type AuditQuery, MOST_AUDIT_PAGES, NOBODY } from "@/lib/domain/audit-query";
import { after, DAY, SECOND } from "@/lib/domain/durations";
import { emptyAudit, insertAuditEvents } from "@/lib/test/audit-tampering";
import { onBothDatabases } from "@/lib/test/harness";
import { serverContext } from "./context";
import { listAudit } from "./list-audit";
import { audit } from "./record-audit";
import { writeAuditCsv } from "./write-audit-csv";

const EVERYTHING: AuditQuery = { action: null, person: "", outcome: null, from: null, to: null, page: 1 };

onBothDatabases("the audit log's page", (harness) => {
  beforeEach(() => emptyAudit(harness().db));

  const list = (change: Partial<AuditQuery> = {}) => listAudit(harness().context(), { ...EVERYTHING, ...change });
  const subjects = async (change: Partial<AuditQuery>) => (await list(change)).entries.map(({ subject }) => subject);

  async function download(change: Partial<AuditQuery> = {}): Promise<Record<string, string>[]> {
    let text = "";
    for await (const piece of await writeAuditCsv(harness().context(), { ...EVERYTHING, ...change })) text += piece;
    return parse(text, { bom: true, columns: true });
  }

  /** Many events of three people, as rows: nobody asks here whether the chain holds. */
  function manyEvents(count: number): AuditEventRow[] {
    const start = new Date("2026-01-01T00:00:00.000Z");
    return Array.from({ length: count }, (_, index) => ({
      sequence: index + 1,
      at: after(start, index * SECOND),
      action: index % 1_000 === 0 ? "role_changed" : "signed_in",
      outcome: index % 500 === 0 ? "refused" : "done",
      actorId: index % 3 === 0 ? null : `person-${index % 3}`,
      actorName: index % 3 === 0 ? null : `Person ${index % 3}`,
      address: "192.0.2.1",
      subject: `event ${index + 1}`,
      detail: "{}",
      previousHash: "",
      hash: "",
    }));
  }

  it("shows the newest first, and what the filters leave", async () => {
    const ada = harness().context();
    const ben = harness().context({ userId: "ben", name: "Ben Okafor" });
    await audit(ada, { action: "role_changed", subject: "one" });
    await audit(ben, { action: "signed_in", subject: "two" });
    await audit(ben, { action: "token_revealed", subject: "three", outcome: "refused" });
    await audit(serverContext(harness().adapters), { action: "sign_in_failed", subject: "four", outcome: "refused" });
    expect(await subjects({})).toEqual(["four", "three", "two", "one"]);
    expect(await subjects({ action: "role_changed" })).toEqual(["one"]);
    expect(await subjects({ action: "signing_in" })).toEqual(["four", "two"]);
    expect(await subjects({ outcome: "refused" })).toEqual(["four", "three"]);
    expect(await subjects({ person: "ben okafor" })).toEqual(["three", "two"]);
    expect(await subjects({ person: NOBODY })).toEqual(["four"]);
    expect(await subjects({ person: "Nobody of that name" })).toEqual([]);
    expect(await subjects({ person: "Ben Okafor", action: "signing_in", outcome: "done" })).toEqual(["two"]);
    const today = ada.now.toISOString().slice(0, 10);
    expect(await subjects({ from: today, to: today })).toHaveLength(4);
    expect(await subjects({ to: after(ada.now, -DAY).toISOString().slice(0, 10) })).toEqual([]);
    expect((await list()).people).toEqual(["Ada Lindqvist", "Ben Okafor"]);
  });

  it("is for owners", async () => {
    for (const role of ["manager", "viewer"] as const) {
      const ctx = harness().context({ role });
      await expect(listAudit(ctx, EVERYTHING)).rejects.toMatchObject({ code: "forbidden" });
      await expect(writeAuditCsv(ctx, EVERYTHING)).rejects.toMatchObject({ code: "forbidden" });
    }
    expect((await list()).entries).toEqual([]);
  });

  it("pages to the end, and says where no page leads", async () => {
    await insertAuditEvents(harness().db, manyEvents(AUDIT_EVENTS_PER_PAGE * MOST_AUDIT_PAGES + 1));
    const first = await list();
    expect(first.entries).toHaveLength(AUDIT_EVENTS_PER_PAGE);
    expect(first).toMatchObject({ hasMore: true, endsHere: false });
    const last = await list({ page: MOST_AUDIT_PAGES });
    expect(last.entries.at(-1)?.sequence).toBe(2);
    expect(last).toMatchObject({ hasMore: false, endsHere: true });
    expect(await list({ action: "role_changed" })).toMatchObject({ hasMore: false, endsHere: false });
  });

  it("can be taken along as a file, which says so itself", async () => {
    await audit(harness().context(), { action: "role_changed", subject: "=HYPERLINK(1)", detail: { to: "owner" } });
    const records = await download();
    expect(records).toHaveLength(2);
    expect(records[0]).toMatchObject({ action: "audit_exported", person: "Ada Lindqvist", address: "192.0.2.1" });
    expect(records[1]).toMatchObject({ sequence: "1", subject: "'=HYPERLINK(1)", detail: '{"to":"owner"}' });
    const [stored] = await harness().db.auditEvent.findMany({ orderBy: { sequence: "asc" }, take: 1 });
    expect(records[1]?.hash).toBe(stored?.hash);
  });

  it("stays quick with 100,000 rows, and takes all of them along", { timeout: 180_000 }, async () => {
    const { db } = harness();
    await insertAuditEvents(db, manyEvents(100_000));
    await db.auditHead.updateMany({ data: { sequence: 100_000 } });
    const began = performance.now();
    expect((await list()).entries[0]?.subject).toBe("event 100000");
    expect((await list({ action: "role_changed", page: 2 })).entries).toHaveLength(AUDIT_EVENTS_PER_PAGE);
    expect((await list({ action: "signing_in", person: "Person 2", page: MOST_AUDIT_PAGES })).entries).not.toEqual([]);
    expect((await list({ outcome: "refused", action: "people" })).entries).toHaveLength(AUDIT_EVENTS_PER_PAGE);
    expect((await list({ from: "2026-01-01", to: "2026-01-01", page: 3 })).entries).not.toEqual([]);
    expect((await list({ person: "Person 1", outcome: "failed" })).entries).toEqual([]);
    expect(performance.now() - began).toBeLessThan(10_000);
    const numbers = (await download()).map(({ sequence }) => Number(sequence));
    expect(numbers).toHaveLength(100_001);
    expect(numbers.every((number, index) => index === 0 || number === (numbers[index - 1] ?? 0) - 1)).toBe(true);
  });

  it("finds everybody of a team of any size by name, whatever the case, by the name they had last", async () => {
    const ctx = serverContext(harness().adapters);
    for (let number = 0; number < 60; number += 1) {
      const actor = { userId: `p-${String(number).padStart(2, "0")}`, name: `Person ${number}` };
      await audit(ctx, { action: "signed_in", subject: `by ${number}`, actor });
    }
    await audit(ctx, { action: "profile_changed", subject: "renamed", actor: { userId: "p-07", name: "Bo" } });
    expect(new Set((await list()).people)).toEqual(
      new Set(["Bo", ...Array.from({ length: 60 }, (_, number) => `Person ${number}`)].filter((n) => n !== "Person 7")),
    );
    for (const number of [0, 1, 59]) expect(await subjects({ person: `person ${number}` })).toEqual([`by ${number}`]);
    expect(await subjects({ person: "Bo" })).toEqual(["renamed", "by 7"]);
    expect(await subjects({ person: "Nobody of that name" })).toEqual([]);
    expect(await download({ person: "Person 0" })).toHaveLength(1);
  });
});
