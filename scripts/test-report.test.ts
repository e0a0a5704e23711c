import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addTallies, ONE_FAILED, ONE_PASSED, readPlaywrightReport, readVitestReport, tallyLine } from "./test-report";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "perennial-report-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function reportFile(report: object): string {
  const path = join(folder, "report.json");
  writeFileSync(path, JSON.stringify(report));
  return path;
}

const vitest = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] };
const playwright = { stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 0 }, errors: [] };

describe("tallies", () => {
  it("add up to one line", () => {
    expect(tallyLine(addTallies([ONE_PASSED, ONE_FAILED, ONE_PASSED]))).toBe("2 passed, 1 failed");
    expect(tallyLine({ passed: 2, failed: 0, skipped: 3 })).toBe("2 passed, 0 failed, 3 skipped");
  });
});

describe("readVitestReport", () => {
  it("counts tests", () => {
    expect(readVitestReport(reportFile(vitest), 0)).toEqual({ passed: 5, failed: 0, skipped: 2 });
  });

  it("counts a file that could not be loaded", () => {
    const testResults = [{ status: "failed", assertionResults: [] }];
    expect(readVitestReport(reportFile({ ...vitest, testResults }), 1).failed).toBe(1);
  });

  it("believes the exit code over a clean report, and no report at all is a failure", () => {
    expect(readVitestReport(reportFile(vitest), 1).failed).toBe(1);
    expect(readVitestReport(join(folder, "missing.json"), 0)).toEqual(ONE_FAILED);
  });
});

describe("readPlaywrightReport", () => {
  it("counts flaky tests as failed", () => {
    const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 2 };
    expect(readPlaywrightReport(reportFile({ stats, errors: [] }), 1)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });

  it("counts a failure outside any test", () => {
    expect(readPlaywrightReport(reportFile({ ...playwright, errors: [{}] }), 1).failed).toBe(1);
  });
});
