import { describe, expect, test } from "vitest";
import { isOwnRequest } from "./origin-rule";

const OWN = "https://perennial.example.com";

/** A form, or a server action, posted to a page. */
function posted(origin: string | null, fetchSite: string | null = null, path = "/accounts"): boolean {
  return isOwnRequest({ method: "POST", path, origin, fetchSite }, OWN);
}

describe("a form", () => {
  test.each<[string | null, string | null]>([
    [OWN, "same-origin"],
    // Browsers send Sec-Fetch-Site to safe addresses only.
    [OWN, null],
    // Reloaded, or sent again from the history.
    [OWN, "none"],
    // From a page with `no-referrer`, without a script.
    ["null", "same-origin"],
    [null, "same-origin"],
  ])("from %s with Sec-Fetch-Site %s is ours", (origin, fetchSite) => {
    expect(posted(origin, fetchSite)).toBe(true);
  });

  test.each<[string | null, string | null]>([
    ["https://evil.example", "cross-site"],
    ["https://evil.example", "same-origin"],
    ["https://evil.example", null],
    ["null", "cross-site"],
    ["null", "none"],
    ["null", null],
    [null, null],
    [null, "none"],
    [null, "cross-site"],
    [null, "same-site"],
    [OWN, "cross-site"],
    [OWN, "same-site"],
    // The same name with another scheme or port is another origin.
    ["http://perennial.example.com", null],
    ["https://perennial.example.com:8443", null],
    ["https://www.perennial.example.com", null],
    ["https://perennial.example.com.evil.example", null],
    ["https://perennial.example.com@evil.example", null],
    ["https://PERENNIAL.example.com", null],
    ["https://perennial.example.com/", null],
    ["https://perennial.example.com, https://evil.example", null],
    ["https://evil.example, https://perennial.example.com", null],
    ["perennial.example.com", null],
    ["", null],
    [" ", "same-origin"],
    ["undefined", null],
  ])("from %j with Sec-Fetch-Site %s is not", (origin, fetchSite) => {
    expect(posted(origin, fetchSite)).toBe(false);
  });
});

describe("a program", () => {
  test.each(["/api/cron/renew", "/api/health", "/api/instagram/deauthorize", "/api/instagram/data-deletion"])(
    "may post to %s, a browser of another site may not",
    (path) => {
      expect(posted(null, null, path)).toBe(true);
      expect(posted("https://evil.example", null, path)).toBe(false);
      expect(posted("null", "cross-site", path)).toBe(false);
      expect(posted(null, "cross-site", path)).toBe(false);
    },
  );

  test.each(["/api/auth/signout", "/api/cron/renew/x", "/x/api/cron/renew", "/api/instagram/a/b", "/api/cron"])(
    "may not post to %s",
    (path) => {
      expect(posted(null, null, path)).toBe(false);
    },
  );
});

test.each(["GET", "HEAD", "OPTIONS"])("%s changes nothing, and may come from anywhere", (method) => {
  const asked = { method, path: "/accounts", origin: "https://evil.example", fetchSite: "cross-site" };
  expect(isOwnRequest(asked, OWN)).toBe(true);
});

test.each(["POST", "PUT", "PATCH", "DELETE", "TRACE", "get", "QUERY"])("%s is judged", (method) => {
  expect(isOwnRequest({ method, path: "/accounts", origin: "https://evil.example", fetchSite: null }, OWN)).toBe(false);
});

test("without a configured address nothing is ours by its origin", () => {
  expect(isOwnRequest({ method: "POST", path: "/accounts", origin: OWN, fetchSite: null }, null)).toBe(false);
});
