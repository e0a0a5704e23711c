import { FACTORY_PASSWORD } from "../prisma/factory-password";
import { expect, test } from "./fixtures";

test("a person signs in and sees the accounts", { tag: "@every-look" }, async ({ page, person, makeAccount }) => {
  const account = await makeAccount();
  await page.goto(`/accounts?label=${account.label}`);
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(FACTORY_PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/accounts\b/);
  await page.goto(`/accounts?label=${account.label}`);
  const row = page.getByRole("row").filter({ hasText: `@${account.username}` });
  await expect(row).toContainText("Active");
  await expect(row.locator("time").first()).toHaveAttribute("datetime", account.expiresAt.toISOString());
});

test("a wrong password is refused in words", async ({ page, person, problems }) => {
  problems.expect(/status of 401/);
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill("not-the-password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /password/i })).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a session of one's own is enough to get in", async ({ signedInPage, person }) => {
  await signedInPage.goto("/");
  await expect(signedInPage).toHaveURL(/\/accounts$/);
  await expect(signedInPage.getByText(person.name).first()).toBeVisible();
});
