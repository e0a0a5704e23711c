import { expectGoodInEveryLook } from "./every-look";
import { expect, test } from "./fixtures";

const DEAUTHORIZE = "/api/instagram/deauthorize";
const DELETION = "/api/instagram/data-deletion";

test("removing the app at Instagram destroys the token here, and a deletion request erases the account", async ({
  page,
  freshServer,
  openBrowser,
  problems,
  factories,
}) => {
  test.setTimeout(240_000);
  problems.expect(/status of 404/);
  const { baseUrl, simulator, adapters, signIn } = await freshServer();
  await signIn(page.context());
  const username = "leaves.tomorrow";
  const { userId: instagramUserId, ...token } = await simulator.issueToken({ username });
  const { appScopedId } = token;
  const account = await factories.createAccount(
    { username, name: "Lea Tomorrow", instagramUserId, appScopedId, token: token.token },
    adapters,
  );

  const control = await openBrowser({ as: null });
  async function callBack(button: string, signedWith = "as switched"): Promise<{ status: number; body: string }> {
    await control.goto(`${simulator.url}/control`);
    const section = control.getByRole("region", { name: "Call the app back" });
    await section.getByLabel("@username").fill(username);
    await section.getByLabel("Signed with").selectOption(signedWith);
    await section.getByRole("button", { name: button }).click();
    return JSON.parse(await control.getByRole("status").locator("pre").innerText());
  }

  expect((await callBack("Remove the app", "wrong")).status).toBe(422);
  await page.goto(`${baseUrl}/accounts/${account.id}`);
  await expect(page.getByText("Active", { exact: true }).first()).toBeVisible();

  expect((await callBack("Remove the app", "meta")).status).toBe(200);
  await page.reload();
  await expect(page.getByText("Reconnect needed").first()).toBeVisible();
  await expect(page.getByText(/owner withdrew access at Instagram/).first()).toBeVisible();
  await expect(page.getByText("Access withdrawn at Instagram")).toBeVisible();
  await expect(page.getByText("Destroyed here", { exact: true })).toBeVisible();
  expect(await adapters.db.accountToken.count()).toBe(0);

  const { status, body } = await callBack("Ask for deletion");
  expect(status).toBe(200);
  const answer = JSON.parse(body) as { url: string; confirmation_code: string };
  expect(answer.url).toBe(`${baseUrl}/deletion/${answer.confirmation_code}`);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Nothing here" })).toBeVisible();
  await page.goto(`${baseUrl}/activity`);
  await expect(page.getByText("All its data erased on request").last()).toBeVisible();

  const visitor = await openBrowser({ as: null });
  const shown = await visitor.goto(answer.url);
  const source = (await shown?.text()) ?? "";
  await expect(visitor.getByRole("heading", { name: "Your deletion request", level: 1 })).toBeVisible();
  await expect(visitor.getByText(/Everything that this server held/)).toBeVisible();
  await expect(visitor.locator('meta[name="robots"]').first()).toHaveAttribute("content", /noindex/);
  for (const trace of [username, "Lea Tomorrow", instagramUserId, appScopedId, account.id]) {
    expect(source).not.toContain(trace);
  }
  await expectGoodInEveryLook(visitor, "deletion status");
  const unknown = await visitor.goto(`${baseUrl}/deletion/${"0".repeat(32)}`);
  expect(unknown?.status()).toBe(200);
  await expect(visitor.getByText("No request has this code.", { exact: false })).toBeVisible();
  await expectGoodInEveryLook(visitor, "unknown deletion status");
});

test("the callbacks take nothing but small signed forms", async ({ request, world }) => {
  for (const path of [DEAUTHORIZE, DELETION]) {
    const address = `${world.baseUrl}${path}`;
    expect((await request.get(address)).status()).toBe(405);
    expect((await request.post(address, { form: { signed_request: "a.b" } })).status()).toBe(422);
    expect((await request.post(address, { data: { signed_request: "a.b" } })).status()).toBe(422);
    expect((await request.post(address, { form: { signed_request: "x".repeat(20_000) } })).status()).toBe(413);
  }
});

test("the guide in the settings names both addresses for Meta's form", async ({ signedInPage, world }) => {
  await signedInPage.goto("/settings");
  for (const [path, name] of [
    [DEAUTHORIZE, "Copy the deauthorize callback URL"],
    [DELETION, "Copy the data deletion request URL"],
  ] as const) {
    await expect(signedInPage.getByText(`${world.baseUrl}${path}`)).toBeVisible();
    await expect(signedInPage.getByRole("button", { name })).toBeVisible();
  }
});
