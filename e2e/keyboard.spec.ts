import type { Page } from "@playwright/test";
import { after, DAY } from "../lib/domain/durations";
import { expect, test } from "./fixtures";
import { pasted } from "./pasted";

async function tabTo(page: Page, name: string): Promise<void> {
  const target = page.getByRole("button", { name, exact: true }).first();
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${name} cannot be reached with the Tab key.`);
}

test("by keyboard alone: skip link, filters, Extend, Connect", async ({ signedInPage, makeAccount, label }) => {
  const account = await makeAccount({ expiresAt: after(new Date(), 9 * DAY) });
  await signedInPage.goto(`/accounts?label=${label}`);
  await signedInPage.keyboard.press("Tab");
  const skip = signedInPage.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await signedInPage.keyboard.press("Enter");
  await expect(signedInPage.getByRole("main")).toBeFocused();
  await tabTo(signedInPage, "Extend");
  const button = signedInPage.getByRole("button", { name: "Extend", exact: true });
  const outline = await button.evaluate((element) => getComputedStyle(element).outlineStyle);
  expect(outline).not.toBe("none");
  await signedInPage.keyboard.press("Enter");
  await expect(signedInPage.getByText(`@${account.username} extended:`)).toBeVisible();
  await signedInPage.goto("/accounts");
  await tabTo(signedInPage, "Connect account");
  await signedInPage.keyboard.press("Enter");
  await expect(signedInPage.getByRole("heading", { name: /asks for access/ })).toBeVisible();
});

test("the arrow keys walk along the runway", async ({ page, freshServer, factories }) => {
  const { adapters, baseUrl, signIn } = await freshServer();
  await signIn(page.context());
  for (const days of [3, 20, 50]) {
    const expiresAt = after(new Date(), (days + 0.5) * DAY);
    await factories.createAccount({ username: `runs.${days}`, token: `IGAA-${days}`, expiresAt }, adapters);
  }
  await page.goto(`${baseUrl}/accounts`);
  const runway = page.getByRole("region", { name: "Runway" });
  await expect(runway).toContainText("Remaining life of 3 accounts: 0 ended, 1 within 14 days, 2 later.");
  await runway.getByRole("link", { name: /^@runs.3:/ }).focus();
  await expect(runway).toContainText("@runs.3: 3 days left, Expiring soon");
  await page.keyboard.press("ArrowRight");
  await expect(runway.getByRole("link", { name: "@runs.20: 20 days left, Active" })).toBeFocused();
  await page.keyboard.press("End");
  await expect(runway.getByRole("link", { name: "@runs.50: 50 days left, Active" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "@runs.50" })).toBeVisible();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test("the menu opens, leads on and closes; the theme is kept", async ({ signedInPage }) => {
    await signedInPage.goto("/accounts");
    const menu = signedInPage.locator("summary");
    await expect(menu).toHaveAccessibleName("Menu");
    await menu.focus();
    await signedInPage.keyboard.press("Enter");
    const settings = signedInPage.locator("details").getByRole("link", { name: "Settings" });
    await expect(settings).toBeVisible();
    await signedInPage.getByRole("radio", { name: "Dark" }).check({ force: true });
    await expect(signedInPage.locator("html")).toHaveClass(/dark/);
    await settings.focus();
    await signedInPage.keyboard.press("Enter");
    await expect(signedInPage.getByRole("heading", { name: "Settings", level: 1 })).toBeVisible();
    await expect(settings).toBeHidden();
    await signedInPage.reload();
    await expect(signedInPage.locator("html")).toHaveClass(/dark/);
  });

  test("rows can be sorted and picked all at once", async ({ signedInPage, makeAccount, label }) => {
    await makeAccount();
    await makeAccount();
    await signedInPage.goto(`/accounts?label=${label}`);
    await signedInPage.getByRole("checkbox", { name: "Select all on this page" }).check();
    await expect(signedInPage.getByText("2 selected")).toBeVisible();
    await signedInPage.getByRole("table").getByRole("link", { name: "Expires" }).click();
    await expect(signedInPage).toHaveURL(/sort=expiry/);
  });
});

test("settings: the set-up guide, the exact redirect URI, and no secret", async ({ signedInPage, world }) => {
  await signedInPage.goto("/settings");
  const redirectUri = `${world.baseUrl}/api/auth/callback/instagram`;
  await expect(signedInPage.getByText(redirectUri, { exact: true })).toHaveCount(2);
  await signedInPage.context().grantPermissions(["clipboard-write"]);
  await signedInPage.getByRole("button", { name: "Copy the redirect URI" }).first().click();
  await expect(signedInPage.getByText("This server’s address is not https.")).toBeVisible();
  const html = await signedInPage.content();
  for (const name of ["INSTAGRAM_CLIENT_SECRET", "NEXTAUTH_SECRET", "TOKEN_ENCRYPTION_KEYS"]) {
    expect(html).toContain(name);
    expect(html.includes(world.env[name] ?? "")).toBe(false);
  }
  expect(await pasted(signedInPage, world.baseUrl)).toBe(redirectUri);
});

test("a slow page shows its outline meanwhile", async ({ signedInPage }) => {
  await signedInPage.goto("/settings");
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await signedInPage.route(/\/accounts\?.*_rsc=|\/accounts\?_rsc=/, async (route) => {
    await held;
    await route.continue();
  });
  await signedInPage.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Accounts" }).click();
  await expect(signedInPage.getByText("Loading…")).toBeVisible();
  release();
  await expect(signedInPage.getByRole("heading", { name: "Accounts", level: 1 })).toBeVisible();
  await expect(signedInPage.getByText("Loading…")).toBeHidden();
});
