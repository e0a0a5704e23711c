import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { asRestored, contentOf, filledDatabase, newDatabase } from "@/lib/test/backup-world";
import { runNode } from "./run-command";

const KEYS = `k1:${Buffer.alloc(32, 1).toString("base64")}`;
const folder = mkdtempSync(join(tmpdir(), "perennial-backup-commands-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(command: "backup" | "restore", parameters: string[], databaseUrl: string, keys = KEYS) {
  return runNode(join(import.meta.dirname, "run.mjs"), [`scripts/${command}.ts`, ...parameters], {
    env: {
      DATABASE_URL: databaseUrl,
      NEXTAUTH_URL: "http://localhost:3000",
      NEXTAUTH_SECRET: "a-secret-for-tests-that-is-long-enough",
      TOKEN_ENCRYPTION_KEYS: keys,
    },
  });
}

/** What a person reads when it did not work: a sentence, and nothing of the program's inside. */
function expectSentence({ code, output }: { code: number; output: string }, sentence: RegExp): void {
  expect(output).toMatch(sentence);
  expect(output).not.toMatch(/\n\s+at |node:|Error:/);
  expect(code).toBe(1);
}

/** Milliseconds. Each command is a process of its own, which takes seconds to load on a busy machine. */
const PATIENCE = 180_000;

describe("the commands", { timeout: PATIENCE }, () => {
  it("move everything from SQLite to PostgreSQL, as docs/backup.md tells", async () => {
    const source = await filledDatabase("sqlite");
    const target = await newDatabase("postgresql");
    const file = join(folder, "move.backup");
    const made = await run("backup", [file], source.settings.databaseUrl);
    expect(made).toMatchObject({ code: 0, output: expect.stringMatching(/3 accounts, 3 tokens[\s\S]*the key "k1"/) });
    const check = await run("restore", [file, "--check"], target.settings.databaseUrl);
    expect(check).toMatchObject({ code: 0, output: expect.stringContaining("Nothing was written.") });
    const restored = await run("restore", [file], target.settings.databaseUrl);
    expect(restored).toMatchObject({ code: 0, output: expect.stringContaining("Restored. Start Perennial") });
    expect(await contentOf(target)).toEqual(asRestored(await contentOf(source)));
    expectSentence(await run("restore", [file], target.settings.databaseUrl), /not empty[\s\S]*--replace/);
    await source.db.close();
  });

  it("say what is wrong in a sentence", async () => {
    const nowhere = `file:${join(folder, "nowhere.db")}`;
    expectSentence(await run("backup", [], nowhere), /no database at/);
    expectSentence(await run("restore", [], nowhere), /Usage: npm run restore/);
    expectSentence(await run("restore", [join(import.meta.dirname, "backup.ts")], nowhere), /not a backup/);
    const source = await filledDatabase("sqlite");
    await source.db.close();
    const file = join(folder, "other.backup");
    expect(await run("backup", [file], source.settings.databaseUrl)).toMatchObject({ code: 0 });
    const otherKey = `k1:${randomBytes(32).toString("base64")}`;
    expectSentence(await run("restore", [file], nowhere, otherKey), /is not the one that this backup was made with/);
    expect(existsSync(join(folder, "nowhere.db"))).toBe(false);
  });
});
