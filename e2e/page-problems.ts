import type { BrowserContext } from "@playwright/test";

const BINDING = "reportPolicyViolation";

/** Collects what no page should ever report: console errors, uncaught exceptions and what the policy had to block. */
export class PageProblems {
  private readonly seen: string[] = [];
  private readonly expected: RegExp[] = [];

  /** Begins to watch every page of a context. */
  async watch(context: BrowserContext): Promise<void> {
    context.on("console", (message) => {
      if (message.type() === "error") this.seen.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on("weberror", (error) => this.seen.push(`exception: ${error.error().stack ?? error.error().message}`));
    // The browser says so in the console as well, but not for everything, and in changing words.
    await context.exposeFunction(BINDING, (violation: string) => this.seen.push(`policy: ${violation}`));
    await context.addInitScript((binding) => {
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) =>
        (window as unknown as Record<string, (violation: string) => void>)[binding]?.(
          `${effectiveDirective} blocked ${blockedURI} ${sample}`,
        ),
      );
    }, BINDING);
  }

  /** This test provokes it: a wrong password, say, makes the browser report the status 401. */
  expect(pattern: RegExp): void {
    this.expected.push(pattern);
  }

  all(): readonly string[] {
    return this.seen;
  }

  unexpected(): string[] {
    return this.seen.filter((problem) => !this.expected.some((pattern) => pattern.test(problem)));
  }
}
