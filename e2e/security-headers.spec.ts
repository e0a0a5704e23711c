import { request as ask, type IncomingMessage } from "node:http";
import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "./fixtures";

const SEALED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const EVERYWHERE = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
};

async function headersOf(request: APIRequestContext, url: string): Promise<Record<string, string>> {
  return (await request.get(url, { maxRedirects: 0 })).headers();
}

test("every kind of answer carries the headers that it needs", async ({ request, signedInPage }) => {
  const signedIn = signedInPage.request;
  const pages = ["/sign-in", "/setup", "/accounts", "/no-such-page", "/invite/x", "/badge", "/calendar/a/b"];
  for (const path of pages) {
    const headers = await headersOf(request, path);
    expect(headers, path).toMatchObject(EVERYWHERE);
    expect(headers["content-security-policy"], path).toMatch(/^default-src 'none'; script-src 'nonce-/);
    expect(headers["content-security-policy"], path).not.toContain("unsafe");
    expect(headers["cross-origin-resource-policy"], path).toBe("same-origin");
    expect(headers["permissions-policy"], path).toContain("camera=()");
    expect(headers, path).not.toHaveProperty("strict-transport-security");
    expect(headers, path).not.toHaveProperty("x-powered-by");
  }
  const data = [
    "/api/health",
    "/api/auth/csrf",
    "/api/changes",
    "/api/no-such",
    "/icons.svg",
    "/icon.svg",
    "/favicon.ico",
  ];
  for (const path of [...data, "/badge/x.svg", "/calendar/x.ics"]) {
    const headers = await headersOf(request, path);
    expect(headers, path).toMatchObject({ ...EVERYWHERE, "content-security-policy": SEALED });
  }
  expect(await headersOf(signedIn, "/activity/export")).toMatchObject({ "content-security-policy": SEALED });
  for (const path of [
    "/invite/x",
    "/reset-password/x",
    "/api/auth/callback/instagram?code=x",
    "/badge/x.svg",
    "/calendar/x.ics",
  ])
    expect(await headersOf(request, path), path).toMatchObject({ "referrer-policy": "no-referrer" });
  for (const path of ["/accounts", "/settings", "/api/health"])
    expect(await headersOf(signedIn, path), path).toMatchObject({ "referrer-policy": "same-origin" });
  expect(await headersOf(request, "/badge/x.svg")).toMatchObject({ "cross-origin-resource-policy": "cross-origin" });
});

test("the build's own files cannot be taken for something else, nor be embedded elsewhere", async ({ request }) => {
  const html = await (await request.get("/sign-in")).text();
  const files = [...html.matchAll(/(?:src|href)="(\/_next\/static\/[^"]+)"/g)].map(([, file]) => file ?? "");
  expect(files.length).toBeGreaterThan(2);
  for (const file of [...files.slice(0, 3), "/_next/static/no-such.js"]) {
    const headers = await headersOf(request, file);
    expect(headers, file).toMatchObject({
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
    });
  }
  expect((await request.get("/_next/image?url=%2Ficon.svg&w=64&q=75")).status()).toBe(404);
});

test("behind https: HSTS, and nothing that a request says of its host is believed", async ({
  request,
  freshServer,
}) => {
  const server = await freshServer({ env: { NEXTAUTH_URL: "https://perennial.example.com", SCHEDULER: "off" } });
  const foreign = { "x-forwarded-host": "evil.example", "x-forwarded-proto": "http", forwarded: "host=evil.example" };
  for (const path of ["/sign-in", "/api/health", "/badge/x.svg", "/no-such-page", "/accounts", "/icons.svg"]) {
    const answer = await request.get(`${server.baseUrl}${path}`, { headers: foreign, maxRedirects: 0 });
    const text = JSON.stringify(answer.headers()) + (await answer.text());
    expect(answer.headers()["strict-transport-security"], path).toBe("max-age=31536000; includeSubDomains");
    expect(text, path).not.toContain("evil.example");
  }
  for (const path of [
    "/api/auth/signin",
    "/api/auth/signout",
    "/api/auth/error",
    "/api/auth/callback/instagram?code=x",
  ]) {
    const answer = await request.get(`${server.baseUrl}${path}`, { headers: foreign, maxRedirects: 0 });
    expect(answer.headers().location, path).toMatch(/^(https:\/\/perennial\.example\.com)?\/(sign-in|accounts)/);
  }
});

test("next-auth leads only to pages of ours", async ({ request }) => {
  for (const callbackUrl of ["https://evil.example", "//evil.example", "/\\evil.example", "/api/auth/signout"]) {
    const answer = await request.get(`/api/auth/signin?${new URLSearchParams({ callbackUrl })}`, { maxRedirects: 0 });
    const { location = "", "set-cookie": cookies = "" } = answer.headers();
    expect(decodeURIComponent(decodeURIComponent(location + cookies)), callbackUrl).not.toContain(callbackUrl);
  }
});

/** Asks in a way that no browser would. */
function askOddly(url: string, method: string, path: string): Promise<IncomingMessage> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    ask({ hostname, port, method, path }, (answer) => resolve(answer.resume()))
      .on("error", reject)
      .end();
  });
}

test("addresses and methods that make no sense are told so, with the headers of every answer", async ({ baseURL }) => {
  const url = baseURL ?? "";
  for (const path of ["/accounts/%", "/%ff", "/api/health/%", "/badge/%E0%A4.svg", "/team/%zz?q=%"]) {
    const { statusCode, headers } = await askOddly(url, "GET", path);
    expect(statusCode, path).toBe(path.startsWith("/accounts") ? 307 : 404);
    expect(headers, path).toMatchObject(EVERYWHERE);
  }
  for (const method of ["TRACE", "PROPFIND"]) {
    const { statusCode, headers } = await askOddly(url, method, "/accounts");
    expect(statusCode, method).toBe(405);
    expect(headers, method).toMatchObject({ ...EVERYWHERE, allow: "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE" });
  }
});

test("nobody writes lines of their own into the log", async ({ request, baseURL }) => {
  const headers = { origin: baseURL ?? "" };
  const answer = await request.post("/api/auth/_log", {
    headers,
    form: { level: "error", code: "forged", metadata: "" },
  });
  expect(answer.status()).toBe(404);
});
