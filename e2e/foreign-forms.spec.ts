import { request as httpRequest } from "node:http";
import { after, DAY } from "../lib/domain/durations";
import { expect, test } from "./fixtures";
import { recordedAction } from "./recorded-action";

test("a server action runs for our own pages only, whatever a request says of its host", async ({
  signedInPage: page,
  makeAccount,
  adapters,
  world,
  problems,
}) => {
  const account = await makeAccount({ expiresAt: after(new Date(), 9 * DAY) });
  const action = await recordedAction(page, problems, async () => {
    await page.goto(`/accounts/${account.id}`);
    await page.getByRole("button", { name: "Extend" }).click();
  });
  const own = new URL(world.baseUrl);
  const elsewhere = "https://evil.example";
  const refused: Record<string, string>[] = [
    { origin: elsewhere },
    { origin: "null" },
    { origin: "null", "sec-fetch-site": "cross-site" },
    { origin: world.baseUrl, "sec-fetch-site": "cross-site" },
    { origin: world.baseUrl, "sec-fetch-site": "same-site" },
    { origin: `https://${own.host}` },
    { origin: `http://${own.hostname}:${Number(own.port) + 1}` },
    { origin: `http://127.0.0.1:${own.port}` },
    { origin: `${world.baseUrl}.evil.example` },
    { origin: elsewhere, "x-forwarded-host": "evil.example" },
    { origin: elsewhere, "x-forwarded-host": "evil.example", "sec-fetch-site": "same-origin" },
    { origin: elsewhere, host: "evil.example" },
    { origin: elsewhere, "x-forwarded-host": own.host, forwarded: `host=${own.host}` },
    { origin: elsewhere, "x-middleware-subrequest": Array(5).fill("proxy").join(":") },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    {},
  ];
  for (const headers of refused) {
    const answer = await action.send(headers);
    expect(answer.status, JSON.stringify(headers)).toBe(403);
    expect(answer.text).toBe("This form came from another site. Open Perennial at its own address and try again.");
  }
  const untouched = await adapters.db.connectedAccount.findUniqueOrThrow({ where: { id: account.id } });
  expect(untouched.tokenVersion).toBe(account.tokenVersion);
  const accepted = await action.send({
    origin: world.baseUrl,
    host: "internal:3000",
    "x-forwarded-host": "evil.example",
  });
  expect(accepted.status).toBe(200);
  const extended = await adapters.db.connectedAccount.findUniqueOrThrow({ where: { id: account.id } });
  expect(extended.tokenVersion).toBe(account.tokenVersion + 1);
});

test("every other way to change something is fenced alike; programs may ask where they are expected", async ({
  signedInPage,
  world,
}) => {
  const { request } = signedInPage;
  const paths = [
    "/api/auth/signin/instagram",
    "/api/auth/signout",
    "/api/auth/callback/credentials",
    "/setup",
    "/accounts",
  ];
  for (const path of [...paths, "/api/cron/renew", "/api/health", "/api/instagram/deauthorize"]) {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const headers = { origin: "https://evil.example", "x-forwarded-host": "evil.example" };
      const answer = await request.fetch(path, { method, headers, data: "" });
      expect(answer.status(), `${method} ${path}`).toBe(403);
    }
  }
  for (const path of paths) expect((await request.post(path, { data: "" })).status(), path).toBe(403);
  const authorization = `Bearer ${world.env.CRON_SECRET}`;
  expect((await request.post("/api/cron/renew", { headers: { authorization } })).status()).toBe(200);
  expect((await request.post("/api/cron/renew", { headers: { authorization: "Bearer wrong" } })).status()).toBe(401);
});

test("a form without a script works on a page that sends no referrer", async ({ openBrowser, makeAccount, world }) => {
  const account = await makeAccount({ expiresAt: after(new Date(), 9 * DAY) });
  const page = await openBrowser({ javaScriptEnabled: false });
  await page.route(
    `${world.baseUrl}/accounts/${account.id}`,
    async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, headers: { ...answer.headers(), "referrer-policy": "no-referrer" } });
    },
    { times: 1 },
  );
  await page.goto(`/accounts/${account.id}`);
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await page.getByRole("button", { name: "Check now" }).click();
  expect((await (await sent).allHeaders()).origin).toBe("null");
  await expect(page.getByText(`The token of @${account.username} works.`)).toBeVisible();
});

/** Sends a body in chunks, without saying how long it is. */
function postChunked(url: string, headers: Record<string, string>, bytes: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: "POST", headers: { ...headers, "transfer-encoding": "chunked" } });
    request.on("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    request.on("error", reject);
    const chunk = Buffer.alloc(16 * 1024, "x");
    for (let sent = 0; sent < bytes; sent += chunk.length) request.write(chunk);
    request.end();
  });
}

test("bodies beyond the limit of their route get 413, announced or not", async ({ request, world }) => {
  const kilobyte = 1024;
  const headers = { origin: world.baseUrl, "content-type": "application/x-www-form-urlencoded" };
  const limits: [path: string, bytes: number][] = [
    ["/api/auth/callback/credentials", 64 * kilobyte],
    ["/api/cron/renew", 64 * kilobyte],
    ["/api/instagram/deauthorize", 16 * kilobyte],
    ["/accounts", 256 * kilobyte],
    ["/settings", 256 * kilobyte],
    ["/accounts/import", 3 * 1024 * kilobyte],
  ];
  for (const [path, bytes] of limits) {
    const answer = await request.post(path, { headers, data: "x".repeat(bytes + 1), maxRedirects: 0 });
    expect(answer.status(), path).toBe(413);
    expect(await answer.text()).toContain("This is too large. Split it and try again.");
    expect(await postChunked(`${world.baseUrl}${path}`, headers, bytes + 32 * kilobyte), `${path} in chunks`).toBe(413);
    expect(await postChunked(`${world.baseUrl}${path}`, headers, 16), `${path}, small, in chunks`).not.toBe(413);
  }
});

test("what is no form of ours is refused as the sender's mistake", async ({ signedInPage, world }) => {
  const { request } = signedInPage;
  const origin = world.baseUrl;
  const multipart = "multipart/form-data; boundary=b";
  const field = (name: string, value = "") =>
    `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const bodies: [what: string, headers: Record<string, string>, data: string][] = [
    ["an unknown action", { "next-action": "40".padEnd(42, "a"), "content-type": "text/plain" }, "[]"],
    ["no action at all", { "next-action": "nonsense", "content-type": "text/plain" }, "[]"],
    ["an action of the prototype", { "next-action": "toString", "content-type": "text/plain" }, "[]"],
    [
      "an unknown action, multipart",
      { "next-action": "40".padEnd(42, "a"), "content-type": multipart },
      `${field("0", "[]")}--b--`,
    ],
    ["no boundary", { "content-type": "multipart/form-data" }, "x"],
    ["no end", { "content-type": multipart }, field("a")],
    ["not what it says", { "content-type": multipart }, "hello"],
    ["an empty one", { "content-type": multipart }, ""],
    ["no name", { "content-type": multipart }, "--b\r\ncontent-disposition: form-data\r\n\r\nx\r\n--b--"],
    ["an unknown id", { "content-type": multipart }, `${field(`$ACTION_ID_${"40".padEnd(42, "a")}`)}--b--`],
    ["a broken id", { "content-type": multipart }, `${field("$ACTION_ID_x")}--b--`],
    ["a broken reference", { "content-type": multipart }, `${field("$ACTION_REF_1")}${field("$ACTION_1:0", "{")}--b--`],
    ["JSON", { "content-type": "application/json" }, "{"],
    ["a form in one line", { "content-type": "application/x-www-form-urlencoded" }, "a=b"],
  ];
  const answers: Record<string, number> = {};
  for (const [what, headers, data] of bodies) {
    for (const path of ["/settings", "/sign-in", "/accounts/import"]) {
      const answer = await request.post(path, { headers: { origin, ...headers }, data, maxRedirects: 0 });
      answers[`${what}, ${path}`] = answer.status();
    }
  }
  expect(Object.entries(answers).filter(([, status]) => status >= 500)).toEqual([]);
});
