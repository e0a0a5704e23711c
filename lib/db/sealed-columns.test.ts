import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SEALED_COLUMNS } from "./sealed-columns";

test("every column of the schema that is named after a sealed text is re-sealed by a rotation", () => {
  const schema = readFileSync(join(import.meta.dirname, "../../prisma/schema.prisma"), "utf8");
  const found = [...schema.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)].flatMap(([, table, body = ""]) =>
    [...body.matchAll(/^ {2}(\w*sealed\w*) /gim)].map(([, column]) => `${table}.${column}`),
  );
  const covered = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`);
  // A canary is made anew for each key.
  expect([...covered, "KeyCanary.sealed"].sort()).toEqual(found.sort());
});
