import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RunningSimulator, startSimulator } from "./server";
import { CASA, createTestClient, REDIRECT_URI } from "./test-client";

let running: RunningSimulator;
let client: ReturnType<typeof createTestClient>;

beforeAll(async () => {
  running = await startSimulator();
  client = createTestClient(running.url);
});
beforeEach(() => running.reset());
afterAll(() => running.close());

const NORTHLIGHT = "17841400000412211";
const INSIGHTS = "instagram_business_manage_insights";
const BASIC = "instagram_business_basic";

test("shows every account, one switch per scope and both buttons", async () => {
  const page = await client.authorize({ scope: `${BASIC},${INSIGHTS}` });
  expect(page.status).toBe(200);
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(page.text.match(/type="radio"/g)).toHaveLength(8);
  expect(page.text).toContain(">@casa.marisol</label>");
  expect(page.text.match(/role="switch"/g)).toHaveLength(2);
  expect(page.text).toContain(">Allow</button>");
  expect(page.text).toContain(">Cancel</button>");
});

test("escapes what people may write into their names", async () => {
  const page = await client.authorize();
  expect(page.text).toContain("&lt;script&gt;alert(1)&lt;/script&gt; 🚲");
  expect(page.text).not.toContain("<script");
});

test("takes scopes separated by blanks as well", async () => {
  const page = await client.authorize({ scope: `${BASIC} ${INSIGHTS}` });
  expect(page.text.match(/role="switch"/g)).toHaveLength(2);
});

test("Allow redirects with a long code, the state and the fragment", async () => {
  const back = await client.decide(await client.authorize({ state: "x y&z=1" }));
  const location = back.headers.get("location") ?? "";
  const { searchParams, hash } = new URL(location);
  expect(back.status).toBe(302);
  expect(location.startsWith(`${REDIRECT_URI}?code=AQ`)).toBe(true);
  expect(searchParams.get("code")).toMatch(/^AQ[\w-]{200,}$/);
  expect(searchParams.get("state")).toBe("x y&z=1");
  expect(hash).toBe("#_");
});

test("keeps a query that the redirect address already has", async () => {
  running.simulator.addRedirectUri({ redirectUri: "http://localhost:3000/back?a=1" });
  const page = await client.authorize({ redirect_uri: "http://localhost:3000/back?a=1" });
  const back = await client.decide(page);
  expect(back.headers.get("location")).toMatch(/^http:\/\/localhost:3000\/back\?a=1&code=AQ/);
});

test("Cancel redirects with Meta's three parameters and the state", async () => {
  const back = await client.decide(await client.authorize({ state: "s1" }), { decision: "cancel" });
  expect(back.headers.get("location")).toBe(
    `${REDIRECT_URI}?error=access_denied&error_reason=user_denied&error_description=The+user+denied+your+request&state=s1`,
  );
});

test("Cancel leaves the state out when switched so", async () => {
  running.simulator.setSwitches({ stateOnCancel: false });
  const back = await client.decide(await client.authorize({ state: "s1" }), { decision: "cancel" });
  expect(back.headers.get("location")).not.toContain("state=");
});

test.each([
  [{ client_id: "1" }, "Invalid Request: Request parameters are invalid: Invalid platform app"],
  [{ redirect_uri: `${REDIRECT_URI}/` }, "Invalid Request: Request parameters are invalid: Invalid redirect_uri"],
  [{ redirect_uri: "" }, "Invalid redirect_uri"],
  [{ response_type: "token" }, "Invalid response type: token"],
  [{ scope: "basic" }, "Invalid scope field(s): basic"],
  [{ scope: INSIGHTS }, `Invalid scope field(s): ${BASIC} is missing`],
])("%o is a page without redirect", async (query, message) => {
  const page = await client.authorize(query);
  expect(page.status).toBe(400);
  expect(page.text).toContain(message);
  expect(page.headers.get("location")).toBeNull();
});

test.each([
  ["17841418846302917", "Insufficient developer role"],
  ["17841470028816603", "not a professional account"],
])("account %s is refused after Allow", async (account, message) => {
  const page = await client.decide(await client.authorize(), { account });
  expect(page.status).toBe(400);
  expect(page.text).toContain(message);
  expect(page.headers.get("location")).toBeNull();
});

test("a checkpoint stops the consent too", async () => {
  running.simulator.setAccountFault({ username: "casa.marisol", fault: "checkpoint" });
  const page = await client.decide(await client.authorize());
  expect(page.text).toContain("log in to www.instagram.com");
});

test("a page can be answered once, and within an hour", async () => {
  const page = await client.authorize();
  expect((await client.decide(page)).status).toBe(302);
  expect((await client.decide(page)).text).toContain("already answered");
  const late = await client.authorize();
  running.simulator.advance({ hours: 1 });
  expect((await client.decide(late)).text).toContain("too old");
});

test("without an account nothing happens, and the page can still be answered", async () => {
  const page = await client.authorize();
  expect((await client.decide(page, { account: "0" })).text).toContain("Choose an account");
  expect((await client.decide(page)).status).toBe(302);
});

test("the account used last is preselected, by browser, unless force_reauth asks anew", async () => {
  const checked = (text: string): string | undefined => /value="(\d+)"[^>]*checked/.exec(text)?.[1];
  expect(checked((await client.authorize()).text)).toBeUndefined();
  const back = await client.decide(await client.authorize(), { account: NORTHLIGHT });
  expect(checked((await client.authorize()).text)).toBe(NORTHLIGHT);
  expect(checked((await client.authorize({ force_reauth: "true" })).text)).toBeUndefined();

  await client.decide(await client.authorize(), { account: CASA });
  const cookie = back.headers.get("set-cookie")?.split(";")[0] ?? "";
  const address = `${running.url}/oauth/authorize?client_id=990602627938098&redirect_uri=${encodeURIComponent(REDIRECT_URI)}&response_type=code&scope=${BASIC}`;
  const ownBrowser = await fetch(address, { headers: { cookie } });
  expect(checked(await ownBrowser.text())).toBe(NORTHLIGHT);
});

test("scopes that were switched off are not granted", async () => {
  const page = await client.authorize({ scope: `${BASIC},${INSIGHTS}` });
  const back = await client.decide(page, { scopes: [BASIC] });
  const code = new URL(back.headers.get("location") ?? "").searchParams.get("code") ?? "";
  const reply = await client.post("/oauth/access_token", client.codeFields(code));
  expect(reply.body.permissions).toEqual([BASIC]);
});

test("even the basic scope can be switched off; then the token is good for nothing", async () => {
  const back = await client.decide(await client.authorize(), { scopes: [] });
  const code = new URL(back.headers.get("location") ?? "").searchParams.get("code") ?? "";
  const reply = await client.post("/oauth/access_token", client.codeFields(code));
  expect(reply.body.permissions).toEqual([]);
  const exchange = await client.exchange(String(reply.body.access_token));
  expect(exchange.body.error).toMatchObject({ code: 10 });
});

test("scopes that were not asked for cannot be granted", async () => {
  const back = await client.decide(await client.authorize(), { scopes: [BASIC, INSIGHTS] });
  const code = new URL(back.headers.get("location") ?? "").searchParams.get("code") ?? "";
  const reply = await client.post("/oauth/access_token", client.codeFields(code));
  expect(reply.body.permissions).toEqual([BASIC]);
});

test("the api host sends browsers on to the www host", async () => {
  const reply = await client.get("/api-host/oauth/authorize", { state: "s" });
  expect(reply.status).toBe(302);
  expect(reply.headers.get("location")).toBe(`${running.url}/oauth/authorize?state=s`);
});

test("a long list of accounts offers a text field for the others", async () => {
  const names = Array.from({ length: 150 }, (_, index) => ({ username: `shop.${index}` }));
  running.simulator.issueTokens(names);
  const page = await client.authorize();
  expect(page.text.match(/type="radio"/g)).toHaveLength(100);
  expect(page.text).toContain("(58 more)");
  const back = await fetch(`${running.url}/oauth/authorize/decision`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({
      request: client.requestIdOf(page),
      decision: "allow",
      other: "@shop.149",
      scope: BASIC,
    }),
  });
  expect(back.headers.get("location")).toContain("code=AQ");
});
