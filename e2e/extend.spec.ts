import type { Page } from "@playwright/test";
import { formatDate } from "../lib/domain/date-text";
import { after, DAY, HOUR, MINUTE } from "../lib/domain/durations";
import { expect, test } from "./fixtures";
import type { SimulatorHandle } from "./simulator-handle";

const inDays = (days: number): Date => after(new Date(), days * DAY);
/** What the simulator gives: 60 days, not quite. */
const NEW_EXPIRY = formatDate(inDays(59.99));

function rowOf(page: Page, username: string) {
  return page.getByRole("row").filter({ hasText: `@${username}` });
}

async function tokenCount(simulator: SimulatorHandle, username: string): Promise<number> {
  return (await simulator.state()).accounts.find((account) => account.username === username)?.tokens ?? 0;
}

test("Extend in the row: before → after", { tag: "@every-look" }, async ({ signedInPage, makeAccount }) => {
  const account = await makeAccount({ expiresAt: inDays(8.5) });
  await signedInPage.goto(`/accounts?label=${account.label}`);
  const row = rowOf(signedInPage, account.username);
  await expect(row).toContainText("Expiring soon");
  await expect(row).toContainText("in 8 days");
  await row.getByRole("button", { name: "Extend" }).click();
  const told = `@${account.username} extended: ${formatDate(account.expiresAt)} → ${NEW_EXPIRY}.`;
  await expect(signedInPage.getByRole("status").filter({ hasText: told })).toBeVisible();
  await expect(row).toContainText("Active");
  await expect(row).toContainText("in 59 days");
});

test("Extend on the account, and its line in the history", async ({ signedInPage, makeAccount, person }) => {
  const account = await makeAccount({ expiresAt: inDays(20) });
  await signedInPage.goto(`/accounts/${account.id}`);
  await signedInPage.getByRole("button", { name: "Extend" }).click();
  await expect(signedInPage.getByText(`@${account.username} extended:`)).toBeVisible();
  const line = signedInPage.getByRole("listitem").filter({ hasText: `Extended by ${person.name}` });
  await expect(line).toContainText(`Expiry ${formatDate(account.expiresAt)} → ${NEW_EXPIRY}`);
  const refused = signedInPage.getByRole("button", { name: "Extend" });
  await expect(refused).toHaveAttribute("aria-disabled", "true");
  await expect(refused).toHaveAccessibleDescription(/It can be extended from/);
});

test("Extend without JavaScript, in the row and on the account", async ({ openBrowser, makeAccount }) => {
  const page = await openBrowser({ javaScriptEnabled: false });
  const inRow = await makeAccount({ expiresAt: inDays(8.5) });
  await page.goto(`/accounts?label=${inRow.label}`);
  await rowOf(page, inRow.username).getByRole("button", { name: "Extend" }).click();
  await expect(
    page.getByText(`@${inRow.username} extended: ${formatDate(inRow.expiresAt)} → ${NEW_EXPIRY}.`),
  ).toBeVisible();
  await expect(rowOf(page, inRow.username)).toContainText("Active");

  const onPage = await makeAccount({ expiresAt: inDays(8.5) });
  await page.goto(`/accounts/${onPage.id}`);
  await page.getByRole("button", { name: "Extend" }).click();
  await expect(page.getByText(`@${onPage.username} extended:`)).toBeVisible();
});

test("a token under a day old: Extend is refused and says from when", async ({ signedInPage, makeAccount }) => {
  const issuedAt = after(new Date(), -2 * HOUR);
  const account = await makeAccount({ issuedAt });
  const from = formatDate(after(issuedAt, 25 * HOUR), "minute");
  await signedInPage.goto(`/accounts?label=${account.label}`);
  const row = rowOf(signedInPage, account.username);
  await expect(row).toContainText("Too young");
  const button = row.getByRole("button", { name: "Extend" });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(button).toHaveAttribute("title", new RegExp(`can be extended from ${from}`));
  await button.focus();
  await signedInPage.keyboard.press("Enter");
  await expect(signedInPage.getByRole("status").filter({ hasText: `It can be extended from ${from}.` })).toBeVisible();
});

test("an expired token offers Reconnect, not Extend", async ({ signedInPage, makeAccount }) => {
  const account = await makeAccount({ expiresAt: inDays(-1) });
  await signedInPage.goto(`/accounts?label=${account.label}`);
  const row = rowOf(signedInPage, account.username);
  await expect(row).toContainText("Expired");
  await expect(row.getByRole("button", { name: "Reconnect" })).toBeVisible();
  await expect(row.getByRole("button", { name: "Extend" })).toHaveCount(0);
  await signedInPage.goto(`/accounts/${account.id}`);
  await expect(signedInPage.getByRole("button", { name: "Extend" })).toHaveAccessibleDescription(
    /has expired, and Instagram cannot extend it any more/,
  );
});

test("a token that Instagram refuses: looked at again before that is believed, then the reason, and Reconnect", async ({
  signedInPage,
  makeAccount,
  simulator,
  adapters,
}) => {
  const account = await makeAccount({ expiresAt: inDays(9) });
  await simulator.setAccountFault(account.username, "password_changed");
  await signedInPage.goto(`/accounts/${account.id}`);
  await signedInPage.getByRole("button", { name: "Extend" }).click();
  await expect(
    signedInPage.getByText(/was not extended. The account's password was changed.* looks again at .* UTC/),
  ).toBeVisible();
  const next = signedInPage.getByRole("region", { name: "What happens next" });
  await expect(next).toContainText("Instagram refuses this token.");
  await expect(next).toContainText("before it believes it");
  const row = rowOf(signedInPage, account.username);
  await signedInPage.goto(`/accounts?label=${account.label}`);
  await expect(row).toContainText("Failing");
  await expect(row).toContainText(/looking again \d\d:\d\d UTC/);

  // As if the five minutes were over.
  const suspectedAt = after(new Date(), -6 * MINUTE);
  await adapters.db.connectedAccount.update({ where: { id: account.id }, data: { suspectedAt } });
  await signedInPage.goto(`/accounts/${account.id}`);
  await signedInPage.getByRole("button", { name: "Check now" }).click();
  await expect(next).toContainText("Reconnect needed");
  await expect(next).toContainText("broken already: only Reconnect helps");
  await expect(signedInPage.getByRole("listitem").filter({ hasText: "Token refused for good" })).toContainText(
    "code 190",
  );
  await signedInPage.goto(`/accounts?label=${account.label}`);
  await expect(row).toContainText("Reconnect needed");
  await expect(row.getByRole("button", { name: "Reconnect" })).toBeVisible();
});

test("a checkpoint: Action needed, and Check now brings the same token back", async ({
  signedInPage,
  makeAccount,
  simulator,
}) => {
  const account = await makeAccount({ expiresAt: inDays(9) });
  await simulator.setAccountFault(account.username, "checkpoint");
  await signedInPage.goto(`/accounts/${account.id}`);
  await signedInPage.getByRole("button", { name: "Extend" }).click();
  await expect(signedInPage.getByText(/wants the account's owner to log in/).first()).toBeVisible();
  await signedInPage.goto(`/accounts?label=${account.label}`);
  const row = rowOf(signedInPage, account.username);
  await expect(row).toContainText("Action needed");
  await simulator.setAccountFault(account.username, null);
  await row.getByRole("button", { name: "Check now" }).click();
  await expect(signedInPage.getByText(`The token of @${account.username} works again.`)).toBeVisible();
  await expect(row).toContainText("Expiring soon");
});

test("a permission problem: the likely cause, its cure, and the token is kept", async ({
  signedInPage,
  makeAccount,
  simulator,
}) => {
  const account = await makeAccount({ expiresAt: inDays(40) });
  await simulator.setAccountFault(account.username, "no_tester_role");
  await signedInPage.goto(`/accounts/${account.id}`);
  await signedInPage.getByRole("button", { name: "Check now" }).click();
  const next = signedInPage.getByRole("region", { name: "What happens next" });
  await expect(next).toContainText("Permission problem");
  await expect(next).toContainText("Tester");
  await signedInPage.goto(`/accounts?label=${account.label}`);
  const row = rowOf(signedInPage, account.username);
  await row.getByRole("link", { name: "How to fix" }).click();
  await expect(signedInPage).toHaveURL(new RegExp(`/accounts/${account.id}#next`));
  expect(await simulator.validTokens(account.username)).toEqual([]);
  await simulator.setAccountFault(account.username, null);
  await signedInPage.getByRole("button", { name: "Check now" }).click();
  await expect(next).toContainText("Active");
});

test("two people press Extend at the same moment: one call, and the other is told", async ({
  signedInPage,
  openBrowser,
  makeAccount,
  simulator,
}) => {
  const account = await makeAccount({ expiresAt: inDays(9) });
  const { username } = account;
  await simulator.setFault({ kind: "slow", username, endpoints: ["refresh"], milliseconds: 3_000 });
  const colleague = await openBrowser();
  const pages = [signedInPage, colleague];
  await Promise.all(pages.map((page) => page.goto(`/accounts/${account.id}`)));
  await Promise.all(pages.map((page) => page.getByRole("button", { name: "Extend" }).click()));
  const told = pages.map((page) => page.getByRole("status").filter({ hasText: `@${username}` }));
  for (const sentence of told) await expect(sentence).toBeVisible();
  const sentences = (await Promise.all(told.map((sentence) => sentence.textContent()))).sort();
  expect(sentences[0]).toContain(`@${username} extended: `);
  expect(sentences[1]).toBe(`@${username} is being extended by somebody else right now. Look again in a few seconds.`);
  expect(await tokenCount(simulator, username)).toBe(2);
});
