import { DAY } from "../lib/domain/durations";
import { giveConsent } from "./consent";
import { expect, test } from "./fixtures";

test("a colleague reconnects a dead account, and its errors are gone", async ({ openBrowser, makeAccount }) => {
  const account = await makeAccount({
    verdict: "dead",
    verdictReason: "password_changed",
    verdictAt: new Date(),
    failedAttempts: 2,
    lastFailedAt: new Date(),
    failureKind: "dead",
    failureReason: "password_changed",
  });
  const page = await openBrowser();
  await page.goto(`/accounts?label=${account.label}`);
  const row = page.getByRole("row").filter({ hasText: `@${account.username}` });
  await expect(row).toContainText("Reconnect needed");
  await row.getByRole("button", { name: "Reconnect" }).click();
  await giveConsent(page, account.username);
  await expect(page.getByText(`@${account.username} is reconnected.`)).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/accounts/${account.id}\\?connect=`));
  await expect(page.getByRole("listitem").filter({ hasText: "Reconnected by Bo Castellanos" })).toBeVisible();
  await page.goto(`/accounts?label=${account.label}`);
  await expect(page.getByRole("row").filter({ hasText: "@" })).toHaveCount(1);
  await expect(row).toContainText("Active");
  await expect(row).not.toContainText("Failing");
});

test("a second consent replaces the stored token", async ({ signedInPage, makeAccount, adapters, simulator }) => {
  const account = await makeAccount();
  await signedInPage.goto(`/accounts/${account.id}`);
  await signedInPage.getByRole("button", { name: "Reconnect" }).click();
  await giveConsent(signedInPage, account.username);
  await expect(signedInPage.getByText(`@${account.username} is reconnected.`)).toBeVisible();
  const { tokenContext } = await import("../lib/services/store-token");
  const { sealed } = await adapters.db.accountToken.findUniqueOrThrow({ where: { accountId: account.id } });
  const stored = adapters.vault.open(sealed, tokenContext(account.id));
  expect(stored !== account.token).toBe(true);
  expect((await simulator.validTokens(account.username)).at(-1) === stored).toBe(true);
});

test("consent with another account overwrites nothing and says so", async ({
  signedInPage,
  makeAccount,
  simulator,
  adapters,
  label,
}) => {
  const account = await makeAccount({ expiresAt: new Date(Date.now() - DAY) });
  await simulator.addAccount({ username: `${label}.other` });
  await signedInPage.goto(`/accounts/${account.id}`);
  await signedInPage.getByRole("button", { name: "Reconnect" }).click();
  await giveConsent(signedInPage, `${label}.other`);
  await expect(signedInPage.getByRole("heading", { name: "Not connected" })).toBeVisible();
  const told = `You allowed @${label}.other, but this was to reconnect @${account.username}.`;
  await expect(signedInPage.getByText(told)).toBeVisible();
  await expect(signedInPage.getByText("Nothing was changed.", { exact: false })).toBeVisible();
  const after = await adapters.db.connectedAccount.findUniqueOrThrow({ where: { id: account.id } });
  expect(after.tokenVersion).toBe(account.tokenVersion);
  expect(await adapters.db.connectedAccount.count({ where: { username: `${label}.other` } })).toBe(0);

  await signedInPage.getByRole("button", { name: "Connect account" }).click();
  await giveConsent(signedInPage, `${label}.other`);
  await expect(signedInPage.getByText(`@${label}.other is connected.`)).toBeVisible();
});

test("the account to reconnect is gone: said, and offered as a new one", async ({
  signedInPage,
  makeAccount,
  adapters,
}) => {
  const account = await makeAccount();
  await signedInPage.goto(`/accounts/${account.id}`);
  await signedInPage.getByRole("button", { name: "Reconnect" }).click();
  await expect(signedInPage.getByRole("heading", { name: /asks for access/ })).toBeVisible();
  await adapters.db.connectedAccount.delete({ where: { id: account.id } });
  await giveConsent(signedInPage, account.username);
  await expect(signedInPage.getByText("The account to reconnect is no longer here.")).toBeVisible();
  await expect(signedInPage.getByRole("button", { name: "Connect account" })).toBeVisible();
  expect(await adapters.db.connectedAccount.count({ where: { username: account.username } })).toBe(0);
});
