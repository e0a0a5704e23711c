import { expect, it } from "vitest";
import type { DatabaseKind } from "@/lib/db/database-url";
import { createTestDatabase } from "@/lib/test/harness";
import { type CrashPlan, crashRepeatedly } from "./crash-run";

/** `npm run crash` in short: with these figures a process would need two seconds for all accounts, and dies earlier. */
const PLAN: CrashPlan = { kills: 5, accounts: 100, seed: 3, longestLife: 700, latency: 100, concurrency: 8 };

it.each<DatabaseKind>(["sqlite", "postgresql"])("kill -9 under running renewals loses nothing on %s", async (kind) => {
  const postgresUrl = kind === "postgresql" ? (await createTestDatabase(kind)).url : null;
  const report = await crashRepeatedly(PLAN, { postgresUrl });
  expect(report).toMatchObject({ kills: PLAN.kills, violations: [], databaseProblems: [], keptFolder: null });
  expect(report.interrupted).toBeGreaterThan(0);
  expect(report.renewals).toBeGreaterThanOrEqual(PLAN.accounts);
  expect(report.refreshCalls).toBeGreaterThanOrEqual(report.renewals);
});
