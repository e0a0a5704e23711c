import { stat } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { openDatabase } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/sqlite/client";
import { migrateDatabase } from "@/lib/db/migrate";
import { readMigrations } from "@/lib/db/migration-files";
import { LEFT_OUT } from "@/lib/domain/restored-content";
import { emptyAudit } from "@/lib/test/audit-tampering";
import {
  adaptersOn,
  asRestored,
  contentOf,
  filledDatabase,
  KINDS,
  newDatabase,
  newFile,
  QUIET,
  restore,
} from "@/lib/test/backup-world";
import { everyTable } from "@/lib/test/every-table";
import { checkKeys } from "./check-keys";
import { type Adapters, serverContext } from "./context";
import { makeBackup } from "./make-backup";
import { audit } from "./record-audit";
import { tokenContext } from "./store-token";
import { verifyAudit } from "./verify-audit";

/** As after a crash at the end of the load: nothing more can be written. */
const unreachable = (target: Adapters): Adapters => ({
  ...target,
  db: openDatabase("postgresql://nobody@127.0.0.1:1/nothing"),
});

const DIRECTIONS = KINDS.flatMap((from) => KINDS.map((to) => ({ from, to })));

describe("the tables", () => {
  it.each(KINDS)("of a backup are all of the schema's, found from the database: %s", async (kind) => {
    const models = Object.values(Prisma.ModelName).sort();
    expect(models.length).toBeGreaterThan(25);
    const source = await filledDatabase(kind);
    const { head } = await makeBackup(source, { ...QUIET, file: newFile() });
    expect(head.tables.map(({ name }) => name).sort()).toEqual(models);
    expect(head.tables.filter(({ rows }) => rows < 3)).toEqual([]);
    await source.db.close();
  });

  it("that a restore leaves out exist", () => {
    expect(LEFT_OUT.filter((name) => !everyTable().some((table) => table.name === name))).toEqual([]);
  });

  it("have migrations of the same names on both databases", () => {
    const [one, other] = KINDS.map((kind) => readMigrations(kind).map(({ name }) => name));
    expect(one).toEqual(other);
  });
});

describe.each(DIRECTIONS)("a backup from $from", ({ from, to }) => {
  it(`fills an empty ${to} database with the same rows, and its tokens open`, async () => {
    const source = await filledDatabase(from);
    const file = newFile();
    const made = await makeBackup(source, { ...QUIET, file });
    expect(made).toMatchObject({ keyId: "k1", unreadable: 0 });
    const target = await newDatabase(to);
    await restore(target, file);
    expect(await contentOf(target)).toEqual(asRestored(await contentOf(source)));
    const tokens = await target.db.accountToken.findMany();
    expect(tokens.length).toBe(3);
    for (const { accountId, sealed } of tokens) target.vault.open(sealed, tokenContext(accountId));
    await checkKeys(target);
    await Promise.all([source.db.close(), target.db.close()]);
  });

  it(`brings an audit log to ${to} that is intact and goes on`, async () => {
    const source = await newDatabase(from);
    await migrateDatabase(source.settings.databaseUrl);
    await checkKeys(source);
    const detail = { text: "é 名前 \u2028 🌸", number: 1, yes: true, none: null };
    for (let number = 0; number < 5; number += 1) {
      await audit(serverContext(source), { action: "setting_changed", subject: `setting ${number}`, detail });
    }
    const file = newFile();
    await makeBackup(source, { ...QUIET, file });
    const target = await newDatabase(to);
    await restore(target, file);
    expect(await verifyAudit(target, { expected: null })).toMatchObject({ kind: "intact", head: { sequence: 6 } });
    const newest = await target.db.auditEvent.findFirst({ orderBy: { sequence: "desc" } });
    expect(newest).toMatchObject({ action: "backup_restored", subject: "a.backup", actorName: null });
    const record = await source.db.auditEvent.findFirst({ orderBy: { sequence: "desc" } });
    expect(record).toMatchObject({ sequence: 6, action: "backup_made", subject: "a.backup" });
    await Promise.all([source.db.close(), target.db.close()]);
  });

  it(`stands in the audit log of ${to} together with its rows, whatever happens a moment later`, async () => {
    const source = await filledDatabase(from);
    await emptyAudit(source.db);
    await audit(serverContext(source), { action: "setting_changed" });
    const file = newFile();
    await makeBackup(source, { ...QUIET, file });
    const target = await newDatabase(to);
    expect(await restore(unreachable(target), file)).toMatchObject({ isRecorded: true });
    expect(await target.db.accountToken.count()).toBe(3);
    expect((await target.db.auditEvent.findMany()).map(({ action }) => action)).toEqual([
      "setting_changed",
      "backup_restored",
    ]);
    expect(await verifyAudit(target, { expected: null })).toMatchObject({ kind: "intact", head: { sequence: 2 } });
    await Promise.all([source.db.close(), target.db.close()]);
  });

  it(`is restored into ${to} and says so when the audit log has no place for a row of it`, async () => {
    // The log's end is not where its head says.
    const source = await filledDatabase(from);
    const file = newFile();
    await makeBackup(source, { ...QUIET, file });
    const target = await newDatabase(to);
    expect(await restore(unreachable(target), file)).toMatchObject({ isRecorded: false });
    expect(await target.db.accountToken.count()).toBe(3);
    await Promise.all([source.db.close(), target.db.close()]);
  });

  it(`takes the place of what a ${to} database holds only when asked to`, async () => {
    const source = await filledDatabase(from);
    const file = newFile();
    await makeBackup(source, { ...QUIET, file });
    const target = await filledDatabase(to);
    await target.db.user.create({
      data: {
        id: "old",
        email: "old@example.com",
        name: "Old",
        passwordHash: "x",
        role: "owner",
        createdAt: new Date(),
      },
    });
    await target.db.close();
    const before = await contentOf(target);
    await expect(restore(target, file)).rejects.toMatchObject({ code: "database_not_empty" });
    expect(await contentOf(target)).toEqual(before);
    const { copy } = await restore(target, file, true);
    expect(await contentOf(target)).toEqual(asRestored(await contentOf(source)));
    if (to === "sqlite") {
      expect((await stat(copy ?? "")).mode & 0o777).toBe(0o600);
      expect(await contentOf(adaptersOn(`file:${copy}`))).toEqual(before);
    } else expect(copy).toBeNull();
    await expect(target.db.auditEvent.deleteMany()).rejects.toThrow();
    await expect(target.db.auditEvent.updateMany({ data: { subject: "x" } })).rejects.toThrow();
    await target.db.close();
    await source.db.close();
  });
});
