import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { FAULT_KINDS, type FaultKind } from "./fault-kinds";
import { type RunningSimulator, startSimulator } from "./server";
import { CASA, createTestClient, errorOf } from "./test-client";

let running: RunningSimulator;
let client: ReturnType<typeof createTestClient>;
let token: string;

beforeAll(async () => {
  running = await startSimulator();
  client = createTestClient(running.url);
});
beforeEach(() => {
  running.reset();
  token = running.simulator.issueToken({ username: "casa.marisol" }).token;
  running.simulator.advance({ days: 2 });
});
afterAll(() => running.close());

const FULL_LIFE = 5_183_944;

const REFUSALS: [FaultKind, number, number, string][] = [
  ["app_disabled", 400, 100, "Unsupported request - method type: get"],
  ["api_access_blocked", 403, 200, "API access blocked."],
  ["rate_limit_app", 403, 4, "Application request limit reached"],
  ["rate_limit_user", 400, 17, "User request limit reached"],
  ["rate_limit_32", 400, 32, "Page request limit reached"],
  ["rate_limit_341", 400, 341, "Application limit reached"],
  ["rate_limit_613", 400, 613, "Calls to this api have exceeded the rate limit."],
  ["rate_limit_business", 400, 80002, "(#80002) There have been too many calls"],
  ["unknown_error", 500, 1, "An unknown error occurred"],
  ["outage", 500, 2, "An unexpected error has occurred. Please retry your request later."],
  ["capability_missing", 400, 3, "does not have the capability"],
  ["action_blocked", 403, 4, "Action is blocked"],
  ["temporarily_blocked", 400, 368, "deemed abusive"],
  ["permission_10", 403, 10, "does not have permission"],
  ["permission_200", 403, 200, "(#200) Permissions error"],
  ["object_not_found", 400, 100, "does not exist, cannot be loaded"],
  ["session_invalid", 400, 102, "Session key invalid"],
  ["code_190_no_subcode", 400, 190, "Invalid OAuth 2.0 Access Token"],
  ["user_id_unsupported", 400, 100, "Unsupported request - method type: get"],
];

test.each(REFUSALS)("%s answers %i with code %i", async (kind, status, code, text) => {
  running.simulator.setFault({ kind });
  const reply = await client.me(token);
  expect(reply.status).toBe(status);
  expect(errorOf(reply).code).toBe(code);
  expect(errorOf(reply).message).toContain(text);
  running.simulator.clearFaults();
  expect((await client.me(token)).status).toBe(200);
});

test("the business limit names the minutes, counting down", async () => {
  running.simulator.setFault({ kind: "rate_limit_business", minutes: 30 });
  running.simulator.advance({ minutes: 10 });
  const { headers } = await client.me(token);
  const [usage] = JSON.parse(headers.get("x-business-use-case-usage") ?? "")[CASA];
  expect(usage).toMatchObject({
    type: "instagram",
    call_count: 100,
    estimated_time_to_regain_access: 20,
  });
  running.simulator.advance({ minutes: 21 });
  expect((await client.me(token)).status).toBe(200);
});

test("user_id_unsupported leaves calls alone that do not ask for user_id", async () => {
  running.simulator.setFault({ kind: "user_id_unsupported", times: 1 });
  expect((await client.me(token, "id,username")).status).toBe(200);
  expect((await client.me(token, "id,user_id")).status).toBe(400);
  expect((await client.me(token, "id,user_id")).status).toBe(200);
});

test("code 190 without a subcode proves nothing: the same token works next time", async () => {
  running.simulator.setFault({ kind: "code_190_no_subcode", times: 1, endpoints: ["refresh"] });
  expect(errorOf(await client.refresh(token)).code).toBe(190);
  expect((await client.refresh(token)).status).toBe(200);
});

test.each([
  ["html_502", 502, "text/html; charset=utf-8", /<title>Facebook \| Error<\/title>/],
  ["html_200", 200, "text/html; charset=utf-8", /<html>/],
  ["empty_body", 200, "application/json; charset=UTF-8", /^$/],
  ["null_body", 200, "application/json; charset=UTF-8", /^null$/],
  ["huge_body", 200, "application/json; charset=UTF-8", /^\{"padding":"x{2000000}"\}$/],
  ["redirect_to_login", 302, null, /^$/],
  ["legacy_error", 400, "application/json; charset=UTF-8", /^\{"meta":\{"code":400,/],
] as const)("%s answers %i as %s", async (kind, status, type, body) => {
  running.simulator.setFault({ kind });
  const reply = await client.refresh(token);
  expect(reply.status).toBe(status);
  expect(reply.headers.get("content-type")).toBe(type);
  expect(reply.text).toMatch(body);
  expect(running.simulator.validToken({ username: "casa.marisol" })).toEqual([token]);
});

test.each([
  ["missing_expires_in", undefined],
  ["expires_in_string", String(FULL_LIFE)],
  ["expires_in_zero", 0],
  ["expires_in_negative", -3_600],
  ["expires_in_absurd", 5_184_000_000],
  ["expires_in_one_hour", 3_600],
] as const)("%s changes the expiry in refresh and exchange", async (kind, value) => {
  running.simulator.setFault({ kind, times: 2 });
  expect((await client.refresh(token)).body.expires_in).toBe(value);
  const short = await client.shortToken();
  expect((await client.exchange(short)).body.expires_in).toBe(value);
  expect((await client.refresh(token)).body.expires_in).toBe(FULL_LIFE);
});

test.each([
  ["blank_token", ""],
  ["missing_token", undefined],
] as const)("%s, also inside the wrapper of the code exchange", async (kind, value) => {
  running.simulator.setFault({ kind });
  expect((await client.refresh(token)).body.access_token).toBe(value);
  running.simulator.setSwitches({ codeExchangeShape: "data_string" });
  const fields = client.codeFields(await client.consentCode());
  const reply = await client.post("/oauth/access_token", fields);
  expect((reply.body.data as { access_token?: string }[])[0]?.access_token).toBe(value);
});

test("malformed_json cuts the answer, not the effect", async () => {
  running.simulator.setFault({ kind: "malformed_json", times: 1 });
  const reply = await client.refresh(token);
  expect(reply.text).toMatch(/^\{"access_token":"/);
  expect(() => JSON.parse(reply.text)).toThrow();
  expect(running.simulator.validToken({ username: "casa.marisol" })).toHaveLength(2);
});

test("other_account answers /me with somebody else", async () => {
  running.simulator.setFault({ kind: "other_account", times: 1 });
  const { body } = await client.me(token);
  expect(body).toEqual({
    user_id: "17841400000412211",
    username: "northlight_studio",
    id: "38281000000004703",
  });
  expect((await client.me(token)).body.username).toBe("casa.marisol");
});

test("a connection cut before leaves the code, cut after it is spent", async () => {
  const fields = client.codeFields(await client.consentCode());
  const ask = () => client.post("/oauth/access_token", fields);
  running.simulator.setFault({ kind: "reset_before", endpoints: ["code_exchange"], times: 1 });
  await expect(ask()).rejects.toThrow("fetch failed");
  running.simulator.setFault({ kind: "reset_after", endpoints: ["code_exchange"], times: 1 });
  await expect(ask()).rejects.toThrow("fetch failed");
  expect((await ask()).body.error_message).toBe("Matching code was not found or was already used");
});

test("a refresh cut off afterwards has issued its token", async () => {
  running.simulator.setFault({ kind: "reset_after", endpoints: ["refresh"], times: 1 });
  await expect(client.refresh(token)).rejects.toThrow("fetch failed");
  expect(running.simulator.validToken({ username: "casa.marisol" })).toHaveLength(2);
});

test("slow answers late, and adds to the latency switch", async () => {
  running.simulator.setFault({ kind: "slow", milliseconds: 150, times: 1 });
  running.simulator.setSwitches({ latencyMs: 60 });
  const started = performance.now();
  expect((await client.me(token)).status).toBe(200);
  expect(performance.now() - started).toBeGreaterThan(200);
  expect(running.simulator.state().faults).toEqual([]);
});

test("faults can be bound to endpoints, counts and accounts", async () => {
  const other = running.simulator.issueToken({ username: "kaito.films" }).token;
  running.simulator.setFault({
    kind: "outage",
    endpoints: ["refresh"],
    username: "kaito.films",
    times: 2,
  });
  expect((await client.refresh(token)).status).toBe(200);
  expect((await client.me(other)).status).toBe(200);
  expect((await client.refresh(other)).status).toBe(500);
  expect((await client.refresh(other)).status).toBe(500);
  expect((await client.refresh(other)).status).toBe(200);
  expect(running.simulator.state().faults).toEqual([]);
});

test("a fault bound to an account meets its code exchange", async () => {
  running.simulator.setFault({ kind: "outage", username: "casa.marisol" });
  const fields = client.codeFields(await client.consentCode());
  const reply = await client.post("/oauth/access_token", fields);
  expect(reply.body).toEqual({
    error_type: "OAuthException",
    code: 500,
    error_message: "An unexpected error has occurred. Please retry your request later.",
  });
});

test("consent is met only when named, except by an app that is switched off", async () => {
  running.simulator.setFault({ kind: "outage" });
  expect((await client.authorize()).status).toBe(200);
  const id = running.simulator.setFault({ kind: "outage", endpoints: ["authorize"] });
  expect((await client.authorize()).status).toBe(500);
  running.simulator.clearFaults({ id });
  expect((await client.authorize()).status).toBe(200);
  running.simulator.setFault({ kind: "app_disabled" });
  expect((await client.authorize()).text).toContain("Sorry, this page isn&#39;t available");
});

test.each(FAULT_KINDS)("%s never brings the simulator down", async (kind) => {
  running.simulator.setFault({ kind, milliseconds: 1 });
  const ignore = (): undefined => undefined;
  await client.me(token).catch(ignore);
  await client.refresh(token).catch(ignore);
  await client.exchange(token).catch(ignore);
  await client.get("/me/media", { access_token: token }).catch(ignore);
  await client.post("/oauth/access_token", client.codeFields("x")).catch(ignore);
  running.simulator.clearFaults();
  expect((await client.me(token)).status).toBe(200);
});
