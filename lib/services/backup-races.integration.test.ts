import { once } from "node:events";
import { lutimes, mkdir, readdir, symlink, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { DatabaseKind } from "@/lib/db/database-url";
import { migrateDatabase } from "@/lib/db/migrate";
import { after, DAY } from "@/lib/domain/durations";
import {
  adaptersOn,
  contentOf,
  filledDatabase,
  KINDS,
  newDatabase,
  newFile,
  QUIET,
  restore,
  startProcess,
} from "@/lib/test/backup-world";
import { openBackupFile } from "./backup-file";
import { checkKeys } from "./check-keys";
import type { Adapters } from "./context";
import { makeBackup } from "./make-backup";

const BACKUPS_WHILE_WRITING = 3;
const MANY_EVENTS = 3_000;

/** The rows of a table in a backup, by the names of their columns. */
async function rowsInBackup({ settings }: Adapters, made: string, name: string): Promise<Record<string, unknown>[]> {
  const backup = await openBackupFile(made, settings.keyRing);
  const found: Record<string, unknown>[] = [];
  for await (const { table, rows } of backup.rows()) {
    if (table.name !== name) continue;
    for (const row of rows) found.push(Object.fromEntries(table.columns.map((column, at) => [column.name, row[at]])));
  }
  await backup.close();
  return found;
}

let file: string;
beforeAll(async () => {
  const source = await filledDatabase("sqlite");
  const data = Array.from({ length: MANY_EVENTS }, (_, number) => ({
    id: `event-${number}`,
    at: new Date(),
    kind: "checked",
    tokenVersion: number,
  }));
  await source.db.accountEvent.createMany({ data });
  file = newFile();
  await makeBackup(source, { ...QUIET, file });
  await source.db.close();
});

async function closedDatabase(kind: DatabaseKind): Promise<Adapters> {
  const adapters = await filledDatabase(kind);
  await adapters.db.close();
  return adapters;
}

describe.each(KINDS)("on %s", (kind) => {
  it("a backup shows one moment, while another process writes without a pause", async () => {
    const source = await newDatabase(kind);
    await migrateDatabase(source.settings.databaseUrl);
    await checkKeys(source);
    const run = { kind: "extend", startedByName: "Ada", createdAt: new Date(), total: 0 };
    await source.db.batchRun.createMany({ data: ["one", "other"].map((id) => ({ id, ...run })) });
    const writer = startProcess("writer-process", [source.settings.databaseUrl]);
    await once(writer, "message");
    const totals: unknown[] = [];
    for (let number = 0; number < BACKUPS_WHILE_WRITING; number += 1) {
      const made = newFile();
      await makeBackup(source, { ...QUIET, file: made });
      const [one, other] = await rowsInBackup(source, made, "BatchRun");
      expect(one?.total).toBe(other?.total);
      expect(await rowsInBackup(source, made, "AccountEvent")).toHaveLength(Number(one?.total));
      totals.push(one?.total);
    }
    expect(new Set(totals).size).toBe(BACKUPS_WHILE_WRITING);
    writer.kill();
    await once(writer, "exit");
    await source.db.close();
  });

  it("a restore refuses while anybody has the database open, and works when they are gone", async () => {
    const target = await closedDatabase(kind);
    await target.db.user.count();
    const before = await contentOf(target);
    await expect(restore(target, file, true)).rejects.toMatchObject({ code: "database_in_use" });
    expect(await contentOf(target)).toEqual(before);
    await target.db.close();
    await restore(target, file, true);
    await target.db.close();
    expect((await contentOf(target)).AccountEvent).toHaveLength(MANY_EVENTS + 3);
  });

  it("a restore that is killed half-way leaves everything as it was, and can be run again", async () => {
    const target = await closedDatabase(kind);
    const before = await contentOf(target);
    const { databaseUrl } = target.settings;
    const env = {
      DATABASE_URL: databaseUrl,
      NEXTAUTH_URL: "http://localhost:3000",
      NEXTAUTH_SECRET: "a-secret-for-tests-that-is-long-enough",
      TOKEN_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
    };
    const restorer = startProcess("restore-process", [file], env);
    const [said] = await once(restorer.stdout ?? restorer, "data");
    expect(String(said)).toBe("half\n");
    restorer.kill("SIGKILL");
    await once(restorer, "exit");
    expect(await contentOf(target)).toEqual(before);
    await expect(target.db.auditEvent.deleteMany()).rejects.toThrow();
    await target.db.close();
    await restore(target, file, true);
    await target.db.close();
    expect((await contentOf(target)).AccountEvent).toHaveLength(MANY_EVENTS + 3);
  });

  it("of restores at the same time one fills the database, and the others are refused", async () => {
    const { settings } = await newDatabase(kind);
    const rivals = [1, 2, 3].map(() => adaptersOn(settings.databaseUrl));
    const results = await Promise.allSettled(rivals.map((rival) => restore(rival, file)));
    await Promise.all(rivals.map(({ db }) => db.close()));
    const refusals = results.filter((result) => result.status === "rejected").map(({ reason }) => reason);
    expect(refusals).toHaveLength(2);
    for (const reason of refusals) {
      expect(reason).toMatchObject({ code: expect.stringMatching(/^database_(in_use|not_empty)$/) });
    }
    expect((await contentOf({ settings })).AccountEvent).toHaveLength(MANY_EVENTS + 3);
  });
});

it("backups at the same time tidy up after killed ones, and whatever lies there keeps none of them away", async () => {
  const source = await filledDatabase("sqlite");
  const folder = dirname(newFile());
  await mkdir(folder);
  const longAgo = after(new Date(), -2 * DAY);
  for (let number = 0; number < 200; number += 1) {
    const leftover = join(folder, `.perennial-backup-${number}`);
    await mkdir(leftover);
    await utimes(leftover, longAgo, longAgo);
  }
  const dangling = join(folder, ".perennial-backup-link");
  await symlink("/nowhere/at/all", dangling);
  await lutimes(dangling, longAgo, longAgo);
  const names = ["one.backup", "two.backup", "three.backup", "four.backup"];
  await Promise.all(names.map((name) => makeBackup(source, { ...QUIET, file: join(folder, name) })));
  expect((await readdir(folder)).sort()).toEqual([...names].sort());
  await source.db.close();
});

it("a backup that is stopped leaves nothing behind", async () => {
  const source = await filledDatabase("sqlite");
  const stopped = newFile();
  await mkdir(dirname(stopped));
  const stopping = new AbortController();
  stopping.abort();
  await expect(makeBackup(source, { ...QUIET, file: stopped, signal: stopping.signal })).rejects.toThrow(/abort/i);
  expect(await readdir(dirname(stopped))).toEqual([]);
  await source.db.close();
});
