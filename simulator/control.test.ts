import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { CONTROL_VERBS } from "./control-verbs";
import { type RunningSimulator, startSimulator } from "./server";
import { CASA, call, createTestClient, type Reply } from "./test-client";

let running: RunningSimulator;
let client: ReturnType<typeof createTestClient>;

beforeAll(async () => {
  running = await startSimulator();
  client = createTestClient(running.url);
});
beforeEach(() => running.reset());
afterAll(() => running.close());

function control(verb: string, input?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
  return call(`${running.url}/control/api/${verb}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: input === undefined ? undefined : JSON.stringify(input),
  });
}

/** `fetch` does not let a Host header through. */
function statusWithHost(host: string, path: string): Promise<number> {
  const { port } = new URL(running.url);
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

test("every verb has its address and refuses nothing but bad input", async () => {
  for (const verb of Object.keys(CONTROL_VERBS)) {
    expect([200, 400, 404]).toContain((await control(verb)).status);
  }
});

test("issues tokens that work", async () => {
  const { body } = await control("issue-token", {
    username: "casa.marisol",
    issuedAt: 1,
    kind: "long",
  });
  expect(body).toMatchObject({ userId: CASA, appScopedId: "28970000000402975", issuedAt: 1 });
  const fresh = await control("issue-token", { username: "casa.marisol" });
  expect((await client.me(String(fresh.body.token))).status).toBe(200);
  expect((await control("valid-token", { userId: CASA })).body).toEqual({
    tokens: [fresh.body.token],
  });
});

test("issues ten thousand tokens at once, making the accounts", { timeout: 60_000 }, async () => {
  const inputs = Array.from({ length: 10_000 }, (_, index) => ({ username: `bulk.${index}` }));
  const reply = await control("issue-tokens", inputs);
  const issued = reply.body as unknown as { token: string; userId: string }[];
  expect(new Set(issued.map(({ token }) => token)).size).toBe(10_000);
  expect(new Set(issued.map(({ userId }) => userId)).size).toBe(10_000);
  expect((await client.me(issued.at(-1)?.token ?? "")).body.username).toBe("bulk.9999");
});

test("adds and changes accounts", async () => {
  const { body } = await control("add-account", {
    username: "Nova.Shop",
    accountType: "Media_Creator",
    followers: 5,
  });
  expect(body).toMatchObject({ username: "Nova.Shop", accountType: "MEDIA_CREATOR", followers: 5 });
  expect(body.userId).toMatch(/^178414\d{11}$/);
  const { token } = running.simulator.issueToken({ username: "nova.shop" });
  await control("update-account", { username: "nova.shop", newUsername: "nova.store" });
  expect((await client.me(token)).body.username).toBe("nova.store");
});

test.each([
  ["add-account", { username: "casa.marisol" }, 409, "account_exists"],
  ["add-account", { username: "<b>" }, 400, "invalid_input"],
  ["add-account", { username: "a", userId: CASA }, 409, "account_exists"],
  ["issue-token", { username: "nobody" }, 404, "unknown_account"],
  ["issue-token", { username: "casa.marisol", scopes: ["basic"] }, 400, "invalid_input"],
  ["set-account-fault", { username: "casa.marisol", fault: "flood" }, 400, "invalid_input"],
  ["set-fault", { kind: "nonsense" }, 400, "invalid_input"],
  ["set-fault", { kind: "outage", times: 0 }, 400, "invalid_input"],
  ["set-fault", { kind: "outage", endpoints: ["moon"] }, 400, "invalid_input"],
  ["set-switches", { meWrapped: "perhaps" }, 400, "invalid_input"],
  ["set-switches", { nonsense: true }, 400, "invalid_input"],
  ["advance", { days: "soon" }, 400, "invalid_input"],
  ["no-such-verb", {}, 400, "invalid_input"],
  ["constructor", {}, 400, "invalid_input"],
])("%s %o is refused with %i", async (verb, input, status, code) => {
  const reply = await control(verb, input);
  expect(reply.status).toBe(status);
  expect(reply.body.error).toMatchObject({ code });
});

test("malformed bodies are refused", async () => {
  const post = (body: string, type = "application/json") =>
    call(`${running.url}/control/api/advance`, {
      method: "POST",
      headers: { "content-type": type },
      body,
    });
  expect((await post("{")).status).toBe(400);
  expect((await post('"text"')).status).toBe(400);
  expect((await post('{"days":1}', "text/plain")).status).toBe(400);
});

test("moves, sets, freezes and releases the clock", async () => {
  const at = Date.UTC(2030, 0, 1);
  await control("freeze-clock");
  expect((await control("set-clock", { at })).body.now).toBe(at);
  const move = { days: 59, hours: 1, minutes: 1, ms: 1 };
  expect((await control("advance", move)).body.now).toBe(at + 59 * 86_400_000 + 3_660_001);
  expect(running.simulator.state().clock.frozenAt).not.toBeNull();
  await control("unfreeze-clock");
  const { clock } = running.simulator.state();
  expect(clock.frozenAt).toBeNull();
  expect(clock.now - at - 59 * 86_400_000).toBeLessThan(3_700_000);
});

test("shows its state without secrets", async () => {
  const { token } = running.simulator.issueToken({ username: "casa.marisol" });
  await control("set-account-fault", { username: "casa.marisol", fault: "checkpoint" });
  await control("set-fault", { kind: "outage", endpoints: ["refresh"], times: 3 });
  await control("set-switches", { meWrapped: true, usagePercent: 5 });
  const state = await call(`${running.url}/control/api/state`);
  expect(state.text).not.toContain(token);
  expect(state.text).not.toContain("5f0c1d6a7e8b49c2a1d3e4f506172839");
  expect(state.body).toMatchObject({
    accounts: expect.arrayContaining([
      expect.objectContaining({
        username: "casa.marisol",
        fault: "checkpoint",
        newestToken: expect.objectContaining({ kind: "long", accepted: false }),
      }),
    ]),
    faults: [{ kind: "outage", endpoints: ["refresh"], remaining: 3 }],
    switches: { meWrapped: true, usagePercent: 5 },
  });
});

test("counts calls per endpoint and remembers them without tokens", async () => {
  const { token } = running.simulator.issueToken({ username: "casa.marisol" });
  await client.me(token);
  await client.me(token);
  await client.refresh(token);
  const { body } = await control("stats");
  expect(body).toMatchObject({ total: 3, endpoints: { me: 2, refresh: 1, media: 0 } });
  const [last] = running.simulator.state().recentCalls;
  expect(last).toMatchObject({
    endpoint: "refresh",
    path: "/refresh_access_token",
    username: "casa.marisol",
    status: 200,
  });
  await control("reset-stats");
  expect((await control("stats")).body.total).toBe(0);
});

test("knows every secret it ever gave out", async () => {
  const code = await client.consentCode();
  const reply = await client.post("/oauth/access_token", client.codeFields(code));
  const { secrets } = (await control("issued-secrets")).body;
  expect(secrets).toEqual(expect.arrayContaining([code, reply.body.access_token, "5f0c1d6a7e8b49c2a1d3e4f506172839"]));
});

test("reset goes back to the seed", async () => {
  const first = running.simulator.issueToken({ username: "casa.marisol" }).token;
  running.simulator.addAccount({ username: "gone.soon" });
  running.simulator.setSwitches({ meWrapped: true });
  running.simulator.advance({ days: 400 });
  await control("reset");
  const state = running.simulator.state();
  expect(state.accounts).toHaveLength(8);
  expect(state.switches.meWrapped).toBe(false);
  expect(Math.abs(state.clock.now - Date.now())).toBeLessThan(10_000);
  expect((await client.me(first)).status).toBe(400);
  await control("reset");
  expect(running.simulator.issueToken({ username: "casa.marisol" }).token).toBe(first);
});

test("only this machine's names may be in the Host header", async () => {
  for (const host of ["evil.example", "evil.example:80", "localhost.evil.example", "1.2.3.4"]) {
    expect(await statusWithHost(host, "/control")).toBe(403);
    expect(await statusWithHost(host, "/control/api/state")).toBe(403);
  }
  for (const host of ["localhost:9", "127.0.0.1", "[::1]:80", "simulator.localhost"]) {
    expect(await statusWithHost(host, "/control")).toBe(200);
  }
});

test("changes from another site's page are refused", async () => {
  expect((await control("reset", {}, { origin: "https://evil.example" })).status).toBe(403);
  expect((await control("reset", {}, { origin: "null" })).status).toBe(403);
  expect((await control("reset", {}, { "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await control("reset", {}, { origin: running.url })).status).toBe(200);
});

test("the page lists accounts and its buttons work without scripts", async () => {
  const page = await call(running.controlUrl);
  expect(page.status).toBe(200);
  expect(page.text).toContain("@casa.marisol");
  expect(page.text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(page.text).not.toContain("<script");

  const { token } = running.simulator.issueToken({ username: "casa.marisol" });
  const press = (verb: string, fields: Record<string, string>) => client.post(`/control/form/${verb}`, fields);
  const pressed = await press("set-account-fault", {
    username: "casa.marisol",
    fault: "password_changed",
    search: "casa",
  });
  expect(pressed.status).toBe(303);
  expect(pressed.headers.get("location")).toBe("/control?done=set-account-fault&search=casa");
  expect((await client.me(token)).status).toBe(400);
  const filtered = await call(`${running.controlUrl}?search=casa&done=set-account-fault`);
  expect(filtered.text).toContain("Done: set-account-fault");
  expect(filtered.text).not.toContain("@kaito.films");

  await press("set-fault", {
    kind: "outage",
    endpoints: "",
    times: "2",
    minutes: "",
    username: "",
  });
  expect(running.simulator.state().faults).toMatchObject([
    { kind: "outage", endpoints: null, remaining: 2, until: null },
  ]);
  const { switches } = running.simulator.state();
  const everySwitch = Object.entries({ ...switches, meWrapped: true });
  await press("set-switches", Object.fromEntries(everySwitch.map(([name, value]) => [name, String(value ?? "")])));
  expect(running.simulator.state().switches).toEqual({ ...switches, meWrapped: true });
  const generated = await press("issue-token", { username: "casa.marisol", fault: "" });
  expect(generated.text).toContain(running.simulator.validToken({ username: "casa.marisol" })[0]);
  const refused = await press("expire-token", { username: "nobody" });
  expect(refused.status).toBe(400);
  expect(refused.text).toContain('role="alert"');
});

async function startReceiver(): Promise<{ url: string; bodies: string[]; server: Server }> {
  const bodies: string[] = [];
  const server = createServer(async (message, response) => {
    let body = "";
    for await (const chunk of message) body += String(chunk);
    bodies.push(body);
    response.end('{"url":"http://localhost/x","confirmation_code":"abc123"}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies, server };
}

test("calls the app back with a signed request and returns its answer", async () => {
  const { url, bodies, server } = await startReceiver();
  const { body } = await control("send-callback", {
    kind: "data_deletion",
    username: "casa.marisol",
    url: `${url}/deletion`,
  });
  server.close();
  expect(body).toEqual({
    status: 200,
    body: '{"url":"http://localhost/x","confirmation_code":"abc123"}',
  });
  const signed = new URLSearchParams(bodies[0]).get("signed_request") ?? "";
  const payload = JSON.parse(Buffer.from(signed.split(".")[1] ?? "", "base64url").toString());
  expect(payload).toMatchObject({ user_id: "28970000000402975", algorithm: "HMAC-SHA256" });
  expect(payload.expires - payload.issued_at).toBe(3_600);
});

test("callbacks go to this machine only, and nobody answering is said so", async () => {
  const send = (url: string) => control("send-callback", { kind: "deauthorize", username: "casa.marisol", url });
  expect((await send("https://example.org/hook")).body.error).toMatchObject({
    code: "invalid_input",
  });
  expect((await send("http://127.0.0.1:1/hook")).body.error).toMatchObject({
    code: "callback_failed",
  });
});
