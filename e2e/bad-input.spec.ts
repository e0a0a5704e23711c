import { after, DAY } from "../lib/domain/durations";
import { expect, test } from "./fixtures";

test("an unknown account, run or address: a 404 page with the way back", async ({ signedInPage, problems }) => {
  problems.expect(/status of 404/);
  for (const path of [
    "/accounts/no-such-account",
    "/accounts/batches/no-such-run",
    "/accounts/connect/no-such",
    "/no",
  ]) {
    const answer = await signedInPage.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(signedInPage.getByRole("heading", { name: "Nothing here" })).toBeVisible();
    await signedInPage.getByRole("link", { name: "Go to accounts" }).click();
    await expect(signedInPage).toHaveURL(/\/accounts$/);
  }
});

test("a form of another site is refused, and nothing happens", async ({
  signedInPage,
  makeAccount,
  world,
  adapters,
  problems,
}) => {
  problems.expect(/net::ERR_FAILED/);
  const account = await makeAccount({ expiresAt: after(new Date(), 9 * DAY) });
  const sent = signedInPage.waitForRequest((request) => request.method() === "POST");
  await signedInPage.goto(`/accounts/${account.id}`);
  await signedInPage.route("**/*", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await signedInPage.getByRole("button", { name: "Extend" }).click();
  const action = await sent;
  const { "next-action": nextAction = "" } = await action.allHeaders();
  const answer = await signedInPage.request.fetch(action.url(), {
    method: "POST",
    headers: { origin: "https://evil.example", "next-action": nextAction, "content-type": "text/plain;charset=UTF-8" },
    data: action.postData() ?? "",
  });
  expect(answer.status()).toBe(403);
  for (const path of ["/api/auth/signin/instagram", "/api/auth/signout", "/api/auth/callback/credentials", "/setup"]) {
    const other = await signedInPage.request.post(`${world.baseUrl}${path}`, {
      headers: { origin: "https://evil.example" },
      form: { csrfToken: "x" },
    });
    expect(other.status(), path).toBe(403);
  }
  const after403 = await adapters.db.connectedAccount.findUniqueOrThrow({ where: { id: account.id } });
  expect(after403.tokenVersion).toBe(account.tokenVersion);
});

test("bodies beyond the limits get 413", async ({ signedInPage, world }) => {
  const { request } = signedInPage;
  const headers = { origin: world.baseUrl };
  const mega = 1024 * 1024;
  const form = { email: "x".repeat(100_000) };
  expect((await request.post("/api/auth/callback/credentials", { headers, form })).status()).toBe(413);
  expect((await request.post("/accounts/import", { headers, data: "x".repeat(4 * mega) })).status()).toBe(413);
  await signedInPage.goto("/accounts/import");
  const buffer = Buffer.alloc(3.5 * mega, "IGAA\n");
  await signedInPage.getByLabel("Or a CSV file").setInputFiles({ name: "big.csv", mimeType: "text/csv", buffer });
  await signedInPage.getByRole("button", { name: "Import tokens" }).click();
  await expect(signedInPage.getByText("This is larger than 2 MB. Split it.").first()).toBeVisible();
});

test("a file beyond the limit is refused in words without JavaScript too", async ({ openBrowser }) => {
  const page = await openBrowser({ javaScriptEnabled: false });
  await page.goto("/accounts/import");
  const buffer = Buffer.alloc(2.5 * 1024 * 1024, "IGAA\n");
  await page.getByLabel("Or a CSV file").setInputFiles({ name: "big.csv", mimeType: "text/csv", buffer });
  await page.getByRole("button", { name: "Import tokens" }).click();
  await expect(page.getByText("This is larger than 2 MB. Split it.").first()).toBeVisible();
});

test("without a session the API answers 401 and pages lead to the sign-in", async ({ page }) => {
  const answer = await page.request.get("/api/batches/any");
  expect(answer.status()).toBe(401);
  expect(await answer.json()).toMatchObject({ code: "not_signed_in" });
  for (const path of ["/", "/accounts", "/accounts/import", "/accounts/any", "/settings", "/accounts/batches/any"]) {
    await page.goto(path);
    await expect(page, path).toHaveURL(/\/sign-in/);
  }
  const health = await page.request.get("/api/health");
  expect(health.status()).toBe(200);
  expect(await health.json()).toMatchObject({
    status: "ok",
    version: expect.any(String),
    database: expect.any(String),
  });
});

test("what Instagram or a colleague wrote is shown as text", async ({
  signedInPage,
  makeAccount,
  adapters,
  factories,
  simulator,
  label,
}) => {
  const script = '<script>document.title="owned"</script><img src=x onerror="document.title=1">';
  const named = await makeAccount({ name: "before" });
  await simulator.call("update-account", { username: named.username, name: script });
  const odd = await factories.createAccount({ username: `${label}<script>`, token: `IGAA${label}`, label }, adapters);

  await signedInPage.goto(`/accounts/${named.id}`);
  await signedInPage.getByRole("button", { name: "Check now" }).click();
  await expect(signedInPage.getByText(`The token of @${named.username} works.`)).toBeVisible();
  await expect(
    signedInPage.getByText('<script>document.title="owned"</script>', { exact: false }).first(),
  ).toBeVisible();

  const labels = [
    `${label} 🌱 Ünïcødé שלום 日本`,
    `${label} ${script}`.slice(0, 80).trim(),
    `${label} %_\\ 'quote" &amp;`,
  ];
  for (const text of labels) {
    await signedInPage.getByLabel("Label").fill(text);
    await signedInPage.getByRole("button", { name: "Save" }).click();
    await expect(signedInPage.getByText(`Label set to “${text}”.`).first()).toBeVisible();
    await signedInPage.goto(`/accounts?${new URLSearchParams({ label: text })}`);
    await expect(signedInPage.getByRole("row").filter({ hasText: `@${named.username}` })).toBeVisible();
    await expect(signedInPage.getByRole("combobox", { name: "Label" })).toHaveValue(text);
    await signedInPage.goto(`/accounts?${new URLSearchParams({ q: text })}`);
    await expect(signedInPage.getByRole("row").filter({ hasText: "@" })).toHaveCount(1);
    await signedInPage.goto(`/accounts/${named.id}`);
  }
  await signedInPage.goto(`/accounts?label=${label}`);
  await signedInPage.getByRole("link", { name: `@${odd.username}`, exact: true }).click();
  await expect(signedInPage.getByRole("heading", { name: `@${label}<script>` })).toBeVisible();
  await expect(signedInPage).toHaveTitle(/Perennial$/);
});

test("addresses with nonsense in their query still show a list", async ({ signedInPage }) => {
  for (const query of [
    "page=99999999",
    "page=-1&sort=%00&status=x",
    "q=%25%5C_'&label=%F0%9F",
    "q=a&q=b&page=2&page=3",
  ]) {
    const answer = await signedInPage.goto(`/accounts?${query}`);
    expect(answer?.status(), query).toBe(200);
    await expect(signedInPage.getByRole("heading", { name: "Accounts" })).toBeVisible();
  }
});
