import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RunningSimulator, startSimulator } from "./server";
import { call, createTestClient, errorOf } from "./test-client";

let running: RunningSimulator;
let client: ReturnType<typeof createTestClient>;

beforeAll(async () => {
  running = await startSimulator();
  client = createTestClient(running.url);
});
beforeEach(() => running.reset());
afterAll(() => running.close());

const REDIRECT_TEXT =
  "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request";

const exchange = (fields: Record<string, string>) => client.post("/oauth/access_token", fields);

test("gives the flat shape with an exact bare integer and an array", async () => {
  const reply = await exchange(client.codeFields(await client.consentCode()));
  expect(reply.status).toBe(200);
  expect(reply.headers.get("content-type")).toBe("application/json; charset=UTF-8");
  expect(reply.text).toMatch(
    /^\{"access_token":"IGAA[\w-]{148,198}ZD","user_id":28970000000402975,"permissions":\["instagram_business_basic"\]\}$/,
  );
  expect(reply.body.expires_in).toBeUndefined();
});

test("takes multipart as well", async () => {
  const form = new FormData();
  for (const [name, value] of Object.entries(client.codeFields(await client.consentCode()))) {
    form.set(name, value);
  }
  expect((await client.post("/oauth/access_token", form)).body.access_token).toMatch(/^IGAA/);
});

test("does not take JSON", async () => {
  const reply = await call(`${running.url}/oauth/access_token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(client.codeFields(await client.consentCode())),
  });
  expect(reply.body.error_message).toBe("Invalid platform app");
});

test("switch: the documented shape", async () => {
  running.simulator.setSwitches({ codeExchangeShape: "data_string" });
  const reply = await exchange(client.codeFields(await client.consentCode()));
  expect(reply.text).toMatch(
    /^\{"data":\[\{"access_token":"IGAA[^"]+","user_id":"28970000000402975","permissions":"instagram_business_basic"\}\]\}$/,
  );
});

test("switch: the oldest shape", async () => {
  running.simulator.setSwitches({ codeExchangeShape: "flat_old" });
  const reply = await exchange(client.codeFields(await client.consentCode()));
  expect(reply.text).toMatch(/^\{"access_token":"IGAA[^"]+","user_id":28970000000402975\}$/);
});

test("switch: already long-lived", async () => {
  running.simulator.setSwitches({ codeExchangeLongLived: true });
  const reply = await exchange(client.codeFields(await client.consentCode()));
  expect(reply.body.expires_in).toBe(5_183_944);
  const again = await client.exchange(String(reply.body.access_token));
  expect(errorOf(again)).toMatchObject({
    code: 100,
    message: "Unsupported request - method type: get",
  });
});

test("a code works once, also when many ask at the same time", async () => {
  const fields = client.codeFields(await client.consentCode());
  const replies = await Promise.all(Array.from({ length: 20 }, () => exchange(fields)));
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
  for (const reply of replies.filter(({ status }) => status !== 200)) {
    expect(reply.body).toEqual({
      error_type: "OAuthException",
      code: 400,
      error_message: "Matching code was not found or was already used",
    });
  }
});

test("a code lives one hour", async () => {
  running.simulator.freezeClock();
  const early = await client.consentCode();
  const late = await client.consentCode();
  running.simulator.advance({ ms: 3_599_999 });
  expect((await exchange(client.codeFields(early))).status).toBe(200);
  running.simulator.advance({ ms: 1 });
  const reply = await exchange(client.codeFields(late));
  expect(reply.body.error_message).toBe("This authorization code has expired");
});

test.each([
  [{ client_id: "123" }, "Invalid platform app"],
  [{ grant_type: "authorization_code " }, "Invalid grant_type"],
  [{ code: "garbage" }, "Invalid authorization code"],
  [{ code: "garbage", client_secret: "wrong" }, "Invalid authorization code"],
  [{ code: `AQ${"x".repeat(220)}` }, "Matching code was not found or was already used"],
  [{ client_secret: "" }, "You must provide a client_secret"],
  [{ client_secret: "wrong" }, REDIRECT_TEXT],
  [{ redirect_uri: "http://localhost:3000/other" }, REDIRECT_TEXT],
  [{ redirect_uri: "http://localhost:9/unregistered" }, "Invalid redirect_uri"],
])("%o is refused and leaves the code alone", async (change, message) => {
  running.simulator.addRedirectUri({ redirectUri: "http://localhost:3000/other" });
  const fields = client.codeFields(await client.consentCode());
  const reply = await exchange({ ...fields, ...change });
  expect(reply.status).toBe(400);
  expect(reply.body).toEqual({ error_type: "OAuthException", code: 400, error_message: message });
  expect((await exchange(fields)).status).toBe(200);
});

test("a code with the fragment left on is unknown", async () => {
  const code = await client.consentCode();
  const reply = await exchange(client.codeFields(`${code}#_`));
  expect(reply.body.error_message).toBe("Invalid authorization code");
});

test("switch: a wrong secret named as such", async () => {
  running.simulator.setSwitches({ wrongSecret: "plain" });
  const fields = client.codeFields(await client.consentCode());
  const reply = await exchange({ ...fields, client_secret: "wrong" });
  expect(reply.body.error_message).toBe("Invalid Client Secret");
});

test("switch: a second consent may end the first one's token", async () => {
  const first = await client.shortToken();
  await client.shortToken();
  expect((await client.me(first)).status).toBe(200);
  running.simulator.setSwitches({ secondConsent: "old_token_dies" });
  const last = await client.shortToken();
  expect((await client.me(first)).status).toBe(400);
  expect((await client.me(last)).status).toBe(200);
});

test("GET is not a way to exchange a code", async () => {
  const reply = await client.get("/oauth/access_token");
  expect(errorOf(reply).message).toBe("Unsupported request - method type: get");
});

test("after a new secret, new connects fail and old tokens go on", async () => {
  const { token } = running.simulator.issueToken({ username: "casa.marisol" });
  running.simulator.rotateSecret();
  running.simulator.advance({ hours: 25 });
  expect((await client.refresh(token)).status).toBe(200);
  const reply = await exchange(client.codeFields(await client.consentCode()));
  expect(reply.body.error_message).toBe(REDIRECT_TEXT);
});
