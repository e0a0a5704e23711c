import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

/** How many tests of one suite did what. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

export const ONE_PASSED: Tally = { passed: 1, failed: 0, skipped: 0 };
export const ONE_FAILED: Tally = { passed: 0, failed: 1, skipped: 0 };

export function addTallies(tallies: readonly Tally[]): Tally {
  const sum = (name: keyof Tally): number => tallies.reduce((total, tally) => total + tally[name], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}

/** The last line of a run: "812 passed, 0 failed", with the skipped ones when there are any. */
export function tallyLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/** A file that could not even be loaded counts as one failed test, and so does a run that failed without saying why. */
export function readVitestReport(path: string, code: number): Tally {
  if (!existsSync(path)) return ONE_FAILED;
  const report = vitestReport.parse(JSON.parse(readFileSync(path, "utf8")));
  const unread = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  const failed = report.numFailedTests + unread.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
});

/** A flaky test is a failed one: nothing is tried twice here. */
export function readPlaywrightReport(path: string, code: number): Tally {
  if (!existsSync(path)) return ONE_FAILED;
  const { stats, errors } = playwrightReport.parse(JSON.parse(readFileSync(path, "utf8")));
  const failed = stats.unexpected + stats.flaky;
  const unexplained = failed === 0 && code !== 0 ? Math.max(1, errors.length) : 0;
  return { passed: stats.expected, failed: failed + unexplained, skipped: stats.skipped };
}
