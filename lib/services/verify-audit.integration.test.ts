import { beforeEach, expect, it } from "vitest";
import type { AuditEventRow } from "@/lib/db/audit-events";
import { openDatabase } from "@/lib/db/client";
import type { AuditFault } from "@/lib/domain/audit-fault";
import { type AuditMark, formatAuditMark, parseAuditMark } from "@/lib/domain/audit-mark";
import { emptyAudit, insertAuditEvents, tamperWithAudit } from "@/lib/test/audit-tampering";
import { onBothDatabases } from "@/lib/test/harness";
import { HOSTILE_TEXTS } from "@/lib/test/hostile-texts";
import { auditHash } from "./audit-hash";
import { serverContext } from "./context";
import { audit } from "./record-audit";
import { verifyAudit } from "./verify-audit";

const ROWS = 8;

onBothDatabases("verifying the audit log", (harness) => {
  beforeEach(() => emptyAudit(harness().db));

  async function write(count: number): Promise<void> {
    for (let number = 1; number <= count; number += 1) {
      await audit(harness().context(), {
        action: "role_changed",
        subject: `person ${number}`,
        detail: { from: "viewer", to: "owner" },
      });
    }
  }

  const rows = (): Promise<AuditEventRow[]> =>
    harness().db.auditEvent.findMany({ orderBy: { sequence: "asc" } }) as never;
  const mark = async (): Promise<AuditMark> => {
    const head = await harness().db.auditHead.findFirstOrThrow();
    return { sequence: head.sequence, hash: head.hash };
  };

  /** What is found after `tampering` with a log of {@link ROWS} rows. */
  async function faultAfter(tampering: (log: AuditEventRow[]) => Promise<unknown>): Promise<AuditFault | null> {
    await write(ROWS);
    const log = await rows();
    await tamperWithAudit(harness().db, () => tampering(log));
    const verdict = await verifyAudit(harness().adapters, { expected: null });
    return verdict.kind === "broken" ? verdict.fault : null;
  }

  /** Puts the rows from `first` on back into a chain that agrees with itself, as somebody who knows the code would. */
  async function chainAgain(first: number): Promise<void> {
    const { db } = harness();
    const log = await rows();
    let previousHash = log.find(({ sequence }) => sequence === first - 1)?.hash ?? "";
    for (const row of log.filter(({ sequence }) => sequence >= first)) {
      const hash = auditHash({ ...row, previousHash });
      await db.auditEvent.update({ where: { sequence: row.sequence }, data: { previousHash, hash } });
      previousHash = hash;
    }
    await db.auditHead.updateMany({ data: { hash: previousHash, sequence: log.at(-1)?.sequence } });
  }

  it("finds nothing wrong in what people from outside have typed", async () => {
    const typed = [...HOSTILE_TEXTS, `${"x".repeat(199)}😀`, "ada\0@example.com", "\ud83d", `${"😀".repeat(150)}`];
    for (const text of typed) {
      const input = { action: "sign_in_failed", outcome: "refused", subject: text, detail: { text } } as const;
      await audit(serverContext(harness().adapters), { ...input, address: text });
    }
    expect(await verifyAudit(harness().adapters, { expected: null })).toMatchObject({
      kind: "intact",
      head: { sequence: typed.length },
    });
  });

  it("finds nothing wrong in an empty log, and in one that many write to", async () => {
    expect(await verifyAudit(harness().adapters, { expected: null })).toEqual({
      kind: "intact",
      head: { sequence: 0, hash: "" },
    });
    await write(ROWS);
    const kept = await mark();
    expect(kept.sequence).toBe(ROWS);
    expect(parseAuditMark(formatAuditMark(kept))).toEqual(kept);
    await write(2);
    expect(await verifyAudit(harness().adapters, { expected: kept })).toEqual({ kind: "intact", head: await mark() });
  });

  it("finds a change in every single column", async () => {
    const changes: Partial<AuditEventRow>[] = [
      { at: new Date(0) },
      { action: "signed_in" },
      { outcome: "failed" },
      { actorId: "somebody-else" },
      { actorId: null },
      { actorName: "Somebody Else" },
      { address: "203.0.113.7" },
      { subject: "person 9" },
      { subject: null },
      { detail: '{"from":"owner","to":"owner"}' },
      { previousHash: "0".repeat(64) },
      { hash: "0".repeat(64) },
    ];
    for (const data of changes) {
      await emptyAudit(harness().db);
      const tamper = () => harness().db.auditEvent.update({ where: { sequence: 5 }, data });
      expect(await faultAfter(tamper), Object.keys(data).join()).toEqual({ kind: "changed", sequence: 5 });
    }
  });

  it.each([
    ["the first", 1, 1, "beginning"],
    ["some at the beginning", 1, 3, "beginning"],
    ["one in the middle", 4, 4, "middle"],
    ["some in the middle", 3, 6, "middle"],
    ["the last", ROWS, ROWS, "end"],
    ["some at the end", 6, ROWS, "end"],
    ["all", 1, ROWS, "end"],
  ] as const)("finds that rows are missing: %s", async (_name, first, last, place) => {
    const fault = await faultAfter(() =>
      harness().db.auditEvent.deleteMany({ where: { sequence: { gte: first, lte: last } } }),
    );
    expect(fault).toEqual({ kind: "missing", first, last, place });
  });

  it("finds a row whose hash was made to fit, by the row behind it or by the head", async () => {
    const forgeOne = (position: number) => (log: AuditEventRow[]) => {
      const { hash: _, ...row } = { ...log[position - 1], subject: "nobody" } as AuditEventRow;
      return harness().db.auditEvent.update({
        where: { sequence: position },
        data: { subject: row.subject, hash: auditHash(row) },
      });
    };
    expect(await faultAfter(forgeOne(3))).toEqual({ kind: "not_following", sequence: 4 });
    await emptyAudit(harness().db);
    expect(await faultAfter(forgeOne(ROWS))).toEqual({ kind: "head_differs", sequence: ROWS });
  });

  it("finds swapped and inserted rows", async () => {
    const { db } = harness();
    const move = (from: number, to: number) =>
      db.auditEvent.update({ where: { sequence: from }, data: { sequence: to } });
    const swap = async () => {
      await move(3, 100);
      await move(4, 3);
      await move(100, 4);
    };
    expect(await faultAfter(swap)).toEqual({ kind: "changed", sequence: 3 });

    await emptyAudit(db);
    const insert = async (log: AuditEventRow[]) => {
      for (let sequence = ROWS; sequence > 4; sequence -= 1) await move(sequence, sequence + 1);
      await db.auditEvent.create({ data: { ...log[3], sequence: 5, previousHash: log[3]?.hash } as AuditEventRow });
    };
    expect(await faultAfter(insert)).toEqual({ kind: "changed", sequence: 5 });

    await emptyAudit(db);
    const append = async (log: AuditEventRow[]) => {
      const row = { ...(log[7] as AuditEventRow), sequence: ROWS + 1, previousHash: log[7]?.hash ?? "" };
      await db.auditEvent.create({ data: { ...row, hash: auditHash(row) } });
    };
    expect(await faultAfter(append)).toEqual({ kind: "beyond_head", sequence: ROWS + 1 });

    await emptyAudit(db);
    expect(await faultAfter(() => move(1, 0))).toEqual({ kind: "before_first", sequence: 0 });
  });

  it.each([[0], [-7]])("finds a row that was put in before the first one, as number %d", async (sequence) => {
    const { db } = harness();
    const forge = (log: AuditEventRow[]) => {
      const row = { ...(log[0] as AuditEventRow), sequence, subject: "nobody" };
      return insertAuditEvents(db, [{ ...row, hash: auditHash(row) }]);
    };
    expect(await faultAfter(forge)).toEqual({ kind: "before_first", sequence });
  });

  it("finds a head that was changed or taken away", async () => {
    const { db } = harness();
    const setHead = (data: Partial<AuditMark>) => () => db.auditHead.updateMany({ data });
    expect(await faultAfter(setHead({ hash: "0".repeat(64) }))).toEqual({ kind: "head_differs", sequence: ROWS });
    await emptyAudit(db);
    expect(await faultAfter(setHead({ sequence: ROWS + 2 }))).toMatchObject({ kind: "missing", first: ROWS + 1 });
    await emptyAudit(db);
    expect(await faultAfter(setHead({ sequence: 5 }))).toEqual({ kind: "head_differs", sequence: 5 });
    await emptyAudit(db);
    const turnBack = (log: AuditEventRow[]) => setHead({ sequence: 5, hash: log[4]?.hash })();
    expect(await faultAfter(turnBack)).toEqual({ kind: "beyond_head", sequence: 6 });
    await emptyAudit(db);
    expect(await faultAfter(() => db.auditHead.deleteMany())).toEqual({ kind: "head_missing" });
  });

  it("finds by a mark kept earlier that the whole log was written anew", async () => {
    const { db, adapters } = harness();
    await write(ROWS);
    const kept = await mark();
    const forge = async () => {
      await db.auditEvent.update({ where: { sequence: 2 }, data: { subject: "nobody" } });
      await chainAgain(2);
    };
    await tamperWithAudit(db, forge);
    await write(3);
    expect(await verifyAudit(adapters, { expected: null })).toMatchObject({ kind: "intact" });
    expect(await verifyAudit(adapters, { expected: kept })).toEqual({
      kind: "broken",
      fault: { kind: "mark_differs", sequence: ROWS },
    });
    const cut = async () => {
      await db.auditEvent.deleteMany({ where: { sequence: { gt: 4 } } });
      await chainAgain(5);
      const [last] = (await rows()).slice(-1);
      await db.auditHead.updateMany({ data: { sequence: last?.sequence, hash: last?.hash } });
    };
    await tamperWithAudit(db, cut);
    expect(await verifyAudit(adapters, { expected: kept })).toEqual({
      kind: "broken",
      fault: { kind: "mark_missing", sequence: ROWS, last: 4 },
    });
  });

  it("finds values of another kind than Perennial ever writes", async () => {
    const { db } = harness();
    // Only SQLite takes a text where a time must be, and bytes for a text.
    if (db.kind === "postgresql") return;
    const spoilt = [
      [`"at" = 'yesterday'`, "changed"],
      ["action = 7", "changed"],
      [`"at" = 1.5e300`, "unreadable"],
      ["detail = x'00ff'", "unreadable"],
      [`"actorName" = x'41'`, "unreadable"],
    ];
    for (const [assignment, kind] of spoilt) {
      await emptyAudit(db);
      const spoil = () => db.$executeRawUnsafe(`UPDATE "AuditEvent" SET ${assignment} WHERE sequence = 6`);
      expect(await faultAfter(spoil), assignment).toEqual({ kind, sequence: 6 });
    }
  });

  it("takes nothing that is written meanwhile for a fault", async () => {
    await write(ROWS);
    // As another process: on SQLite one connection would see its own half-written transactions.
    const reader = openDatabase(harness().adapters.settings.databaseUrl);
    let writing = true;
    const writer = (async () => {
      while (writing) await write(1);
    })();
    try {
      for (let turn = 0; turn < 10; turn += 1) {
        expect(await verifyAudit({ db: reader }, { expected: null })).toMatchObject({ kind: "intact" });
      }
    } finally {
      writing = false;
      await reader.close();
      await writer;
    }
    expect((await mark()).sequence).toBeGreaterThan(ROWS);
  });

  it("reads 100,000 rows in seconds", { timeout: 120_000 }, async () => {
    const { db } = harness();
    const total = 100_000;
    let last: AuditMark = { sequence: 0, hash: "" };
    const log = Array.from({ length: total }, (_, index) => {
      const row = {
        sequence: index + 1,
        at: new Date(1_700_000_000_000 + index),
        action: "signed_in" as const,
        outcome: "done" as const,
        actorId: "ada",
        actorName: "Ada Lindqvist",
        address: "192.0.2.1",
        subject: null,
        detail: "{}",
        previousHash: last.hash,
      };
      last = { sequence: row.sequence, hash: auditHash(row) };
      return { ...row, hash: last.hash };
    });
    await insertAuditEvents(db, log);
    await db.auditHead.updateMany({ data: last });
    const began = performance.now();
    expect(await verifyAudit(harness().adapters, { expected: null })).toEqual({ kind: "intact", head: last });
    expect(performance.now() - began).toBeLessThan(30_000);
  });
});
