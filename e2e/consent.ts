import { expect, type Page } from "@playwright/test";

export interface ConsentChoice {
  /** Permissions to switch off, by what the page calls them. */
  without?: string[];
  decision?: "Allow" | "Cancel";
}

/** Answers the simulator's consent page as a person would. */
export async function giveConsent(page: Page, username: string, choice: ConsentChoice = {}): Promise<void> {
  const { without = [], decision = "Allow" } = choice;
  await expect(page.getByRole("heading", { name: /asks for access/ })).toBeVisible();
  // A long list shows its first accounts only.
  const other = page.getByRole("textbox", { name: "Another account, by username" });
  if ((await other.count()) > 0) await other.fill(username);
  else await page.getByRole("radio", { name: `@${username}`, exact: true }).check();
  for (const scope of without) await page.locator(`input[name="scope"][value="${scope}"]`).uncheck();
  await page.getByRole("button", { name: decision }).click();
}

/** Presses Connect account, answers the consent page, and returns the address that Instagram called back. */
export async function connect(page: Page, username: string, choice: ConsentChoice = {}): Promise<string> {
  await page.getByRole("button", { name: "Connect account" }).click();
  const callback = page.waitForRequest((request) => request.url().includes("/api/auth/callback/instagram"));
  await giveConsent(page, username, choice);
  return (await callback).url();
}
