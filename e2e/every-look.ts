import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const WIDTHS = [
  { width: 360, height: 740 },
  { width: 1280, height: 900 },
];
const SCHEMES = ["light", "dark"] as const;

/** Holds the page, as it stands, to WCAG at both widths, in light and in dark, and to no sideways scrolling. */
export async function expectGoodInEveryLook(page: Page, what: string): Promise<void> {
  for (const size of WIDTHS) {
    await page.setViewportSize(size);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      // At the end of the page, what floats over its lower edge covers nothing.
      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).setLegacyMode().analyze();
      const found = violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary = "" }) => `${id}: ${target.join(" ")} – ${failureSummary}`),
      );
      expect(found, `${what}, ${size.width} px, ${colorScheme}`).toEqual([]);
    }
    const overflow = await page.evaluate(() => {
      const root = document.scrollingElement ?? document.documentElement;
      return root.scrollWidth - root.clientWidth;
    });
    expect(overflow, `${what}: pixels beyond ${size.width} px`).toBeLessThanOrEqual(0);
  }
}
