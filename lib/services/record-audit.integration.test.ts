import { expect, it } from "vitest";
import { findAuditHead } from "@/lib/db/audit-events";
import { onBothDatabases } from "@/lib/test/harness";
import { auditHash } from "./audit-hash";
import { serverContext } from "./context";
import { audit, recordAudit } from "./record-audit";

onBothDatabases("the audit log", (harness) => {
  it("says who, when, from where and what, without secrets", async () => {
    const ctx = harness().context();
    const subject = `ben@example.com token=IGAA${"x".repeat(60)}`;
    await audit(ctx, { action: "role_changed", subject, detail: { to: "owner", from: "viewer" } });
    await audit(serverContext(harness().adapters), {
      action: "sign_in_failed",
      outcome: "refused",
      address: "192.0.2.9",
    });
    const [first, second] = await harness().auditEvents();
    expect(first).toMatchObject({
      at: ctx.now,
      action: "role_changed",
      outcome: "done",
      actorId: "ada",
      actorName: "Ada Lindqvist",
      address: "192.0.2.1",
      subject: "ben@example.com token=[redacted]",
      detail: '{"from":"viewer","to":"owner"}',
    });
    expect(second).toMatchObject({ actorId: null, actorName: null, address: "192.0.2.9", outcome: "refused" });
  });

  it("chains each row to the one before, also when many write at once", async () => {
    const writes = Array.from({ length: 20 }, (_, number) =>
      audit(harness().context(), { action: "profile_changed", subject: `person ${number}` }),
    );
    await Promise.all(writes);
    const events = await harness().auditEvents();
    expect(events).toHaveLength(20);
    events.forEach((event, index) => {
      expect(event.sequence).toBe(harness().auditStart + index + 1);
      expect(event.hash).toBe(auditHash(event));
      if (index > 0) expect(event.previousHash).toBe(events[index - 1]?.hash);
    });
    const last = events.at(-1);
    expect(await findAuditHead(harness().db)).toEqual({ sequence: last?.sequence, hash: last?.hash });
  });

  it("stands or falls with what it tells of", async () => {
    const ctx = harness().context();
    const work = ctx.db.transaction(async (tx) => {
      await tx.user.update({ where: { id: "ada" }, data: { role: "viewer" } });
      await recordAudit(ctx, tx, { action: "role_changed", subject: "ada@example.com" });
      throw new Error("the disk is gone");
    });
    await expect(work).rejects.toThrow("the disk is gone");
    expect(await harness().auditEvents()).toEqual([]);
    expect((await harness().db.user.findFirst())?.role).toBe("owner");
  });

  it("refuses to change or delete what is written", async () => {
    await audit(harness().context(), { action: "signed_out" });
    const { db } = harness();
    const written = await harness().auditEvents();
    await expect(db.auditEvent.updateMany({ data: { actorName: "Somebody else" } })).rejects.toThrow();
    await expect(db.auditEvent.deleteMany()).rejects.toThrow();
    expect(await harness().auditEvents()).toEqual(written);
    expect(written).toHaveLength(1);
  });

  it("refuses to put a row in the place of another one", async () => {
    await audit(harness().context(), { action: "signed_out" });
    const { db } = harness();
    const written = await harness().auditEvents();
    const { sequence } = written[0] ?? { sequence: 0 };
    const row = `"AuditEvent" ("sequence", "at", "action", "outcome", "detail", "previousHash", "hash")
      SELECT "sequence", "at", 'signed_in', "outcome", "detail", "previousHash", "hash" FROM "AuditEvent"
      WHERE "sequence" = ${sequence}`;
    const replace = {
      sqlite: `INSERT OR REPLACE INTO ${row}`,
      postgresql: `INSERT INTO ${row} ON CONFLICT ("sequence") DO UPDATE SET "action" = 'signed_in'`,
    };
    await expect(db.$executeRawUnsafe(replace[db.kind])).rejects.toThrow();
    expect(await harness().auditEvents()).toEqual(written);
  });
});
