import type { Page } from "@playwright/test";
import { after, DAY } from "../lib/domain/durations";
import { REVEAL_CONFIRMATION, REVEAL_TIME } from "../lib/domain/reveal-rule";
import { FACTORY_PASSWORD } from "../prisma/factory-password";
import { expectGoodInEveryLook } from "./every-look";
import { expect, test } from "./fixtures";

const REVEAL = "Reveal for 60 seconds";

/** Every text that the server sends, but the one answer that may hold a token. */
function collectAnswers(page: Page): Promise<string>[] {
  const answers: Promise<string>[] = [];
  page.on("response", (response) => {
    if (!new URL(response.url()).pathname.endsWith("/token")) answers.push(response.text().catch(() => ""));
  });
  return answers;
}

/** Asks for a token as the page does. */
function ask(page: Page, accountId: string): Promise<{ status: number; control: string | null; body: string }> {
  return page.evaluate(async (id) => {
    const response = await fetch(`/accounts/${id}/token`, { method: "POST" });
    return { status: response.status, control: response.headers.get("cache-control"), body: await response.text() };
  }, accountId);
}

test("a token is shown after a proof, for 60 seconds, and the history says who took it", async ({
  signedInPage,
  person,
  makeAccount,
  adapters,
  problems,
}) => {
  test.setTimeout(240_000);
  problems.expect(/status of 403/);
  const account = await makeAccount();
  await adapters.db.session.updateMany({ where: { userId: person.id }, data: { provenAt: after(new Date(), -DAY) } });
  const answers = collectAnswers(signedInPage);
  await signedInPage.clock.install();
  await signedInPage.goto(`/accounts/${account.id}`);
  await signedInPage.getByRole("button", { name: REVEAL }).click();
  const dialog = signedInPage.getByRole("dialog", { name: "Confirm that it is you" });
  await dialog.getByLabel("Password").fill(FACTORY_PASSWORD);
  await dialog.getByLabel("Password").press("Enter");
  const token = signedInPage.getByText(account.token);
  await expect(token).toBeVisible();
  await expect(signedInPage.getByText("It is hidden again in 60 seconds.")).toBeVisible();

  await signedInPage.clock.fastForward(REVEAL_TIME - 30_000);
  await expect(token).toBeVisible();
  await signedInPage.clock.fastForward(31_000);
  await expect(signedInPage.getByText("The token is hidden again.")).toBeVisible();
  expect(await signedInPage.content()).not.toContain(account.token);

  await signedInPage.getByRole("button", { name: REVEAL }).click();
  await expect(token).toBeVisible();
  await signedInPage.getByRole("button", { name: "Hide now" }).click();
  await expect(token).toBeHidden();

  await signedInPage.getByRole("button", { name: REVEAL }).click();
  await expect(token).toBeVisible();
  await signedInPage.goto("/settings");
  await signedInPage.goBack();
  await expect(signedInPage.getByRole("button", { name: REVEAL })).toBeVisible();
  expect(await signedInPage.content()).not.toContain(account.token);
  const history = signedInPage.locator("#history");
  await expect(history.getByText("Token revealed").first()).toBeVisible();
  await expect(history.getByText(person.name).first()).toBeVisible();
  await expect(history.getByText(/From \S+\./).first()).toBeVisible();
  expect((await Promise.all(answers)).join("\n")).not.toContain(account.token);
});

test("a token is copied without ever being a part of the page", async ({ signedInPage, makeAccount, simulator }) => {
  const account = await makeAccount();
  await signedInPage.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await signedInPage.goto(`/accounts/${account.id}`);
  await signedInPage.evaluate(() => {
    const seen: string[] = [];
    new MutationObserver(() => seen.push(document.body.innerHTML)).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    Object.assign(window, { seen });
  });
  await signedInPage.getByRole("button", { name: "Copy without showing" }).click();
  await expect(signedInPage.getByText(/^Copied\./)).toBeVisible();
  const seen = await signedInPage.evaluate(() => (window as unknown as { seen: string[] }).seen.join("\n"));
  expect(seen).toContain("Copied.");
  expect(seen).not.toContain(account.token);
  // Our own pages may not read the clipboard.
  await signedInPage.goto(`${simulator.url}/control`);
  expect(await signedInPage.evaluate(() => navigator.clipboard.readText())).toBe(account.token);
});

test("the card, the shown token and a dead account look good everywhere", async ({ signedInPage, makeAccount }) => {
  test.setTimeout(240_000);
  const account = await makeAccount();
  await signedInPage.goto(`/accounts/${account.id}`);
  // The seconds stand still while it is looked at.
  await signedInPage.clock.setFixedTime(new Date());
  await signedInPage.getByRole("button", { name: REVEAL }).click();
  await expect(signedInPage.getByText(account.token)).toBeVisible();
  await expectGoodInEveryLook(signedInPage, "a revealed token");
  await expect(signedInPage.getByText(account.token)).toBeVisible();
  const dead = await makeAccount({ verdict: "dead", verdictReason: "expired", verdictAt: new Date() });
  await signedInPage.goto(`/accounts/${dead.id}`);
  await expect(signedInPage.getByText(/nothing worth revealing/)).toBeVisible();
  await expect(signedInPage.getByRole("button", { name: REVEAL })).toHaveCount(0);
});

test("nobody else gets it: viewers, other sites, visitors", async ({
  signedInPage,
  openBrowser,
  makeAccount,
  factories,
  adapters,
  world,
  problems,
}) => {
  problems.expect(/status of 40[13]/);
  const account = await makeAccount();
  const address = `${world.baseUrl}/accounts/${account.id}/token`;
  await signedInPage.goto(`/accounts/${account.id}`);
  const own = await ask(signedInPage, account.id);
  expect(own).toEqual({ status: 200, control: "no-store", body: JSON.stringify({ token: account.token }) });
  const strange: Record<string, string>[] = [{}, { origin: "https://evil.example" }, { origin: "null" }];
  for (const headers of strange) {
    expect((await signedInPage.request.post(address, { headers })).status()).toBe(403);
  }
  expect((await signedInPage.request.get(address)).status()).toBe(405);

  const viewer = await factories.createUser({ name: "Vera", role: "viewer" }, adapters.db);
  const looking = await openBrowser({ as: viewer });
  await looking.goto(`/accounts/${account.id}`);
  await expect(looking.getByRole("heading", { name: "Token", exact: true })).toBeVisible();
  await expect(looking.getByRole("heading", { name: "Reveal the token" })).toHaveCount(0);
  expect((await ask(looking, account.id)).status).toBe(403);
  await adapters.db.user.deleteMany({ where: { id: viewer.id } });

  const visitor = await openBrowser({ as: null });
  await visitor.goto("/sign-in");
  expect((await ask(visitor, account.id)).status).toBe(401);
});

test("an owner switches revealing off for good", async ({ page, freshServer, factories, problems }) => {
  problems.expect(/status of 409/);
  const { baseUrl, adapters, signIn } = await freshServer();
  await signIn(page.context());
  const account = await factories.createAccount({ username: "kept.closed", token: `IGAA${"k".repeat(160)}` }, adapters);
  await page.goto(`${baseUrl}/settings`);
  await page.getByText("Switch it off for good").click();
  await page.getByLabel(`Type ${REVEAL_CONFIRMATION} to confirm`).fill("yes");
  await page.getByRole("button", { name: "Switch off for good" }).click();
  await expect(page.getByText("The words do not match. Nothing was changed.").first()).toBeVisible();
  await expectGoodInEveryLook(page, "switching revealing off");
  await page.getByLabel(`Type ${REVEAL_CONFIRMATION} to confirm`).fill(REVEAL_CONFIRMATION);
  await page.getByRole("button", { name: "Switch off for good" }).click();
  await expect(page.getByText(/^Switched off for good\. Nobody can see a token here; Perennial/)).toBeVisible();
  await page.goto(`${baseUrl}/accounts/${account.id}`);
  await expect(page.getByRole("heading", { name: "Token", exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Reveal the token" })).toHaveCount(0);
  expect((await ask(page, account.id)).status).toBe(409);
});
