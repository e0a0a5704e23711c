import { describe, expect, test } from "vitest";
import { createLog } from "./log";

const IG = `IGAA${"Kx9_-".repeat(34)}ZD`;

function capture(level = "info") {
  const lines: string[] = [];
  const log = createLog(level, { write: (line) => void lines.push(line) });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? "null") };
}

test("an event is one line of JSON with its level and a time in UTC", () => {
  const { log, lines, last } = capture();
  log.warn({ event: "sign_in_failed", note: "two\nlines" }, "sign-in failed");
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^[^\n]+\n$/);
  expect(last()).toEqual({
    level: "warn",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    event: "sign_in_failed",
    note: "two\nlines",
    msg: "sign-in failed",
  });
});

test("what is below the level is not written", () => {
  const { log, lines } = capture("warn");
  log.info({ event: "x" }, "x");
  expect(lines).toEqual([]);
});

describe("no secret is written", () => {
  test.each<[string, (log: ReturnType<typeof createLog>) => void]>([
    ["of a field's name", (log) => log.info({ access_token: IG, client_secret: IG, password: IG, cookie: IG }, "x")],
    ["deep in a field", (log) => log.info({ a: [{ b: { token: IG } }] }, "x")],
    ["inside a field's text", (log) => log.info({ url: `https://x/?access_token=${IG}` }, "x")],
    ["in the message", (log) => log.info(`got ${IG}`)],
    ["in the message beside fields", (log) => log.info({ event: "x" }, `got ${IG}`)],
    ["in a part of the message", (log) => log.info("got %s", IG)],
    ["in an error", (log) => log.error({ err: new Error(`failed: ${IG}`) }, "x")],
    [
      "in what caused an error",
      (log) => log.error({ err: new Error("x", { cause: new Error("y", { cause: `?code=${IG}` }) }) }, "x"),
    ],
  ])("%s", (_, write) => {
    const { log, lines } = capture();
    write(log);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("[redacted]");
    expect(lines[0]).not.toContain(IG.slice(0, 12));
  });
});

test("an error keeps its name, code, stack and causes", () => {
  const { log, last } = capture();
  const cause = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
  log.error({ event: "x", err: new TypeError("fetch failed", { cause }) }, "not sent");
  expect(last()).toMatchObject({
    level: "error",
    msg: "not sent",
    err: {
      name: "TypeError",
      message: "fetch failed",
      stack: expect.stringContaining("log.test.ts"),
      cause: { code: "ECONNREFUSED", message: "refused" },
    },
  });
});
