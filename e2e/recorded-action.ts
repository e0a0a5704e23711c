import { request as httpRequest } from "node:http";
import type { Page } from "@playwright/test";
import type { PageProblems } from "./page-problems";

export interface RecordedAction {
  /** Sends it as it was, with the person's cookies, but with these headers alone about where it comes from. */
  send(headers: Record<string, string>): Promise<{ status: number; text: string }>;
}

/** The server action that `press` calls. It is kept back, so that nothing has happened yet. */
export async function recordedAction(
  page: Page,
  problems: PageProblems,
  press: () => Promise<void>,
): Promise<RecordedAction> {
  problems.expect(/net::ERR_FAILED/);
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await page.route("**/*", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await press();
  const action = await sent;
  await page.unroute("**/*");
  const { "next-action": id = "", "content-type": type = "", cookie = "" } = await action.allHeaders();
  const body = action.postDataBuffer() ?? Buffer.alloc(0);
  return {
    send: (headers) => post(action.url(), { "next-action": id, "content-type": type, cookie, ...headers }, body),
  };
}

/** By Node itself: neither a browser nor Playwright lets anybody set these headers. */
function post(url: string, headers: Record<string, string>, body: Buffer): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: "POST", headers: { ...headers, "content-length": body.length } });
    request.on("error", reject);
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }),
      );
    });
    request.end(body);
  });
}
