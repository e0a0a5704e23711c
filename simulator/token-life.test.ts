import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RunningSimulator, startSimulator } from "./server";
import { call, createTestClient, errorOf, type Reply } from "./test-client";

let running: RunningSimulator;
let client: ReturnType<typeof createTestClient>;

/** 10:00 Pacific summer time. */
const START = Date.UTC(2026, 5, 1, 17);
const FULL_LIFE = 5_183_944;

beforeAll(async () => {
  running = await startSimulator({ now: () => START });
  client = createTestClient(running.url);
});
beforeEach(() => running.reset());
afterAll(() => running.close());

const longToken = (): string => running.simulator.issueToken({ username: "casa.marisol" }).token;
const tokenOf = (reply: Reply): string => String(reply.body.access_token);
const UNSUPPORTED = { code: 100, message: "Unsupported request - method type: get" };

test("a short-lived token becomes a long-lived one", async () => {
  const reply = await client.exchange(await client.shortToken());
  expect(reply.body).toEqual({
    access_token: expect.stringMatching(/^IGAA[\w-]{148,198}ZD$/),
    token_type: "bearer",
    expires_in: FULL_LIFE,
  });
  expect((await client.me(tokenOf(reply))).status).toBe(200);
});

test("a short-lived token lives one hour", async () => {
  const token = await client.shortToken();
  running.simulator.advance({ hours: 1 });
  expect(errorOf(await client.exchange(token))).toMatchObject({ code: 190 });
});

test("the exchange needs the app secret and its own grant type", async () => {
  const token = await client.shortToken();
  expect(errorOf(await client.exchange(token, "wrong"))).toMatchObject({
    code: 100,
    message: "Error validating client secret.",
  });
  const reply = await client.get("/access_token", { access_token: token });
  expect(errorOf(reply).code).toBe(100);
});

test("a long-lived token cannot be exchanged", async () => {
  expect(errorOf(await client.exchange(longToken()))).toMatchObject(UNSUPPORTED);
});

test("a Facebook token cannot be parsed", async () => {
  expect(errorOf(await client.exchange("EAAJabcdef"))).toMatchObject({
    code: 190,
    message: "Invalid OAuth access token - Cannot parse access token",
  });
});

test("switch: the short-lived token may end with its exchange", async () => {
  const token = await client.shortToken();
  await client.exchange(token);
  expect((await client.exchange(token)).status).toBe(200);
  running.simulator.setSwitches({ shortTokenAfterExchange: "dead" });
  await client.exchange(token);
  expect(errorOf(await client.exchange(token)).code).toBe(190);
});

test("switch: the length of a long life", async () => {
  running.simulator.setSwitches({ longLivedExpiresIn: 86_400 });
  const reply = await client.exchange(await client.shortToken());
  expect(reply.body.expires_in).toBe(86_400);
  running.simulator.advance({ days: 1 });
  expect((await client.me(tokenOf(reply))).status).toBe(400);
});

test("a refresh after 25 hours gives 60 days from now", async () => {
  const token = longToken();
  running.simulator.advance({ hours: 25 });
  const reply = await client.refresh(token);
  expect(reply.body).toEqual({
    access_token: expect.any(String),
    token_type: "bearer",
    expires_in: FULL_LIFE,
  });
  expect(tokenOf(reply)).not.toBe(token);
  running.simulator.advance({ days: 59 });
  expect((await client.me(tokenOf(reply))).status).toBe(200);
  expect(errorOf(await client.me(token)).code).toBe(190);
});

test("a token of 59 days can be refreshed, one of 61 days cannot", async () => {
  const token = longToken();
  running.simulator.advance({ days: 59 });
  expect((await client.refresh(token)).status).toBe(200);
  running.simulator.advance({ days: 2 });
  expect(errorOf(await client.refresh(token))).toMatchObject({
    code: 190,
    message:
      "Error validating access token: Session has expired on Friday, 31-Jul-26 10:00:00 PDT. The current time is Saturday, 01-Aug-26 10:00:00 PDT.",
  });
});

test("below 24 hours the answer is the rest of the life, with the same string", async () => {
  const token = longToken();
  running.simulator.advance({ ms: 86_399_000 });
  const reply = await client.refresh(token);
  expect(reply.body).toMatchObject({ access_token: token, expires_in: 59 * 86_400 + 1 });
  running.simulator.advance({ ms: 1_000 });
  expect((await client.refresh(token)).body.expires_in).toBe(FULL_LIFE);
});

test("switch: below 24 hours error 100", async () => {
  running.simulator.setSwitches({ refreshUnder24h: "error_100" });
  expect(errorOf(await client.refresh(longToken()))).toMatchObject(UNSUPPORTED);
});

test("switch: the string stays the same", async () => {
  running.simulator.setSwitches({ refreshTokenString: "same" });
  const token = longToken();
  running.simulator.advance({ days: 2 });
  const reply = await client.refresh(token);
  expect(reply.body).toMatchObject({ access_token: token, expires_in: FULL_LIFE });
  running.simulator.advance({ days: 59 });
  expect((await client.me(token)).status).toBe(200);
});

test("the old string goes on after a refresh, unless switched otherwise", async () => {
  const first = longToken();
  running.simulator.advance({ days: 2 });
  const second = tokenOf(await client.refresh(first));
  expect((await client.me(first)).status).toBe(200);
  running.simulator.setSwitches({ oldTokenAfterRefresh: "dead" });
  running.simulator.advance({ days: 2 });
  await client.refresh(second);
  expect(errorOf(await client.me(second)).code).toBe(190);
});

test("switch: permissions in the answer", async () => {
  running.simulator.setSwitches({ refreshPermissions: true });
  const scopes = ["instagram_business_basic", "instagram_business_manage_comments"];
  const { token } = running.simulator.issueToken({ username: "casa.marisol", scopes });
  running.simulator.advance({ days: 2 });
  expect((await client.refresh(token)).body.permissions).toBe(scopes.join(","));
});

test("a short-lived token cannot be refreshed", async () => {
  expect(errorOf(await client.refresh(await client.shortToken()))).toMatchObject(UNSUPPORTED);
});

test("POST is not a way to exchange or refresh", async () => {
  for (const path of ["/access_token", "/refresh_access_token"]) {
    const reply = await call(`${running.url}${path}`, { method: "POST" });
    expect(reply.status).toBe(400);
    expect(errorOf(reply)).toMatchObject({
      code: 100,
      message: "Unsupported request - method type: post",
    });
  }
});

test("switch: token paths with a version", async () => {
  const token = longToken();
  const query = { grant_type: "ig_refresh_token", access_token: token };
  expect((await client.get("/v25.0/refresh_access_token", query)).status).toBe(200);
  running.simulator.setSwitches({ versionedTokenPaths: "error_100" });
  const reply = await client.get("/v25.0/refresh_access_token", query);
  expect(errorOf(reply)).toMatchObject(UNSUPPORTED);
});

test("errors come as text/javascript with WWW-Authenticate and a trace id", async () => {
  const reply = await client.refresh("IGAAnothing");
  expect(reply.headers.get("content-type")).toBe("text/javascript; charset=UTF-8");
  expect(reply.headers.get("www-authenticate")).toBe(
    'OAuth "Facebook Platform" "invalid_token" "Invalid OAuth access token - Cannot parse access token"',
  );
  expect(reply.body.error).toEqual({
    message: "Invalid OAuth access token - Cannot parse access token",
    type: "OAuthException",
    code: 190,
    fbtrace_id: expect.stringMatching(/^A[\w-]{10,22}$/),
  });
});

test("debug_token is refused, unless switched on", async () => {
  const token = longToken();
  const query = { input_token: token, access_token: token };
  expect(errorOf(await client.get("/v25.0/debug_token", query))).toMatchObject(UNSUPPORTED);
  running.simulator.setSwitches({ debugToken: "works" });
  expect((await client.get("/debug_token", query)).body.data).toMatchObject({
    app_id: "990602627938098",
    is_valid: true,
    issued_at: START / 1_000,
    expires_at: START / 1_000 + 60 * 86_400,
    scopes: ["instagram_business_basic"],
    user_id: "28970000000402975",
  });
  running.simulator.expireToken({ username: "casa.marisol" });
  const appToken = "990602627938098|5f0c1d6a7e8b49c2a1d3e4f506172839";
  const dead = await client.get("/debug_token", { ...query, access_token: appToken });
  expect(dead.body.data).toMatchObject({ is_valid: false, error: { code: 190, subcode: 463 } });
});
