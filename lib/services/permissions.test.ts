import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { functionsIn, serviceFunctions } from "@/lib/test/service-functions";
import { GUARDED, OPEN, STEPS } from "@/lib/test/service-table";

const ROOT = join(import.meta.dirname, "../..");
const FUNCTIONS = serviceFunctions();
const NAMES = FUNCTIONS.map(({ name }) => name);

/** The sources that stand between a request and the services. */
function edge(): { path: string; text: string }[] {
  return ["app", "lib/web", "components"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => /(?<!\.test)\.tsx?$/.test(path))
      .map((path) => ({ path: `${folder}/${path}`, text: readFileSync(join(ROOT, folder, path), "utf8") })),
  );
}

test("every service has one place: it asks for a verb, stands open for a reason, or is a step of others", () => {
  const placed = [...Object.keys(GUARDED), ...Object.keys(OPEN), ...STEPS];
  expect(placed.toSorted()).toEqual(NAMES.toSorted());
});

describe("a guarded service asks before anything else", () => {
  test.each(Object.entries(GUARDED))("%s", (name, { verb, through }) => {
    const service = FUNCTIONS.find((candidate) => candidate.name === name);
    if (through === undefined) expect(service?.verb).toBe(verb);
    else expect(service?.source).toMatch(new RegExp(`\\b${through}\\(ctx\\b`));
  });
});

test("no page, action or handler calls a step", () => {
  const files = edge();
  expect(files.length).toBeGreaterThan(100);
  const calls = STEPS.flatMap((step) => {
    const [file, name] = step.split("#");
    const imported = new RegExp(`import [^;]*\\b${name}\\b[^;]*"@/lib/services/${file}"`);
    return files.filter(({ text }) => imported.test(text)).map(({ path }) => `${path} calls ${step}`);
  });
  expect(calls).toEqual([]);
});

describe("the reader of sources", () => {
  const read = (body: string) =>
    functionsIn("file", `export async function act(\n  ctx: PersonContext,\n): Promise<void> {\n${body}\n}\n`)[0]?.verb;

  test.each([
    ["at once", '  authorize(ctx, "see_team");\n  work();', "see_team"],
    ["below a comment", '  // At once.\n  authorize(ctx, "see_team");', "see_team"],
    ["too late", '  work();\n  authorize(ctx, "see_team");', null],
    ["under a condition", '  if (x) authorize(ctx, "see_team");', null],
    ["not at all", "  work();", null],
  ])("sees an act that asks %s", (_, body, verb) => {
    expect(read(body)).toBe(verb);
  });

  test("finds functions of one line, generators and those that take a context apart", () => {
    const text = `export function* one(ctx: ServiceContext): Iterable<void> {\n  a();\n}
export async function two({ db }: ServiceContext, x: string): Promise<void> {\n  b();\n}
export function three(adapters: Adapters): void {\n  c();\n}
function four(ctx: ServiceContext): void {\n  d();\n}\n`;
    expect(functionsIn("file", text).map(({ name }) => name)).toEqual(["file#one", "file#two"]);
  });
});
