import { readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import type { Page } from "@playwright/test";
import { RATE_LIMITS } from "../lib/domain/rate-limit";
import { type MailReceiver, partsOf, startMailReceiver } from "../lib/test/mail-receiver";
import { FACTORY_PASSWORD } from "../prisma/factory-password";
import { expectGoodInEveryLook } from "./every-look";
import { test as base, expect } from "./fixtures";
import type { FreshServer } from "./fresh-server";

const NEXT = "kestrel-marble-quartz";

const test = base.extend<{ mail: MailReceiver; server: FreshServer }>({
  mail: async ({ browserName: _ }, use) => {
    const mail = await startMailReceiver();
    await use(mail);
    await mail.close();
  },
  server: async ({ freshServer, mail }, use) =>
    use(await freshServer({ env: { SMTP_URL: mail.url, MAIL_FROM: "perennial@example.com" } })),
});

async function askForLink(page: Page, email: string): Promise<string> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send link" }).click();
  const answer = page.getByRole("status").filter({ hasText: "If " });
  await expect(answer).toContainText(email);
  return ((await answer.textContent()) ?? "").replace(email, "…");
}

async function mailedLink(mail: MailReceiver): Promise<string> {
  await expect.poll(() => mail.mails.length, { timeout: 20_000 }).toBeGreaterThan(0);
  const text = partsOf(mail.mails.at(-1)?.raw ?? "")["text/plain"] ?? "";
  return /http:\/\/\S+\/reset-password\/\S+/.exec(text)?.[0] ?? "";
}

test("a person who forgot the password chooses a new one by a mailed link, once", async ({
  page,
  openBrowser,
  server,
  mail,
  world,
}) => {
  const { baseUrl, adapters } = server;
  const signedIn = await openBrowser({ as: null });
  const owner = await server.signIn(signedIn.context());
  await signedIn.goto(`${baseUrl}/settings/profile`);
  await expect(signedIn.getByText("This browser")).toBeVisible();

  await page.goto(`${baseUrl}/sign-in`);
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(page.getByRole("heading", { name: "Forgotten password" })).toBeVisible();
  const known = await askForLink(page, owner.email);
  const link = await mailedLink(mail);
  expect(link).toMatch(new RegExp(`^${baseUrl}/reset-password/[A-Za-z0-9_-]{43}$`));
  expect(await askForLink(page, "nobody@example.com")).toBe(known);

  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Choose a new password" })).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue(owner.email);
  await page.getByLabel("New password").fill("passwordpassword");
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByText(/on the list of the most common ones/)).toBeVisible();
  await page.getByLabel("New password").fill(NEXT);
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page).toHaveURL(`${baseUrl}/sign-in?reset=1`);
  await expect(page.getByText("Your new password is set. Sign in with it.")).toBeVisible();

  await signedIn.reload();
  await expect(signedIn).toHaveURL(/\/sign-in/);
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link is no longer good" })).toBeVisible();
  await page.goto(`${baseUrl}/sign-in`);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password").fill(NEXT);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/accounts/);
  expect(mail.mails).toHaveLength(1);
  const log = readFileSync(world.logFile, "utf8");
  for (const secret of [link.split("/").at(-1) ?? "", NEXT]) expect(log.includes(secret)).toBe(false);
  expect(await adapters.db.passwordReset.count()).toBe(0);
});

test("the answer does not wait for the mail server", async ({ page, freshServer, factories }) => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const { port } = silent.address() as AddressInfo;
  const env = { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: "perennial@example.com" };
  const { baseUrl, adapters } = await freshServer({ env });
  const asked = new Promise<void>((resolve) => silent.once("connection", () => resolve()));
  const { email } = await factories.createUser({ role: "owner" }, adapters.db);
  await page.goto(`${baseUrl}/forgot-password`);
  await askForLink(page, email);
  await asked;
  silent.close();
});

test("without a mail server the page says what to do instead", async ({ page, freshServer, factories }) => {
  test.setTimeout(120_000);
  const { baseUrl, adapters } = await freshServer();
  await factories.createUser({ role: "owner" }, adapters.db);
  await page.goto(`${baseUrl}/forgot-password`);
  await expect(page.getByText("npm run owner:reset")).toBeVisible();
  await expectGoodInEveryLook(page, "forgotten password without mail");
  await page.getByRole("link", { name: "Back to sign-in" }).click();
  await expect(page).toHaveURL(`${baseUrl}/sign-in`);
});

test("the pages are good in every look, by keyboard, and when asked too often", async ({
  page,
  server,
  mail,
  factories,
}) => {
  test.setTimeout(240_000);
  const { email } = await factories.createUser({ role: "owner" }, server.adapters.db);
  await page.goto(`${server.baseUrl}/forgot-password`);
  await page.getByLabel("E-mail").focus();
  await page.keyboard.type(email);
  await page.keyboard.press("Enter");
  await expect(page.getByText(`If ${email} has an account here`)).toBeVisible();
  await expectGoodInEveryLook(page, "forgotten password, asked");
  const link = await mailedLink(mail);
  for (let count = 2; count <= RATE_LIMITS.reset_request_address.most; count += 1) {
    await page.reload();
    await askForLink(page, email);
  }
  await page.reload();
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send link" }).click();
  await expect(page.getByText(/That was too often/)).toBeVisible();
  await page.goto(`${server.baseUrl}/reset-password/${"A".repeat(43)}`);
  await expectGoodInEveryLook(page, "a link that is no longer good");
  await expect.poll(() => mail.mails.length, { timeout: 20_000 }).toBe(RATE_LIMITS.reset_mail.most);
  const newest = await mailedLink(mail);
  expect(newest).not.toBe(link);
  await page.goto(newest);
  await page.getByLabel("New password").focus();
  await page.keyboard.type("password1234");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/on the list of the most common ones/)).toBeVisible();
  await expectGoodInEveryLook(page, "a new password with an error");
});

test("without scripts the way to a new password works too", async ({ openBrowser, server, mail, factories }) => {
  const { email } = await factories.createUser({ role: "owner" }, server.adapters.db);
  const page = await openBrowser({ as: null, javaScriptEnabled: false });
  await page.goto(`${server.baseUrl}/forgot-password`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send link" }).click();
  await expect(page.getByText(`If ${email} has an account here`)).toBeVisible();
  await page.goto(await mailedLink(mail));
  await page.getByLabel("New password").fill(FACTORY_PASSWORD);
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByText("Your new password is set. Sign in with it.")).toBeVisible();
});
