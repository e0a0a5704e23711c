import { describe, expect, test } from "vitest";
import { responseHeaders } from "./response-headers";

const SEALED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const live = { nonce: "bm9uY2U=", https: true, development: false };

function policy(path: string, input = live): string {
  return responseHeaders(path, input)["content-security-policy"] ?? "";
}

describe("the policy of a page", () => {
  test.each([
    "/accounts",
    "/sign-in",
    "/no-such-page",
    "/badge",
    "/badge/a/b",
    "/",
    "/invite/x",
    "/accounts/a/pictures",
  ])("of %s allows what carries the nonce and what comes from this server", (path) => {
    expect(policy(path)).toBe(
      "default-src 'none'; script-src 'nonce-bm9uY2U=' 'strict-dynamic'; style-src 'self' 'nonce-bm9uY2U='; " +
        "img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; " +
        "base-uri 'none'; object-src 'none'; upgrade-insecure-requests",
    );
  });

  test("never says unsafe outside development", () => {
    for (const https of [true, false]) expect(policy("/accounts", { ...live, https })).not.toContain("unsafe");
    expect(policy("/accounts", { ...live, development: true })).toContain("'unsafe-eval'");
  });

  test("leaves plain http alone where the server is reached by it", () => {
    expect(policy("/accounts", { ...live, https: false })).not.toContain("upgrade-insecure-requests");
  });
});

test.each([
  "/badge/secret.svg",
  "/calendar/secret.ics",
  "/api/health",
  "/api/auth/callback/instagram",
  "/api/no-such",
  "/icons.svg",
  "/icon.svg",
  "/favicon.ico",
  "/activity/export",
  "/settings/audit/export",
  "/accounts/a-1/token",
])("%s may load nothing", (path) => {
  expect(policy(path)).toBe(SEALED);
});

test("a picture from outside has no origin either", () => {
  expect(policy("/accounts/a-1/picture")).toBe(`${SEALED}; sandbox`);
});

test.each<[string, string]>([
  ["/accounts", "same-origin"],
  ["/settings", "same-origin"],
  ["/invitedly", "same-origin"],
  ["/api/auth/session", "same-origin"],
  ["/invite/secret", "no-referrer"],
  ["/reset-password/secret", "no-referrer"],
  ["/api/auth/callback/instagram", "no-referrer"],
  ["/calendar/secret.ics", "no-referrer"],
  ["/badge/secret.svg", "no-referrer"],
  ["/deletion/code", "no-referrer"],
])("%s has the referrer policy %s", (path, expected) => {
  expect(responseHeaders(path, live)["referrer-policy"]).toBe(expected);
});

test("only a badge may stand on pages of other sites", () => {
  const shared = (path: string) => responseHeaders(path, live)["cross-origin-resource-policy"];
  expect(shared("/badge/secret.svg")).toBe("cross-origin");
  for (const path of [
    "/badge",
    "/badge/a/b",
    "/calendar/secret.ics",
    "/accounts/a/picture",
    "/api/health",
    "/accounts",
  ])
    expect(shared(path), path).toBe("same-origin");
});

test("https is promised for a year and below, where the server is reached by it", () => {
  const promised = (https: boolean) => responseHeaders("/", { ...live, https })["strict-transport-security"];
  expect(promised(true)).toBe("max-age=31536000; includeSubDomains");
  expect(promised(false)).toBeUndefined();
});

test("everything that a browser can do is off, but for copying and passkeys", () => {
  const permissions = responseHeaders("/accounts", live)["permissions-policy"]?.split(", ") ?? [];
  expect(permissions.filter((each) => !each.endsWith("=()"))).toEqual([
    "clipboard-write=(self)",
    "publickey-credentials-create=(self)",
    "publickey-credentials-get=(self)",
  ]);
  for (const feature of ["camera", "microphone", "geolocation", "payment", "usb", "clipboard-read"])
    expect(permissions).toContain(`${feature}=()`);
});
