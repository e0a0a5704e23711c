import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readPackageAudit, readShipped } from "./package-audit";
import { ROOT } from "./run-command";

describe("what npm audit says", () => {
  test("is good news only where advisories were told", () => {
    expect(readPackageAudit('{"auditReportVersion":2,"vulnerabilities":{},"metadata":{}}')).toEqual({ kind: "clean" });
    expect(readPackageAudit('{"message":"405 Method Not Allowed","statusCode":405}')).toEqual({
      kind: "not_told",
      reason: "405 Method Not Allowed",
    });
    expect(readPackageAudit("npm error")).toMatchObject({ kind: "not_told" });
  });

  test("names each package with its reasons", () => {
    const vulnerabilities = {
      left: {
        severity: "high",
        via: [{ title: "It runs what it reads", url: "https://example.com" }],
        isDirect: false,
      },
      right: { severity: "moderate", via: ["left"] },
    };
    expect(readPackageAudit(JSON.stringify({ vulnerabilities }))).toEqual({
      kind: "found",
      packages: [
        { name: "left", severity: "high", reasons: ["It runs what it reads"] },
        { name: "right", severity: "moderate", reasons: ["left"] },
      ],
    });
  });
});

test("every package that we ship is pinned to its content and to the public registry", () => {
  const { count, unpinned } = readShipped(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
  expect(count).toBeGreaterThan(30);
  expect(unpinned).toEqual([]);
});

test("every version in package.json is a single one", () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d/.test(version));
  expect(loose).toEqual([]);
});
