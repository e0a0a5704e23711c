import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createTestClient } from "./test-client";

test("prints one line, keeps quiet, and saves when it is told to stop", async () => {
  const folder = await mkdtemp(join(tmpdir(), "simulator-main-"));
  const state = join(folder, "state.json");
  const main = join(import.meta.dirname, "main.ts");
  const child = spawn(process.execPath, ["--import", "tsx", main, "--port", "0", "--state", state]);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += String(chunk);
    });
  }
  await expect.poll(() => output, { timeout: 10_000 }).toContain("\n");
  const url = /at (http:\/\/127\.0\.0\.1:\d+),/.exec(output)?.[1] ?? "";
  const token = await createTestClient(url).shortToken();
  child.kill("SIGTERM");
  const [code] = await once(child, "exit");
  expect(code).toBe(0);
  expect(output).toBe(`Instagram simulator at ${url}, control page at ${url}/control\n`);
  expect(await readFile(state, "utf8")).toContain(token);
  await rm(folder, { recursive: true });
}, 20_000);
