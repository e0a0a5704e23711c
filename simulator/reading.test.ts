import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RunningSimulator, startSimulator } from "./server";
import { CASA, call, createTestClient, errorOf } from "./test-client";

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
});
afterAll(() => running.close());

const APP_SCOPED = "28970000000402975";

test("/me is flat, with ids as strings and id always there", async () => {
  const reply = await client.me(token, "user_id,username,account_type,followers_count");
  expect(reply.headers.get("content-type")).toBe("application/json; charset=UTF-8");
  expect(reply.text).toBe(
    `{"user_id":"${CASA}","username":"casa.marisol","account_type":"BUSINESS","followers_count":12840,"id":"${APP_SCOPED}"}`,
  );
});

test("without fields only the id", async () => {
  const reply = await client.get("/me", { access_token: token });
  expect(reply.body).toEqual({ id: APP_SCOPED });
});

test.each(["/me", "/v25.0/me", "/v20.0/me", `/${CASA}`, `/v26.0/${APP_SCOPED}`])(
  "%s leads to the account behind the token",
  async (path) => {
    const reply = await client.get(path, { access_token: token, fields: "id,username" });
    expect(reply.body).toEqual({ id: APP_SCOPED, username: "casa.marisol" });
  },
);

test("the token may also come in the Authorization header", async () => {
  const reply = await call(`${running.url}/me`, { headers: { authorization: `Bearer ${token}` } });
  expect(reply.body).toEqual({ id: APP_SCOPED });
});

test("names keep their emoji and angle brackets", async () => {
  const other = running.simulator.issueToken({ username: "tinywheels" }).token;
  const reply = await client.me(other, "name");
  expect(reply.body.name).toBe("<script>alert(1)</script> 🚲 Tiny Wheels");
});

test("an unknown field fails the whole call", async () => {
  for (const field of ["email", "constructor", "__proto__"]) {
    expect(errorOf(await client.me(token, `username,${field}`))).toMatchObject({
      code: 100,
      message: `Tried accessing nonexisting field (${field}) on node type (IGUser)`,
    });
  }
});

test("without a token Instagram answers in fewer words", async () => {
  const reply = await client.get("/me");
  expect(reply.status).toBe(400);
  expect(reply.body).toEqual({
    error: { message: "Invalid OAuth 2.0 Access Token", type: "IGApiException", code: 190 },
  });
});

test("another account is an unknown object", async () => {
  const reply = await client.get("/17841400000412211", { access_token: token });
  expect(errorOf(reply)).toMatchObject({ code: 100, error_subcode: 33 });
});

test("a doubled or unknown version cannot be parsed", async () => {
  for (const path of ["/v21.0/v21.0/me", "/v99.0/me"]) {
    const reply = await client.get(path, { access_token: token });
    expect(reply.body.error).toMatchObject({
      code: 2500,
      type: "IGApiException",
      message: expect.stringMatching(/^Unknown path components: \//),
    });
  }
});

test("nothing can be written to /me", async () => {
  const reply = await client.post("/v25.0/me", { access_token: token });
  expect(errorOf(reply).message).toBe("Unsupported request - method type: post");
});

test("switch: wrapped in data", async () => {
  running.simulator.setSwitches({ meWrapped: true });
  const reply = await client.me(token, "username");
  expect(reply.body).toEqual({ data: [{ username: "casa.marisol", id: APP_SCOPED }] });
});

test("switch: ids as bare numbers, exact in the text", async () => {
  running.simulator.setSwitches({ meIdsAsNumbers: true });
  const reply = await client.me(token, "user_id");
  expect(reply.text).toBe(`{"user_id":${CASA},"id":${APP_SCOPED}}`);
});

test("the profile picture can be loaded", async () => {
  const { body } = await client.me(token, "profile_picture_url");
  const picture = await fetch(String(body.profile_picture_url));
  expect(picture.headers.get("content-type")).toBe("image/png");
  expect(
    Buffer.from(await picture.arrayBuffer())
      .subarray(1, 4)
      .toString("latin1"),
  ).toBe("PNG");
});

test("switch: usage headers", async () => {
  expect((await client.me(token)).headers.get("x-app-usage")).toBeNull();
  running.simulator.setSwitches({ usagePercent: 28 });
  const { headers } = await client.me(token);
  expect(JSON.parse(headers.get("x-app-usage") ?? "")).toMatchObject({ call_count: 28 });
  expect(JSON.parse(headers.get("x-business-use-case-usage") ?? "")[CASA][0]).toMatchObject({
    type: "instagram",
    call_count: 28,
    estimated_time_to_regain_access: 0,
  });
});

test("media come in pages, newest first, with the token in the next address", async () => {
  const seen: string[] = [];
  let next: string | undefined =
    `${running.url}/v25.0/${CASA}/media?fields=id,timestamp&limit=25&access_token=${token}`;
  let pages = 0;
  while (next !== undefined) {
    const { body } = await call(next);
    const { data, paging } = body as {
      data: { id: string; timestamp: string }[];
      paging: { cursors: { before: string; after: string }; next?: string };
    };
    seen.push(...data.map(({ timestamp }) => timestamp));
    expect(paging.cursors).toEqual({ before: expect.any(String), after: expect.any(String) });
    if (paging.next !== undefined) expect(paging.next).toContain(`access_token=${token}`);
    next = paging.next;
    pages += 1;
  }
  expect(pages).toBe(3);
  expect(seen).toHaveLength(64);
  expect(seen).toEqual([...seen].sort().reverse());
});

test("media go back with before", async () => {
  const page = async (query: Record<string, string>) => {
    const reply = await client.get("/me/media", { limit: "10", access_token: token, ...query });
    return reply.body as { data: { id: string }[]; paging: { cursors: Record<string, string> } };
  };
  const first = await page({});
  const second = await page({ after: first.paging.cursors.after ?? "" });
  const back = await page({ before: second.paging.cursors.before ?? "" });
  expect(back.data).toEqual(first.data);
});

test("an account without posts has an empty list, an unknown field fails", async () => {
  const empty = running.simulator.issueToken({ username: "harbour.dental" }).token;
  const reply = await client.get("/me/media", { access_token: empty });
  expect(reply.body).toEqual({ data: [] });
  const bad = await client.get("/me/media", { access_token: token, fields: "nope" });
  expect(errorOf(bad).message).toContain("(nope) on node type (IGMedia)");
});

test("one post can be read by its id, by its owner only", async () => {
  const { body } = await client.get("/me/media", { access_token: token, limit: "1" });
  const [media] = body.data as { id: string }[];
  const query = { access_token: token, fields: "media_type,permalink,username,owner" };
  const reply = await client.get(`/${media?.id}`, query);
  expect(reply.body).toMatchObject({
    id: media?.id,
    username: "casa.marisol",
    owner: { id: CASA },
  });
  const other = running.simulator.issueToken({ username: "tinywheels" }).token;
  const refused = await client.get(`/${media?.id}`, { access_token: other });
  expect(errorOf(refused).code).toBe(100);
});
