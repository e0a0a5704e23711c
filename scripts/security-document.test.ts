import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./run-command";

const document = readFileSync(join(ROOT, "docs/security.md"), "utf8");
const rows = document.split("\n").filter((line) => /^\| \d/.test(line));

test("every file that docs/security.md and SECURITY.md name is there", () => {
  const both = document + readFileSync(join(ROOT, "SECURITY.md"), "utf8");
  const named = [...both.matchAll(/`([\w@()[\].-]+(?:\/[\w@()[\].-]+)*\.(?:tsx?|mjs|json|prisma))`/g)];
  const missing = named.map(([, path = ""]) => path).filter((path) => !existsSync(join(ROOT, path)));
  expect(named.length).toBeGreaterThan(150);
  expect(missing).toEqual([]);
});

test("every requirement stands there once, with a state and, where it is met, something to show", () => {
  const ids = rows.map((row) => row.split("|")[1]?.trim());
  expect(ids.length).toBeGreaterThan(180);
  expect(new Set(ids).size).toBe(ids.length);
  for (const row of rows) {
    const [, , , state = "", where = ""] = row.split("|").map((cell) => cell.trim());
    expect(["met", "partly", "not met", "operator", "–"], row).toContain(state);
    if (state === "partly" || state === "not met") expect(where.length, row).toBeGreaterThan(20);
  }
});
