import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { sqlitePath } from "@/lib/db/database-url";
import { migrateDatabase } from "@/lib/db/migrate";
import { readMigrations } from "@/lib/db/migration-files";
import { contentOf, filledDatabase, KINDS, newDatabase, newFile, QUIET, restore } from "@/lib/test/backup-world";
import { everyTable } from "@/lib/test/every-table";
import { CHUNK_BYTES } from "@/lib/vault/sealed-stream";
import type { BackupHead } from "./backup-content";
import { openBackupFile, writeBackupFile } from "./backup-file";
import { checkBackup } from "./check-backup";
import type { Adapters } from "./context";
import { makeBackup } from "./make-backup";

const KEY = Buffer.alloc(32, 1).toString("base64");
const OTHER_KEY = randomBytes(32).toString("base64");
const HEADER_BYTES = 16 + 2 + "k1".length + 32 + 32;
const SEALED_CHUNK = CHUNK_BYTES + 16;

let source: Adapters;
let file: string;
let good: Buffer;
let head: BackupHead;

beforeAll(async () => {
  source = await filledDatabase("sqlite");
  const at = new Date();
  // What cannot be compressed, so that the file has several chunks.
  const message = randomBytes(3 * CHUNK_BYTES).toString("base64");
  await source.db.accountEvent.create({ data: { id: "long", at, kind: "checked", tokenVersion: 1, message } });
  file = newFile();
  ({ head } = await makeBackup(source, { ...QUIET, file }));
  good = await readFile(file);
  await source.db.close();
});

async function asFile(bytes: Uint8Array): Promise<string> {
  const name = newFile();
  await mkdir(dirname(name));
  await writeFile(name, bytes);
  return name;
}

/** A file that is sealed as it should be and holds these lines. */
async function sealedFile(lines: readonly unknown[]): Promise<string> {
  const name = newFile();
  await mkdir(dirname(name));
  async function* text(): AsyncGenerator<string> {
    for (const line of lines) yield `${JSON.stringify(line)}\n`;
  }
  await writeBackupFile(name, source.settings.keyRing, text(), QUIET.signal);
  return name;
}

describe.each(KINDS)("a restore into %s", (kind) => {
  let target: Adapters;
  beforeAll(async () => {
    target = await filledDatabase(kind);
    await target.db.close();
  });

  /** Tries files, even with leave to replace everything, and looks whether anything was touched. */
  async function expectRefusals(files: readonly string[], code: string | RegExp, keys = `k1:${KEY}`): Promise<void> {
    const before = await contentOf(target);
    const blank = await newDatabase(kind, { TOKEN_ENCRYPTION_KEYS: keys });
    const { databaseUrl } = target.settings;
    for (const adapters of [{ ...blank, settings: { ...blank.settings, databaseUrl } }, blank]) {
      for (const bad of files) {
        const attempt = restore(adapters, bad, true);
        await expect(attempt).rejects.toMatchObject({ name: "AppError", code: expect.stringMatching(code) });
      }
    }
    expect(await contentOf(target)).toEqual(before);
    if (kind === "sqlite") expect(existsSync(sqlitePath(blank.settings.databaseUrl))).toBe(false);
  }

  it("writes nothing from a file that was cut", async () => {
    const lengths = [0, 10, HEADER_BYTES - 1, HEADER_BYTES, HEADER_BYTES + 15, HEADER_BYTES + SEALED_CHUNK];
    lengths.push(HEADER_BYTES + 2 * SEALED_CHUNK + 77, good.length - 1);
    const files = await Promise.all(lengths.map((length) => asFile(good.subarray(0, length))));
    await expectRefusals(files, /^backup_(damaged|unknown)$/);
  });

  it("writes nothing from a file that was lengthened, or whose chunks changed places", async () => {
    const chunk = (number: number) =>
      good.subarray(HEADER_BYTES + number * SEALED_CHUNK, HEADER_BYTES + (number + 1) * SEALED_CHUNK);
    const rest = good.subarray(HEADER_BYTES + 2 * SEALED_CHUNK);
    const header = good.subarray(0, HEADER_BYTES);
    const orders = [
      [good, Buffer.alloc(1)],
      [good, good],
      [header, chunk(1), chunk(0), rest],
      [header, chunk(0), rest],
    ];
    await expectRefusals(await Promise.all(orders.map((parts) => asFile(Buffer.concat(parts)))), "backup_damaged");
  });

  it("writes nothing with other keys, whatever is wrong with them", async () => {
    await expectRefusals([file], "key_unknown", `k2:${OTHER_KEY}`);
    await expectRefusals([file], "key_set_wrong", `k1:${OTHER_KEY}`);
    const both = await sealedWith(`k2:${OTHER_KEY},k1:${KEY}`);
    await expectRefusals([both], "key_unknown", `k2:${OTHER_KEY}`);
    await expectRefusals([both], "key_set_wrong", `k2:${OTHER_KEY},k1:${randomBytes(32).toString("base64")}`);
    expect(await checkWith(both, `k3:${OTHER_KEY},k1:${KEY},k2:${OTHER_KEY}`)).toMatchObject({ keyId: "k2" });
  });

  it("writes nothing from a backup of a newer version", async () => {
    const migrations = [...head.migrations, "29991231000000_next"];
    const files = [await sealedFile([{ ...head, migrations }, { end: true }]), await sealedFile([{ format: 2 }])];
    await expectRefusals(files, "backup_newer");
  });

  it("writes nothing from a well-sealed file with the wrong content", async () => {
    const empty = head.tables.map((table) => ({ ...table, rows: 0 }));
    const withRows = (rows: number) => ({
      ...head,
      tables: empty.map((table) => (table.name === "AuditHead" ? { ...table, rows } : table)),
    });
    const contents: unknown[][] = [
      [],
      [{ hello: "there" }],
      [withRows(1), { end: true }],
      [withRows(1), ["a", 1, ""]],
      [withRows(1), ["a", 1, ""], ["b", 1, ""], { end: true }],
      [withRows(1), ["a"], { end: true }],
      [withRows(1), ["a", "one", ""], { end: true }],
      [withRows(1), ["a", 1.5, ""], { end: true }],
      [withRows(1), ["a", 1, ""], { end: true }, { end: true }],
    ];
    const right = await sealedFile([withRows(1), ["a", 1, ""], { end: true }]);
    expect(await checkBackup(source, { ...QUIET, file: right })).toMatchObject({ rows: 1 });
    await expectRefusals(await Promise.all(contents.map(sealedFile)), "backup_damaged");
    const foreign = {
      ...head,
      tables: [...empty, { name: "Foreign", columns: [{ name: "id", type: "text" }], rows: 0 }],
    };
    const lacking = { ...head, tables: empty.slice(1) };
    const strange = await Promise.all([foreign, lacking].map((line) => sealedFile([line, { end: true }])));
    await expectRefusals(strange, "backup_newer");
  });

  it("brings a backup of an older version up to date, in a database that is still blank", async () => {
    const older = await newDatabase(kind);
    const known = readMigrations(kind);
    await migrateDatabase(older.settings.databaseUrl, known.slice(0, -1));
    const at = kind === "sqlite" ? "1" : "now()";
    await older.db.$executeRawUnsafe(
      `INSERT INTO "User" ("id", "email", "name", "passwordHash", "role", "createdAt") VALUES ('a', 'a', 'a', 'a', 'owner', ${at})`,
    );
    const made = newFile();
    await makeBackup(older, { ...QUIET, file: made });
    const blank = await newDatabase(kind === "sqlite" ? "postgresql" : "sqlite");
    await restore(blank, made);
    expect((await contentOf(blank)).User).toMatchObject([{ id: "a", sealedTotp: null }]);
    expect(await migrateDatabase(blank.settings.databaseUrl)).toMatchObject({ applied: [] });
    const before = await contentOf(target);
    await expect(restore(target, made, true)).rejects.toMatchObject({ code: "backup_older" });
    expect(await contentOf(target)).toEqual(before);
    await Promise.all([older.db.close(), blank.db.close()]);
  });
});

async function sealedWith(keys: string): Promise<string> {
  const { settings } = await newDatabase("sqlite", { TOKEN_ENCRYPTION_KEYS: keys });
  const name = newFile();
  const databaseUrl = source.settings.databaseUrl;
  await makeBackup({ ...source, settings: { ...settings, databaseUrl } }, { ...QUIET, file: name });
  await source.db.close();
  return name;
}

async function checkWith(name: string, keys: string): Promise<{ keyId: string }> {
  return checkBackup(await newDatabase("sqlite", { TOKEN_ENCRYPTION_KEYS: keys }), { ...QUIET, file: name });
}

it("no byte of a backup can be changed", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.nat(HEADER_BYTES - 1), fc.nat(good.length - 1)),
      fc.integer({ min: 1, max: 255 }),
      async (at, change) => {
        const altered = Buffer.from(good);
        altered.writeUInt8(altered.readUInt8(at) ^ change, at);
        const check = checkBackup(source, { ...QUIET, file: await asFile(altered) });
        await expect(check).rejects.toMatchObject({
          code: expect.stringMatching(/^(backup_(damaged|unknown|newer)|key_(unknown|set_wrong))$/),
        });
      },
    ),
    { numRuns: 60 },
  );
});

it("a backup is its owner's alone, shows nothing, leaves nothing behind, and overwrites nothing", async () => {
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(dirname(file))).mode & 0o777).toBe(0o700);
  expect(await readdir(dirname(file))).toEqual(["a.backup"]);
  for (const { name } of everyTable()) expect(good.includes(name)).toBe(false);
  await expect(makeBackup(source, { ...QUIET, file })).rejects.toMatchObject({ code: "backup_exists" });
  expect(await readFile(file)).toEqual(good);
});

it("a backup whose tokens the keys do not open is not made", async () => {
  const { settings, vault } = await newDatabase("sqlite", { TOKEN_ENCRYPTION_KEYS: `k1:${OTHER_KEY}` });
  const wrong = { ...source, vault, settings: { ...settings, databaseUrl: source.settings.databaseUrl } };
  const name = newFile();
  await expect(makeBackup(wrong, { ...QUIET, file: name })).rejects.toMatchObject({ code: "key_set_wrong" });
  expect(await readdir(dirname(name))).toEqual([]);
});

it("a token that was damaged before is counted, and stops nothing", async () => {
  const [token] = await source.db.accountToken.findMany({ take: 1 });
  const sealed = `${token?.sealed.slice(0, -8)}AAAAAAAA`;
  await source.db.accountToken.update({ where: { accountId: token?.accountId ?? "" }, data: { sealed } });
  const made = await makeBackup(source, { ...QUIET, file: newFile() });
  expect(made.unreadable).toBe(1);
  await source.db.close();
});

it("a database that is not there is not backed up", async () => {
  for (const kind of KINDS) {
    const nothing = await newDatabase(kind);
    const backup = makeBackup(nothing, { ...QUIET, file: newFile() });
    await expect(backup).rejects.toMatchObject({ code: "database_missing" });
  }
});

it("a backup that was opened and left lets go of its file", async () => {
  const backup = await openBackupFile(file, source.settings.keyRing);
  for await (const _ of backup.rows()) break;
  await backup.close();
});
