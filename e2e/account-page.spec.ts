import { formatDate } from "../lib/domain/date-text";
import { after, DAY } from "../lib/domain/durations";
import { expect, test } from "./fixtures";

test("the account tells all that is known of its token, and what comes next", async ({ signedInPage, makeAccount }) => {
  const issuedAt = after(new Date(), -20.5 * DAY);
  const account = await makeAccount({
    issuedAt,
    missingScopes: "instagram_business_manage_insights",
    lastCheckedAt: after(new Date(), -3 * DAY),
    lastCheckOutcome: "works",
  });
  await signedInPage.goto(`/accounts/${account.id}`);
  const facts = signedInPage.getByRole("region", { name: "Token" });
  const fact = (name: string) =>
    facts.getByRole("term").filter({ hasText: name }).locator("xpath=following-sibling::dd[1]");
  await expect(fact("Issued")).toContainText(formatDate(issuedAt, "minute"));
  await expect(fact("Expires")).toContainText(formatDate(account.expiresAt, "minute"));
  await expect(fact("Expires")).toContainText("known from Instagram");
  await expect(fact("Age")).toHaveText("20 days");
  await expect(fact("Permissions")).toContainText("basic");
  await expect(fact("Permissions")).toContainText("manage insights: not granted");
  await expect(fact("Instagram id")).toHaveText(account.instagramUserId);
  await expect(fact("App-scoped id")).toHaveText(account.appScopedId ?? "");
  await expect(fact("Last check")).toHaveText("3 days ago: works");
  await expect(fact("Last extended")).toHaveText("never");
  await expect(signedInPage.getByRole("region", { name: "What happens next" })).toContainText("39 days left");
});

test("the history holds Instagram's own code and message, who and when", async ({ page, freshServer, factories }) => {
  // A server of its own: too many calls make every account of the app wait.
  const { adapters, baseUrl, signIn, simulator } = await freshServer();
  const person = await signIn(page.context());
  const username = "casa.marisol";
  const issuedAt = after(new Date(), -51 * DAY);
  const { token, userId: instagramUserId } = await simulator.issueToken({ username, issuedAt: issuedAt.getTime() });
  const account = await factories.createAccount({ username, token, instagramUserId, issuedAt }, adapters);
  const clear = await simulator.setFault({ kind: "rate_limit_app", username, endpoints: ["refresh"] });
  await page.goto(`${baseUrl}/accounts/${account.id}`);
  await page.getByRole("button", { name: "Extend" }).click();
  await expect(page.getByText(/too many calls/).first()).toBeVisible();
  await clear();
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByText(`The token of @${username} works.`)).toBeVisible();
  const lines = page.getByRole("region", { name: "History" }).getByRole("listitem");
  await expect(lines).toHaveCount(3);
  await expect(lines.nth(0)).toContainText(`Checked by ${person.name}`);
  await expect(lines.nth(1)).toContainText(`Extend failed by ${person.name}`);
  await expect(lines.nth(1)).toContainText("Application request limit reached");
  await expect(lines.nth(1)).toContainText("(code 4, subcode 1349210)");
  await expect(lines.nth(2)).toContainText("Connected by the server");
  await expect(lines.nth(0).locator("time")).toHaveAttribute("datetime", /^\d{4}-\d{2}-\d{2}T.*Z$/);
  await page.goto(`${baseUrl}/accounts`);
  await expect(page.getByText(/Renewals pause until \d\d:\d\d UTC\./)).toBeVisible();
});

test("a long history has pages", async ({ signedInPage, makeAccount, adapters, factories }) => {
  const account = await makeAccount();
  const events = Array.from({ length: 120 }, (_, index) =>
    factories.accountEvent({
      accountId: account.id,
      kind: "checked",
      at: after(new Date(), -index * DAY),
      detail: `check number ${index}`,
    }),
  );
  await adapters.db.accountEvent.createMany({ data: events });
  await signedInPage.goto(`/accounts/${account.id}`);
  const history = signedInPage.getByRole("region", { name: "History" });
  await expect(history.getByText("check number 0", { exact: true })).toBeVisible();
  await history.getByRole("link", { name: "Older" }).click();
  await expect(signedInPage).toHaveURL(/history=2/);
  await expect(history.getByText("check number 0", { exact: true })).toHaveCount(0);
  await history.getByRole("link", { name: "Newer" }).click();
  await expect(history.getByText("check number 0", { exact: true })).toBeVisible();
});

test("Disconnect asks for the username, destroys the token and keeps the history", async ({
  signedInPage,
  makeAccount,
  adapters,
  simulator,
}) => {
  const account = await makeAccount();
  await signedInPage.goto(`/accounts/${account.id}`);
  const field = signedInPage.getByLabel(`Type ${account.username} to confirm`);
  const button = signedInPage.getByRole("button", { name: "Disconnect" });
  await field.fill(`${account.username}x`);
  await button.click();
  await expect(signedInPage.getByText(`Type ${account.username} to disconnect this account.`)).toBeVisible();
  expect(await adapters.db.accountToken.count({ where: { accountId: account.id } })).toBe(1);

  await field.fill(`@${account.username.toUpperCase()} `);
  await button.click();
  await expect(signedInPage.getByText("is disconnected and its token is destroyed.", { exact: false })).toBeVisible();
  expect(await adapters.db.accountToken.count({ where: { accountId: account.id } })).toBe(0);
  await signedInPage.goto(`/accounts?label=${account.label}`);
  await expect(signedInPage.getByText(`@${account.username}`)).toHaveCount(0);

  await signedInPage.goto(`/accounts/${account.id}`);
  await expect(signedInPage.getByText("This account is disconnected.")).toBeVisible();
  await expect(signedInPage.getByRole("region", { name: "History" })).toContainText("Disconnected");
  await expect(signedInPage.getByRole("button", { name: "Extend" })).toHaveCount(0);
  await signedInPage.getByRole("button", { name: "Connect account" }).click();
  const { giveConsent } = await import("./consent");
  await giveConsent(signedInPage, account.username);
  await expect(signedInPage.getByText(`@${account.username} is`, { exact: false }).first()).toBeVisible();
  await expect(signedInPage).toHaveURL(new RegExp(`/accounts/${account.id}\\?connect=`));
  expect((await simulator.validTokens(account.username)).length).toBeGreaterThan(1);
});
