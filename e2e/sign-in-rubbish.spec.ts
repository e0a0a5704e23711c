import { readFileSync } from "node:fs";
import type { APIRequestContext, APIResponse } from "@playwright/test";
import { after, MINUTE } from "../lib/domain/durations";
import { expect, test } from "./fixtures";

/** Words that only an error's own text holds. */
const INNER_WORDS = /prisma|invocation|argument|TypeError|trim|toLowerCase|normalize|function|sql|throttle/i;

/** What next-auth would take for a browser's own script, with whatever fields in place of texts. */
async function posterTo(request: APIRequestContext, baseUrl: string) {
  const { csrfToken } = await (await request.get(`${baseUrl}/api/auth/csrf`)).json();
  return (path: string, fields: object): Promise<APIResponse> =>
    request.post(`${baseUrl}/api/auth/${path}`, {
      headers: { origin: baseUrl },
      data: { csrfToken, json: "true", ...fields },
      maxRedirects: 0,
    });
}

test("fields that are no texts are a failed sign-in, and tell nothing", async ({ freshServer, page }) => {
  const { baseUrl, adapters, signIn } = await freshServer();
  const owner = await signIn(page.context());
  const challenge = { challenge: "x", purpose: "sign_in", sessionId: null, createdAt: new Date() };
  const expiresAt = after(new Date(), 5 * MINUTE);
  await adapters.db.passkeyChallenge.createMany({
    data: ["one", "two"].map((id) => ({ ...challenge, id, expiresAt })),
  });
  await page.context().clearCookies();
  const post = await posterTo(page.request, baseUrl);

  const answers: [status: number, error: string | null][] = [];
  for (const [path, fields] of [
    ["callback/credentials", { email: owner.email, password: { a: 1 } }],
    ["callback/credentials", { email: "nobody@example.com", password: { a: 1 } }],
    ["callback/credentials", { email: { not: "x" }, password: ["x"], code: 1 }],
    ["callback/passkey", { challengeId: { not: "x" }, response: "{}" }],
    ["callback/passkey", { challengeId: { bogus: "x" }, response: "{}" }],
    ["callback/passkey", { challengeId: ["one"], response: { id: "x" } }],
  ] as const) {
    const answer = await post(path, fields);
    const { url } = (await answer.json()) as { url: string };
    expect(url, path).not.toMatch(INNER_WORDS);
    answers.push([answer.status(), new URL(url).searchParams.get("error")]);
  }
  expect(answers).toEqual(answers.map(() => [401, "CredentialsSignin"]));
  expect(await adapters.db.passkeyChallenge.count()).toBe(2);
  const recorded = await adapters.db.auditEvent.findMany({ where: { action: "sign_in_failed" } });
  expect(recorded.map(({ subject }) => subject)).toEqual([owner.email, null, null, null, null, null]);
});

test("a return address that is no text leads home", async ({ freshServer, page }) => {
  const { baseUrl } = await freshServer();
  const post = await posterTo(page.request, baseUrl);
  for (const path of ["signout", "signin/credentials", "callback/credentials", "callback/passkey"]) {
    const answer = await post(path, { callbackUrl: { toString: "x" }, email: "nobody@example.com", password: "x" });
    expect(answer.status(), path).toBeLessThan(500);
  }
});

test("what breaks inside is told to the log only", async ({ freshServer, page, world }) => {
  const { baseUrl, adapters } = await freshServer();
  const post = await posterTo(page.request, baseUrl);
  await adapters.db.$executeRawUnsafe('DROP TABLE "SignInThrottle"');
  for (const path of ["callback/credentials", "callback/passkey"]) {
    const answer = await post(path, { email: "nobody@example.com", password: "x", challengeId: "x", response: "{}" });
    const { url } = (await answer.json()) as { url: string };
    expect(answer.status(), path).toBe(401);
    expect(new URL(url).searchParams.get("error"), path).toBe("Fault");
    expect(await answer.text(), path).not.toMatch(INNER_WORDS);
  }
  expect(readFileSync(world.logFile, "utf8")).toContain('"event":"sign_in_broke"');
});
