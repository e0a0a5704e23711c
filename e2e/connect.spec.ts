import type { Page } from "@playwright/test";
import { connect, giveConsent } from "./consent";
import { expect, test } from "./fixtures";

/** How many tokens Instagram has given out for an account: two for each connect, one for each extend. */
async function issued(
  simulator: { state(): Promise<{ accounts: { username: string; tokens: number }[] }> },
  name: string,
) {
  const { accounts } = await simulator.state();
  return accounts.find(({ username }) => username === name)?.tokens ?? 0;
}

/** Gives consent but keeps the browser from going where Instagram sends it; returns that address. */
async function interceptCallback(page: Page, username: string): Promise<string> {
  let address = "";
  await page.route(/\/oauth\/authorize\/decision$/, async (route) => {
    const answer = await route.fetch({ maxRedirects: 0 });
    address = answer.headers().location ?? "";
    await route.fulfill({ body: "stopped here" });
  });
  await page.getByRole("button", { name: "Connect account" }).click();
  await giveConsent(page, username);
  await expect(page.getByText("stopped here")).toBeVisible();
  await page.unrouteAll();
  return address;
}

test("a person connects an account through Instagram's consent page", async ({ signedInPage, simulator, label }) => {
  await simulator.addAccount({ username: `${label}.new`, name: "Casa Nova", followers: 321 });
  await signedInPage.goto("/accounts");
  await connect(signedInPage, `${label}.new`);
  await expect(signedInPage).toHaveURL(/\/accounts\/[\w-]+\?connect=/);
  await expect(signedInPage.getByRole("status").filter({ hasText: `@${label}.new is connected.` })).toBeVisible();
  await expect(signedInPage.getByText("Casa Nova · Business · 321 followers")).toBeVisible();
  await expect(signedInPage.getByText("59 days left")).toBeVisible();
  await signedInPage.goto(`/accounts?q=${label}`);
  await expect(signedInPage.getByRole("row").filter({ hasText: `@${label}.new` })).toContainText("Active");
});

test("reload and Back show the stored outcome and never redeem a code again", async ({
  signedInPage,
  simulator,
  label,
}) => {
  const username = `${label}.new`;
  await simulator.addAccount({ username });
  await signedInPage.goto("/accounts");
  const callback = await connect(signedInPage, username);
  const told = signedInPage.getByRole("status").filter({ hasText: `@${username} is connected.` });
  await expect(told).toBeVisible();
  expect(await issued(simulator, username)).toBe(2);

  await signedInPage.reload();
  await expect(told).toBeVisible();
  await signedInPage.goBack();
  await giveConsent(signedInPage, username);
  await expect(told).toBeVisible();
  await signedInPage.goto(callback);
  await expect(told).toBeVisible();
  expect(await issued(simulator, username)).toBe(2);
});

test("two requests with one code at the same moment redeem it once", async ({ signedInPage, simulator, label }) => {
  const username = `${label}.new`;
  await simulator.addAccount({ username });
  await simulator.setFault({ kind: "slow", username, endpoints: ["long_lived"], milliseconds: 700, times: 1 });
  await signedInPage.goto("/accounts");
  const callback = await connect(signedInPage, username);
  const second = await signedInPage.context().newPage();
  await second.goto(callback);
  for (const page of [signedInPage, second]) {
    await expect(page.getByRole("status").filter({ hasText: `@${username} is connected.` })).toBeVisible();
  }
  expect(await issued(simulator, username)).toBe(2);
});

test("cancelling on Instagram changes nothing", async ({ signedInPage, simulator, label, adapters }) => {
  const username = `${label}.new`;
  await simulator.addAccount({ username });
  await signedInPage.goto("/accounts");
  await connect(signedInPage, username, { decision: "Cancel" });
  await expect(signedInPage).toHaveURL(/\/accounts\?connect=/);
  const told = signedInPage.getByRole("status").filter({ hasText: "You cancelled on Instagram." });
  await expect(told).toHaveText("You cancelled on Instagram. Nothing was changed.");
  await expect(signedInPage.getByRole("button", { name: "Connect account" })).toBeVisible();
  expect(await adapters.db.connectedAccount.count({ where: { username } })).toBe(0);
});

test("without the basic permission an account is not connected", async ({
  signedInPage,
  simulator,
  label,
  adapters,
}) => {
  const username = `${label}.new`;
  await simulator.addAccount({ username });
  await signedInPage.goto("/accounts");
  await connect(signedInPage, username, { without: ["instagram_business_basic"] });
  await expect(signedInPage.getByRole("heading", { name: "Not connected" })).toBeVisible();
  await expect(signedInPage.getByText(/the basic permission is missing/)).toBeVisible();
  await expect(signedInPage.getByRole("button", { name: "Connect account" })).toBeVisible();
  expect(await adapters.db.connectedAccount.count({ where: { username } })).toBe(0);
});

test("fewer permissions than asked: connected, and the missing one is named", async ({ page, freshServer, label }) => {
  const scopes = "instagram_business_basic,instagram_business_manage_insights";
  const server = await freshServer({ env: { INSTAGRAM_SCOPES: scopes } });
  await server.signIn(page.context());
  await server.simulator.addAccount({ username: label });
  await page.goto(`${server.baseUrl}/accounts`);
  await connect(page, label, { without: ["instagram_business_manage_insights"] });
  const told = page.getByRole("status").filter({ hasText: `@${label} is connected.` });
  await expect(told).toContainText("Not granted: manage insights.");
  await expect(page.getByText("manage insights: not granted")).toBeVisible();
  await page.goto(`${server.baseUrl}/accounts`);
  await expect(page.getByRole("row").filter({ hasText: `@${label}` })).toContainText("Active");
});

test("an answer whose state is missing, altered or from another browser is refused", async ({
  signedInPage,
  openBrowser,
  person,
  simulator,
  label,
  adapters,
}) => {
  const username = `${label}.new`;
  await simulator.addAccount({ username });
  await signedInPage.goto("/accounts");
  const callback = new URL(await interceptCallback(signedInPage, username));
  const missing = new URL(callback);
  missing.searchParams.delete("state");
  const altered = new URL(callback);
  altered.searchParams.set("state", `${altered.searchParams.get("state")?.slice(0, -2)}zz`);
  const otherBrowser = await openBrowser({ as: person });
  for (const [page, url] of [
    [signedInPage, missing],
    [signedInPage, altered],
    [otherBrowser, callback],
  ] as const) {
    await page.goto(url.toString());
    await expect(page).toHaveURL(/\/accounts\/connect\/unknown/);
    await expect(page.getByText(/does not belong to a connection that you started here/)).toBeVisible();
    await expect(page.getByRole("button", { name: "Connect account" })).toBeVisible();
  }
  expect(await issued(simulator, username)).toBe(0);
  expect(await adapters.db.connectedAccount.count({ where: { username } })).toBe(0);
  await signedInPage.goto(callback.toString());
  await expect(signedInPage.getByText(`@${username} is connected.`)).toBeVisible();
});

test("two tabs that connect at once both succeed", async ({ signedInPage, simulator, label }) => {
  const names = [`${label}.one`, `${label}.two`] as const;
  for (const username of names) await simulator.addAccount({ username });
  const other = await signedInPage.context().newPage();
  for (const tab of [signedInPage, other]) {
    await tab.goto("/accounts");
    await tab.getByRole("button", { name: "Connect account" }).click();
    await expect(tab.getByRole("heading", { name: /asks for access/ })).toBeVisible();
  }
  await Promise.all([giveConsent(signedInPage, names[0]), giveConsent(other, names[1])]);
  await expect(signedInPage.getByText(`@${names[0]} is connected.`)).toBeVisible();
  await expect(other.getByText(`@${names[1]} is connected.`)).toBeVisible();
});
