import type { Page } from "@playwright/test";

/** What the clipboard holds, pasted by keyboard into a field: pages may not read the clipboard. Leads to the import page. */
export async function pasted(page: Page, baseUrl: string): Promise<string> {
  await page.goto(`${baseUrl}/accounts/import`);
  const field = page.getByLabel("Tokens", { exact: true });
  await field.focus();
  await page.keyboard.press("ControlOrMeta+V");
  return field.inputValue();
}
