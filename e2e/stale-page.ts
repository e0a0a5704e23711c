import type { Page } from "@playwright/test";

/** Lets a page go on showing what was true when it was opened: whether anything has changed stays unanswered. */
export function keepStale(page: Page): Promise<unknown> {
  return page.route("**/api/changes", () => undefined);
}
