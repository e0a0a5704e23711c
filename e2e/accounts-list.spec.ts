import type { Page } from "@playwright/test";
import { after, DAY } from "../lib/domain/durations";
import { expect, test } from "./fixtures";

const inDays = (days: number): Date => after(new Date(), days * DAY);

function usernames(page: Page): Promise<string[]> {
  return page.getByRole("table").getByRole("link", { name: /^@/ }).allTextContents();
}

test("search, filters and sort live in the URL", async ({ signedInPage, makeAccount, label }) => {
  const soon = await makeAccount({ expiresAt: inDays(5), name: "Zürich Bäckerei", lastRenewedAt: inDays(-55) });
  const active = await makeAccount({ expiresAt: inDays(50), lastRenewedAt: inDays(-10) });
  const expired = await makeAccount({ expiresAt: inDays(-1), lastRenewedAt: inDays(-61) });
  const all = [soon, active, expired].map(({ username }) => `@${username}`);
  await signedInPage.goto(`/accounts?label=${label}`);
  await expect.poll(() => usernames(signedInPage)).toEqual([all[2], all[0], all[1]]);

  await signedInPage.getByRole("combobox", { name: "Status" }).selectOption("Expiring soon");
  await expect(signedInPage).toHaveURL(/status=expiring_soon/);
  await expect.poll(() => usernames(signedInPage)).toEqual([all[0]]);
  await signedInPage.reload();
  await expect(signedInPage.getByRole("combobox", { name: "Status" })).toHaveValue("expiring_soon");
  expect(await usernames(signedInPage)).toEqual([all[0]]);

  await signedInPage.getByRole("link", { name: /^Needs attention/ }).click();
  await expect(signedInPage).toHaveURL(/status=attention/);
  await expect.poll(() => usernames(signedInPage)).toEqual([all[2]]);
  await signedInPage.getByRole("link", { name: /^All \d/ }).click();
  await expect(signedInPage).not.toHaveURL(/status=/);

  const search = signedInPage.getByRole("searchbox", { name: "Search accounts or labels" });
  await search.pressSequentially("zürich BÄCK");
  await expect(signedInPage).toHaveURL(/q=z/);
  await expect.poll(() => usernames(signedInPage)).toEqual([all[0]]);
  await search.fill("nothing like this");
  await expect(signedInPage.getByRole("heading", { name: "No account matches" })).toBeVisible();
  await search.fill("");
  await expect.poll(() => usernames(signedInPage)).toHaveLength(3);

  const heads = signedInPage.getByRole("columnheader");
  await heads.getByRole("link", { name: "Expires" }).click();
  await expect(signedInPage).toHaveURL(/sort=expiry/);
  await heads.getByRole("link", { name: "Expires" }).click();
  await expect(signedInPage).toHaveURL(/dir=desc/);
  await expect.poll(() => usernames(signedInPage)).toEqual([all[1], all[0], all[2]]);
  await expect(heads.filter({ hasText: "Expires" })).toHaveAttribute("aria-sort", "descending");
  await heads.getByRole("link", { name: "Account" }).click();
  await expect(signedInPage).toHaveURL(/sort=username/);
  await expect.poll(() => usernames(signedInPage)).toEqual(all);
  await heads.getByRole("link", { name: "Renewal" }).click();
  await expect(signedInPage).toHaveURL(/sort=renewed/);
  await expect.poll(() => usernames(signedInPage)).toEqual([all[2], all[0], all[1]]);
  await signedInPage.goBack();
  await expect.poll(() => usernames(signedInPage)).toEqual(all);
});

test("fifty a page, and the page is in the URL", async ({ signedInPage, adapters, factories, label }) => {
  const list = Array.from({ length: 120 }, (_, index) => ({
    username: `${label}.${String(index).padStart(3, "0")}`,
    label,
    token: `IGAA-${label}-${index}`,
  }));
  await factories.createAccounts(list, adapters);
  await signedInPage.goto(`/accounts?label=${label}&sort=username`);
  const pages = signedInPage.getByRole("navigation", { name: "Pages" });
  await expect(pages).toContainText("1–50 of 120");
  expect(await usernames(signedInPage)).toHaveLength(50);
  await pages.getByRole("link", { name: "Next" }).click();
  await expect(signedInPage).toHaveURL(/page=2/);
  await expect(pages).toContainText("51–100 of 120");
  await pages.getByRole("link", { name: "Next" }).click();
  await expect(pages).toContainText("101–120 of 120");
  await expect(pages.getByRole("link", { name: "Next" })).toHaveCount(0);
  await signedInPage.reload();
  await expect(pages).toContainText("Page 3 of 3");
  await signedInPage.goto(`/accounts?label=${label}&sort=username&page=9`);
  await expect(pages).toContainText("Page 3 of 3");
  await signedInPage.getByRole("combobox", { name: "Status" }).selectOption("Active");
  await expect(pages).toContainText("1–50 of 120");
});

test("every status in its own words, with the exact time for machines", async ({
  signedInPage,
  makeAccount,
  label,
}) => {
  const at = inDays(41.5);
  const cases = [
    [{ expiresAt: at }, "Active", "in 41 days", "Extend"],
    [{ expiresAt: inDays(13.9) }, "Expiring soon", "in 13 days", "Extend"],
    [{ expiresAt: inDays(-2.1) }, "Expired", "2 days ago", "Reconnect"],
    [{ verdict: "dead", verdictReason: "app_removed" }, "Reconnect needed", "not usable", "Reconnect"],
    [{ verdict: "action_needed", verdictReason: "checkpoint" }, "Action needed", "in ", "Check now"],
    [{ verdict: "permission", verdictReason: "not_eligible" }, "Permission problem", "in ", "How to fix"],
  ] as const;
  const made = [];
  for (const [facts] of cases) made.push(await makeAccount(facts));
  await signedInPage.goto(`/accounts?label=${label}`);
  for (const [index, [, status, expiry, act]] of cases.entries()) {
    const row = signedInPage.getByRole("row").filter({ hasText: `@${made[index]?.username}` });
    await expect(row).toContainText(status);
    await expect(row.locator("time").first()).toContainText(expiry);
    await expect(row.getByRole("button", { name: act }).or(row.getByRole("link", { name: act }))).toBeVisible();
  }
  const time = signedInPage
    .getByRole("row")
    .filter({ hasText: `@${made[0]?.username}` })
    .locator("time")
    .first();
  await expect(time).toHaveAttribute("datetime", at.toISOString());
  await expect(time).toHaveAttribute("title", /^\d{1,2} \w+ \d{4}, \d{2}:\d{2} UTC$/);
});

test("the last row that matches a filter goes, and what happened is still said", async ({
  signedInPage,
  makeAccount,
  label,
}) => {
  const account = await makeAccount({ expiresAt: inDays(5) });
  await signedInPage.goto(`/accounts?label=${label}&status=expiring_soon`);
  await signedInPage.getByRole("button", { name: "Extend", exact: true }).click();
  await expect(signedInPage.getByText(`@${account.username} extended:`)).toBeVisible();
  await expect(signedInPage.getByRole("heading", { name: "No account matches" })).toBeVisible();
});

test("a server without accounts leads to Connect, and says when Instagram is not set up", async ({
  page,
  freshServer,
}) => {
  const server = await freshServer({ env: { INSTAGRAM_CLIENT_ID: "", INSTAGRAM_CLIENT_SECRET: "" } });
  await server.signIn(page.context());
  await page.goto(`${server.baseUrl}/accounts`);
  await expect(page.getByRole("heading", { name: "No account is connected yet" })).toBeVisible();
  await page.getByRole("link", { name: "Set up Instagram" }).click();
  await expect(page.getByText("Instagram is not set up yet.")).toBeVisible();
  await expect(page.getByText(`${server.baseUrl}/api/auth/callback/instagram`).first()).toBeVisible();
  const secret = page.getByRole("listitem").filter({ hasText: "INSTAGRAM_CLIENT_SECRET" }).last();
  await expect(secret).toContainText("Not set");
});
