import { unstable_doesMiddlewareMatch as matches } from "next/experimental/testing/server.js";
import { NextRequest } from "next/server";
import { describe, expect, test } from "vitest";
import { config, proxy } from "@/proxy";

const FILE = "/_next/static/chunks/a.js";

describe("the build's own files", () => {
  test.each([
    ["GET", 200],
    ["HEAD", 200],
    ["POST", 405],
    ["PUT", 405],
    ["DELETE", 405],
    ["OPTIONS", 405],
  ])("%s is answered with %i", async (method, status) => {
    const answer = await proxy(new NextRequest(`http://localhost:3000${FILE}`, { method }));
    expect(answer.status).toBe(status);
    expect(answer.headers.get("allow")).toBe(status === 405 ? "GET, HEAD" : null);
  });

  test.each<[string, Record<string, string>, boolean]>([
    [FILE, {}, true],
    [FILE, { "sec-fetch-dest": "empty" }, true],
    [FILE, { "sec-fetch-dest": "script" }, false],
    [FILE, { "sec-fetch-dest": "font" }, false],
    ["/accounts", { "sec-fetch-dest": "script" }, true],
    ["/", {}, true],
  ])("%s with %j passes through: %s", (url, headers, passes) => {
    expect(matches({ config, url, headers, nextConfig: {} })).toBe(passes);
  });
});
