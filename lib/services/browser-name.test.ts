import { expect, test } from "vitest";
import { browserName } from "./browser-name";

const LIKE_GECKO = "AppleWebKit/537.36 (KHTML, like Gecko)";

test.each([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${LIKE_GECKO} Chrome/142.0.0.0 Safari/537.36`, "Chrome on Windows"],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${LIKE_GECKO} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`,
    "Microsoft Edge on Windows",
  ],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on Linux"],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
    "Safari on macOS",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
    "Safari on iOS",
  ],
  [`Mozilla/5.0 (Linux; Android 10; K) ${LIKE_GECKO} Chrome/142.0.0.0 Mobile Safari/537.36`, "Chrome on Android"],
  ["", "Unknown browser"],
  ["  ", "Unknown browser"],
  ["factory", "Unknown browser"],
])("%s is %s", (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name);
});

test.each([
  ["<script>alert(1)</script>"],
  ["=cmd|' /C calc'!A0"],
  ["\u202emoc.live/1.0"],
  ["%".repeat(300)],
  ["a/1 ".repeat(75)],
])("%j becomes one harmless line", (userAgent) => {
  const name = browserName(userAgent);
  expect(name.length).toBeLessThanOrEqual(80);
  expect(name).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
});
