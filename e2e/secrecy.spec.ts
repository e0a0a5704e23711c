import type { BrowserContext } from "@playwright/test";
import { after, DAY } from "../lib/domain/durations";
import { connect } from "./consent";
import { expect, test } from "./fixtures";

/** Everything that a server sends to a browser, headers included; the build's own files aside. */
async function recordAnswers(context: BrowserContext, baseUrl: string): Promise<string[]> {
  const answers: string[] = [];
  await context.route(
    (url) => url.origin === baseUrl && !url.pathname.startsWith("/_next/static/"),
    async (route) => {
      const answer = await route.fetch({ maxRedirects: 0 });
      const body = await answer.text();
      answers.push(`${route.request().url()}\n${JSON.stringify(answer.headers())}\n${body}`);
      await route.fulfill({ response: answer });
    },
  );
  return answers;
}

test("a token never reaches the browser", async ({ page, freshServer }) => {
  const server = await freshServer();
  await server.signIn(page.context());
  const answers = await recordAnswers(page.context(), server.baseUrl);
  const username = "kept.secret";
  await server.simulator.addAccount({ username });
  await page.goto(`${server.baseUrl}/accounts`);
  await connect(page, username);
  await expect(page.getByText(`@${username} is connected.`)).toBeVisible();
  await server.adapters.db.connectedAccount.updateMany({ data: { issuedAt: after(new Date(), -30 * DAY) } });

  await server.simulator.call("advance", { hours: 30 });
  await page.reload();
  await page.getByRole("button", { name: "Extend" }).click();
  await expect(page.getByText(`@${username} extended:`).or(page.getByText(/the expiry stays \d/))).toBeVisible();
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByText(`The token of @${username} works.`)).toBeVisible();
  await server.simulator.setFault({ kind: "code_190_no_subcode", endpoints: ["refresh"], times: 1 });
  await page.reload();
  await page.getByRole("button", { name: "Extend" }).click();
  await expect(page.getByRole("status").filter({ hasText: /\w/ }).first()).toBeVisible();

  const [pasted] = await server.simulator.call<{ token: string }[]>("issue-tokens", {
    tokens: [{ username: "pasted" }],
  });
  await page.goto(`${server.baseUrl}/accounts/import`);
  await page.getByLabel("Tokens", { exact: true }).fill(`${pasted?.token}\nIGAA${"y".repeat(160)}`);
  await page.getByRole("button", { name: "Import tokens" }).click();
  await expect(page.getByText("The run is finished.")).toBeVisible();
  await page.reload();
  for (const path of ["/accounts", "/settings", "/api/auth/session"]) await page.goto(`${server.baseUrl}${path}`);

  const { secrets } = await server.simulator.call<{ secrets: string[] }>("issued-secrets");
  const tokens = secrets.filter((secret) => secret.startsWith("IGAA"));
  expect(tokens.length).toBeGreaterThanOrEqual(4);
  expect(answers.length).toBeGreaterThan(20);
  const all = answers.join("\n");
  expect(tokens.filter((token) => all.includes(token) || all.includes(token.slice(10, 50)))).toEqual([]);
  expect(all.includes("y".repeat(60))).toBe(false);
  const { clientSecret } = (await import("../simulator/app")).createApp();
  expect(all.includes(clientSecret)).toBe(false);
  const kept = await page.context().storageState();
  expect(tokens.filter((token) => JSON.stringify(kept).includes(token))).toEqual([]);
});
