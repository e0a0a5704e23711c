import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SIMULATOR_MARKER, startSimulator } from "./server";
import { createTestClient } from "./test-client";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "simulator-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** What the server says to raw bytes before it ends the connection. */
function talk(url: string, text: string): Promise<string> {
  const { port, hostname } = new URL(url);
  return new Promise((resolve) => {
    let said = "";
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on("data", (chunk) => {
      said += chunk.toString();
    });
    socket.on("error", () => resolve(said));
    socket.on("close", () => resolve(said));
  });
}

test("every answer carries the marker", async () => {
  const running = await startSimulator();
  const response = await fetch(`${running.url}/me`);
  expect(response.headers.get("x-simulator")).toBe(SIMULATOR_MARKER);
  const home = await fetch(running.url, { redirect: "manual" });
  expect(home.headers.get("location")).toBe("/control");
  await running.close();
});

test("survives nonsense and long bodies", async () => {
  const running = await startSimulator();
  expect(await talk(running.url, "NONSENSE\r\n\r\n")).toContain("400");
  const host = "Host: 127.0.0.1\r\n";
  const long = `POST /oauth/access_token HTTP/1.1\r\n${host}Content-Length: 99999999\r\n\r\n`;
  expect(await talk(running.url, long)).toContain("413");
  const chunk = `ffff\r\n${"x".repeat(0xffff)}\r\n`;
  const endless = `POST /oauth/access_token HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n`;
  await talk(running.url, endless + chunk.repeat(3));
  await talk(running.url, `GET ${"/x".repeat(40_000)} HTTP/1.1\r\n${host}\r\n`);
  expect((await fetch(`${running.url}/me`)).status).toBe(400);
  await running.close();
});

test("close ends open and slow connections at once", async () => {
  const running = await startSimulator();
  await fetch(`${running.url}/me`);
  running.simulator.setFault({ kind: "slow", milliseconds: 60_000 });
  const slow = fetch(`${running.url}/me`).catch(() => "cut");
  await new Promise((resolve) => setTimeout(resolve, 50));
  const started = performance.now();
  await running.close();
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(await slow).toBe("cut");
  await expect(fetch(`${running.url}/me`)).rejects.toThrow("fetch failed");
});

test("a port that is taken is an error", async () => {
  const running = await startSimulator();
  const port = Number(new URL(running.url).port);
  await expect(startSimulator({ port })).rejects.toThrow("EADDRINUSE");
  await running.close();
});

test("tokens, clock, faults and switches survive a restart", async () => {
  const stateFile = join(folder, "deep", "state.json");
  const first = await startSimulator({ stateFile });
  const client = createTestClient(first.url);
  const code = await client.consentCode();
  const { token } = first.simulator.issueToken({ username: "casa.marisol" });
  first.simulator.addAccount({ username: "late.comer" });
  first.simulator.setSwitches({ meWrapped: true });
  first.simulator.setAccountFault({ username: "kaito.films", fault: "checkpoint" });
  first.simulator.setFault({ kind: "outage", endpoints: ["media"], times: 2 });
  first.simulator.rotateSecret({ clientSecret: "rotated" });
  first.simulator.advance({ days: 30 });
  const before = first.simulator.state();
  const secrets = first.simulator.issuedSecrets();
  await first.close();

  expect((await stat(stateFile)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(folder, "deep"))).toEqual(["state.json"]);
  const second = await startSimulator({ stateFile });
  const after = second.simulator.state();
  expect(after.accounts).toEqual(before.accounts);
  expect(after.faults).toEqual(before.faults);
  expect(after.switches).toEqual(before.switches);
  expect(after.clock.offset).toBe(before.clock.offset);
  expect(second.simulator.issuedSecrets()).toEqual(secrets);
  expect((await createTestClient(second.url).me(token)).status).toBe(200);
  const fields = { ...client.codeFields(code), client_secret: "rotated" };
  const reply = await createTestClient(second.url).post("/oauth/access_token", fields);
  expect(reply.body.error_message).toBe("This authorization code has expired");
  expect(second.simulator.issueToken({ username: "casa.marisol" }).token).not.toBe(token);
  await second.close();
});

test("changes are saved soon, without closing", async () => {
  const stateFile = join(folder, "soon.json");
  const running = await startSimulator({ stateFile });
  await createTestClient(running.url).authorize();
  await expect
    .poll(() => readFile(stateFile, "utf8").catch(() => ""), { timeout: 5_000 })
    .toContain('"consentRequests":[{');
  await running.close();
});

test("a damaged state file stops the start and is left alone", async () => {
  const stateFile = join(folder, "damaged.json");
  await writeFile(stateFile, '{"format":99}');
  await expect(startSimulator({ stateFile })).rejects.toThrow("cannot be read");
  expect(await readFile(stateFile, "utf8")).toBe('{"format":99}');
});

test("serves ten thousand accounts to many callers at once", { timeout: 60_000 }, async () => {
  const running = await startSimulator();
  const inputs = Array.from({ length: 10_000 }, (_, index) => ({ username: `load.${index}` }));
  const issued = running.simulator.issueTokens(inputs);
  const calls = 1_000;
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < calls) {
      const token = issued[next]?.token ?? "";
      next += 1;
      const response = await fetch(`${running.url}/v25.0/me?access_token=${token}`);
      expect(response.status).toBe(200);
      await response.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  expect(running.simulator.stats().endpoints.me).toBe(calls);
  await running.close();
});
