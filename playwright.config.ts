import { defineConfig } from "@playwright/test";
import { CHROMIUM_FLAGS, installedChromium } from "./scripts/chromium";

// The workers use the app's own modules for rows and tokens; `server-only` resolves under this condition alone.
const CONDITION = "--conditions=react-server";
if (!(process.env.NODE_OPTIONS ?? "").includes(CONDITION)) {
  process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ""} ${CONDITION}`.trim();
}

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 740 };
/** Tests with this tag run at both widths, in light and in dark; all others once, wide and light. */
const EVERY_LOOK = /@every-look/;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/e2e",
  globalSetup: "./e2e/global-setup.ts",
  workers: 2,
  fullyParallel: true,
  forbidOnly: process.env.CI !== undefined,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  use: {
    browserName: "chromium",
    launchOptions: { executablePath: installedChromium() ?? undefined, args: CHROMIUM_FLAGS },
    locale: "en-GB",
    timezoneId: "Europe/Lisbon",
    // Moving pictures of every page would take a third of two cores.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "wide", use: { viewport: WIDE, colorScheme: "light" } },
    { name: "wide-dark", grep: EVERY_LOOK, use: { viewport: WIDE, colorScheme: "dark" } },
    { name: "narrow", grep: EVERY_LOOK, use: { viewport: NARROW, hasTouch: true, colorScheme: "light" } },
    { name: "narrow-dark", grep: EVERY_LOOK, use: { viewport: NARROW, hasTouch: true, colorScheme: "dark" } },
  ],
});
