import { resolve } from "node:path";
import { expect, test } from "vitest";
import { databaseKind, sqlitePath } from "./database-url";

test.each([
  ["file:./data/perennial.db", "sqlite"],
  ["file:/var/lib/perennial.db", "sqlite"],
  ["postgresql://u:p@h/d", "postgresql"],
  ["postgres://u:p@h/d?sslmode=require", "postgresql"],
] as const)("%s is a database of the kind %s", (url, kind) => {
  expect(databaseKind(url)).toBe(kind);
});

test.each([
  ["file:./data/perennial.db", resolve("data/perennial.db")],
  ["file:perennial.db", resolve("perennial.db")],
  ["file:../up.db", resolve("../up.db")],
  ["file:/var/lib/perennial.db", "/var/lib/perennial.db"],
  ["file:///var/lib/perennial.db", "/var/lib/perennial.db"],
  ["file:/var/lib/my data.db", "/var/lib/my data.db"],
  ["file:./data/perennial.db?connection_limit=1", resolve("data/perennial.db")],
])("%s is the file %s", (url, path) => {
  expect(sqlitePath(url)).toBe(path);
});
