import { describe, expect, test } from "vitest";
import { type AppErrorCode, isAppError } from "@/lib/domain/app-error";
import { type AppliedMigration, planMigrations } from "./migration-plan";

const known = ["20260101000000_init", "20260201000000_teams", "20260301000000_api"].map((name) => ({
  name,
  sql: `-- ${name}`,
  checksum: `sum of ${name}`,
}));
const [init, teams, api] = known.map(({ name }) => name) as [string, string, string];

const row = (name: string, change: Partial<AppliedMigration> = {}): AppliedMigration => ({
  name,
  checksum: `sum of ${name}`,
  finished: true,
  rolledBack: false,
  ...change,
});

function codeOf(rows: readonly AppliedMigration[]): AppErrorCode | "planned" {
  try {
    planMigrations(known, rows);
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  }
  return "planned";
}

describe("the migrations still to apply", () => {
  test.each<[string, AppliedMigration[], string[]]>([
    ["to an empty database are all, in order", [], [init, teams, api]],
    ["to an older database are the new ones", [row(init)], [teams, api]],
    ["to a database of this version are none", [row(api), row(init), row(teams)], []],
    ["hold one that was left out in between", [row(init), row(api)], [teams]],
    ["hold one that was rolled back", [row(init), row(teams, { rolledBack: true, finished: false })], [teams, api]],
    [
      "leave out one that was rolled back once and applied later",
      [row(init), row(teams, { rolledBack: true, finished: false, checksum: "old" }), row(teams)],
      [api],
    ],
    [
      "do not mind an unknown one that was rolled back",
      [row("20250101000000_gone", { rolledBack: true })],
      [init, teams, api],
    ],
  ])("%s", (_, rows, names) => {
    expect(planMigrations(known, rows).map(({ name }) => name)).toEqual(names);
  });
});

describe("a database is left alone", () => {
  test.each<[string, AppliedMigration[], AppErrorCode]>([
    ["when a newer version wrote it", [row(init), row("20270101000000_future")], "database_newer"],
    ["when a migration never finished", [row(init), row(teams, { finished: false })], "migration_failed"],
    ["when an applied migration was edited", [row(init, { checksum: "another" })], "migration_changed"],
  ])("%s", (_, rows, code) => {
    expect(codeOf(rows)).toBe(code);
  });

  test("and the message names the migration and says what to do", () => {
    expect(() => planMigrations(known, [row("20270101000000_future")])).toThrow(
      /20270101000000_future.*Start that version, or restore the copy/,
    );
    expect(() => planMigrations(known, [row(teams, { finished: false })])).toThrow(
      /20260201000000_teams.*Restore the copy/,
    );
  });
});
