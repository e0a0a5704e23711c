import fc from "fast-check";
import { expect, test } from "vitest";
import { HOME_PATH, returnPath } from "./return-path";

const ID = "0b8f4a52-58c1-4d6e-9a53-2f6f1f6d1c11";

test.each([
  ["/accounts"],
  ["/accounts?status=expired&q=a%20b#row"],
  ["/accounts/import"],
  [`/accounts/${ID}`],
  [`/accounts/${ID}#next`],
  [`/accounts/batches/${ID}`],
  [`/accounts/connect/${ID}#result`],
  ["/accounts/disconnect"],
  [`/accounts/disconnect?account=${ID}`],
  [`/accounts/disconnect?${Array(50).fill(`account=${ID}`).join("&")}`],
  ["/activity?kind=renewed&page=2"],
  ["/notices"],
  ["/team"],
  ["/settings"],
  ["/settings#calendar"],
  ["/settings/profile"],
  ["/settings/audit"],
])("goes on to %s", (path) => {
  expect(returnPath(path)).toBe(path);
});

const HOSTILE = [
  "",
  " ",
  "/",
  "accounts",
  "./accounts",
  "../accounts",
  "?next=/accounts",
  "#accounts",
  // Another server, with and without a scheme.
  "https://evil.example",
  "https://evil.example/accounts",
  "HTTPS://EVIL.EXAMPLE",
  "http:evil.example",
  "https:/evil.example",
  "https:///evil.example",
  "//evil.example",
  "///evil.example",
  "////evil.example",
  "//evil.example/accounts",
  "/\\evil.example",
  "\\/evil.example",
  "\\\\evil.example",
  "/\\/evil.example",
  "/accounts\\..\\evil.example",
  "//localhost",
  "//127.0.0.1",
  "//[::1]/",
  "//0x7f000001",
  "//evil.example:443/accounts",
  // A name before the host, or a host that begins like ours.
  "@evil.example",
  "/accounts@evil.example",
  "//accounts@evil.example",
  "https://perennial.example.com@evil.example",
  "https://perennial.example.com.evil.example/accounts",
  ".evil.example",
  // Other schemes.
  "javascript:alert(1)",
  "JavaScript:alert(1)",
  "java\nscript:alert(1)",
  "javascript://%0aalert(1)",
  "\u0001javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:msgbox(1)",
  "file:///etc/passwd",
  "blob:https://evil.example/1",
  "about:blank",
  "view-source:https://evil.example",
  // Control characters and blanks, which parsers drop.
  "/\t/evil.example",
  "/\n/evil.example",
  "/\r/evil.example",
  "/\n\\evil.example",
  "\t//evil.example",
  " //evil.example",
  " /accounts",
  "/accounts ",
  "/accounts\n",
  "/accounts\r\nLocation: https://evil.example",
  "/accounts\u0000",
  "/\u0000/evil.example",
  "/\u00a0/evil.example",
  "/\u2028/evil.example",
  // Encoded once and twice.
  "/%2f%2fevil.example",
  "/%2F%2Fevil.example",
  "%2f%2fevil.example",
  "/%5cevil.example",
  "/%255cevil.example",
  "/%09/evil.example",
  "/%0d%0aLocation:%20https://evil.example",
  "/accounts%00",
  "/accounts%2f..%2f..%2fevil",
  // Letters that look like slashes, dots and at signs, or become them.
  "/\u2215/evil.example",
  "/\uff0fevil.example",
  "\uff0f\uff0fevil.example",
  "/\uff3cevil.example",
  "//evil\u3002example",
  "/accounts\uff20evil.example",
  "/\u0430ccounts",
  "/\u202eaccounts",
  // Steps out of the list.
  "/accounts/../..//evil.example",
  "/accounts/..",
  "/accounts/.",
  "/accounts//evil.example",
  "/accounts/./../evil",
  "/accounts/a.b",
  "/accounts/import/",
  "/accounts/batches/",
  "/accounts/batches/a/b",
  "/ACCOUNTS",
  "/accounts;//evil.example",
  // Ours, but nothing to return to.
  "/sign-in",
  "/sign-in?next=/accounts",
  "/setup",
  "/api/auth/signout",
  "/api/cron/renew",
  "/activity/export",
  "/invite/secret",
  "/_next/static/x",
  // Tails that no page of ours writes.
  "/accounts?next=//evil.example",
  "/accounts?next=https:evil",
  "/accounts?q=<script>",
  "/accounts?q=a b",
  "/accounts?q=\\evil",
  "/accounts#/evil",
  "/accounts#javascript:alert(1)",
  "/accounts?a#b#c",
  `/accounts?q=${"a".repeat(1_001)}`,
  `/accounts?${Array(50).fill(`account=${ID}`).join("&")}`,
  `/accounts/disconnect?${Array(51).fill(`account=${ID}`).join("&")}`,
  `/accounts/disconnect?account=//evil.example`,
  `/accounts/disconnect?account=${ID}&account=https:evil`,
  `/accounts/${"a".repeat(65)}`,
  `/${"/".repeat(100_000)}evil.example`,
  `/accounts?${"%2f".repeat(50_000)}`,
];

test.each(HOSTILE.map((text) => [text]))("goes to the accounts instead of %j", (text) => {
  expect(returnPath(text)).toBe(HOME_PATH);
});

test("goes to the accounts where nothing is asked for", () => {
  expect([returnPath(undefined), returnPath(null)]).toEqual([HOME_PATH, HOME_PATH]);
});

test("stays on this server, on a page that is there, for every text", () => {
  const piece = fc.constantFrom(
    "/",
    "\\",
    "accounts",
    "import",
    "..",
    ".",
    ":",
    "@",
    "?",
    "#",
    "%2f",
    "\t",
    "\n",
    "a-1",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const goal = new URL(returnPath(pieces.join("")), "https://perennial.example.com");
      expect(goal.origin).toBe("https://perennial.example.com");
      expect(goal.pathname).toMatch(/^\/accounts(\/[a-z0-9-]+)*$/);
    }),
    { numRuns: 2_000 },
  );
});
