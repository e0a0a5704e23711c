import { Webhook } from "standardwebhooks";
import { type HttpReceiver, startHttpReceiver } from "../lib/test/http-receiver";
import { headerOf, type MailReceiver, startMailReceiver } from "../lib/test/mail-receiver";
import { expectGoodInEveryLook } from "./every-look";
import { test as base, expect } from "./fixtures";
import type { FreshServer } from "./fresh-server";
import { signInContext } from "./sign-in-context";

interface NoticeFixtures {
  receiver: HttpReceiver;
  mail: MailReceiver;
  /** A server that may send to both, with an owner signed in on `page`. */
  server: FreshServer;
}

const CRON_SECRET = "cron-secret-of-the-notices-test";

const test = base.extend<NoticeFixtures>({
  receiver: async ({ browserName: _ }, use) => {
    const receiver = await startHttpReceiver();
    await use(receiver);
    await receiver.close();
  },
  mail: async ({ browserName: _ }, use) => {
    const mail = await startMailReceiver();
    await use(mail);
    await mail.close();
  },
  server: async ({ page, freshServer, mail }, use) => {
    const env = { ALLOW_PRIVATE_WEBHOOKS: "true", SMTP_URL: mail.url, MAIL_FROM: "notices@example.com", CRON_SECRET };
    const server = await freshServer({ env });
    await server.signIn(page.context());
    await use(server);
  },
});

test("a signed webhook: added, its secret shown once, tested, refused, sent again", async ({
  page,
  server,
  receiver,
}) => {
  await page.goto(`${server.baseUrl}/accounts`);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Notices" }).click();
  await page.getByRole("link", { name: "Add the first channel" }).click();
  await page.getByRole("link", { name: /Webhook/ }).click();
  await page.getByLabel("Name").fill("Our bot <b>");
  await page.getByRole("button", { name: "Add channel" }).click();
  await expect(page.getByText(/This is no http\(s\) address/).first()).toBeVisible();
  await expect(page.getByLabel("URL", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Name")).toHaveValue("Our bot <b>");
  await expect(page.getByRole("checkbox", { name: /Weekly digest/ })).not.toBeChecked();
  await expect(page.getByRole("checkbox", { name: /Token expiring/ })).toBeChecked();
  await page.getByLabel("URL", { exact: true }).fill(`${receiver.url}/hook-path-4711`);
  await page.getByRole("button", { name: "Add channel" }).click();
  const secret = (await page.getByTestId("secret").textContent()) ?? "";
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(page.url()).not.toContain("whsec");
  await page.getByRole("link", { name: "Done" }).click();
  await expect(page.getByTestId("secret")).toHaveCount(0);

  const channel = page.getByRole("region", { name: "Channels" }).getByRole("listitem").first();
  await expect(channel).toContainText("Our bot <b>");
  await expect(channel).toContainText(new URL(receiver.url).host);
  await channel.getByRole("button", { name: "Test Our bot" }).click();
  await expect(channel.getByText("The test was delivered.")).toBeVisible();
  const [request] = receiver.requests;
  const message = new Webhook(secret).verify(request?.body ?? "", (request?.headers ?? {}) as Record<string, string>);
  expect(message).toMatchObject({ type: "notice.test" });
  expect(request?.path).toBe("/hook-path-4711");

  receiver.answer = (response) => response.writeHead(500).end();
  await channel.getByRole("button", { name: "Test Our bot" }).click();
  await expect(channel.getByText(/The receiver answered 500/)).toBeVisible();
  const log = page.getByRole("region", { name: "Delivery log" });
  const failed = log.getByRole("listitem").first();
  await expect(failed).toContainText("Not sent");
  await expect(failed).toContainText("1 attempt");
  receiver.answer = (response) => response.writeHead(204).end();
  await failed.getByRole("button", { name: "Resend" }).click();
  await expect(failed.getByText("Sent.", { exact: true })).toBeVisible();
  await expect(failed.getByRole("button", { name: "Resend" })).toHaveCount(0);
  expect(receiver.requests.at(-1)?.headers["webhook-id"]).toBe(receiver.requests.at(-2)?.headers["webhook-id"]);

  await page.reload();
  const html = await page.content();
  for (const hidden of [secret, "hook-path-4711"]) expect(html).not.toContain(hidden);
  await channel.getByRole("button", { name: "Switch off" }).click();
  await expect(channel.getByText("Off", { exact: true })).toBeVisible();
  await channel.getByRole("link", { name: "Edit" }).click();
  await page.getByLabel("Name").fill("Renamed");
  await page.getByRole("checkbox", { name: /Weekly digest/ }).check();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("The channel is changed.")).toBeVisible();
  await expect(channel).toContainText("All events");
  await channel.locator("summary").click();
  await channel.getByRole("button", { name: "Delete channel" }).click();
  await expect(page.getByText("The channel is deleted.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Nobody is told yet" })).toBeVisible();
});

test("e-mail without JavaScript, and a notice that the scheduler's tick sends", async ({ browser, server, mail }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const owner = await server.signIn(context);
  const page = await context.newPage();
  await page.goto(`${server.baseUrl}/notices?add=email`);
  await page.getByLabel("Addresses").fill("ada@example.com, nonsense");
  await page.getByRole("checkbox", { name: /Recovered/ }).uncheck();
  await page.getByRole("button", { name: "Add channel" }).click();
  await expect(page.getByText("“nonsense” is no e-mail address.").first()).toBeVisible();
  await expect(page.getByLabel("Addresses")).toHaveValue("ada@example.com, nonsense");
  await expect(page.getByRole("checkbox", { name: /Recovered/ })).not.toBeChecked();
  await page.getByLabel("Addresses").fill("ada@example.com, bo@example.com");
  await page.getByRole("button", { name: "Add channel" }).click();
  await expect(page.getByText("The channel is added.")).toBeVisible();
  await page.getByRole("button", { name: "Test E-mail" }).click();
  await expect(page.getByText("The test was delivered.")).toBeVisible();
  expect(mail.mails[0]?.to).toEqual(["ada@example.com", "bo@example.com"]);
  expect(headerOf(mail.mails[0]?.raw ?? "", "Subject")).toBe("Test notice from Perennial");

  const { insertNotices } = await import("../lib/db/notices");
  const detail = { username: null, label: "", expiresAt: null, what: "It had stopped.", next: "Nothing to do." };
  const notice = { key: `e2e:${owner.id}`, kind: "scheduler_stopped" as const, accountId: null, detail };
  await insertNotices(server.adapters.db, [{ ...notice, at: new Date() }]);
  const authorization = `Bearer ${CRON_SECRET}`;
  await fetch(`${server.baseUrl}/api/cron/renew`, { method: "POST", headers: { authorization } });
  await expect.poll(() => mail.mails.length).toBe(2);
  expect(headerOf(mail.mails[1]?.raw ?? "", "Subject")).toBe("Renewals had stopped");
  await page.goto(`${server.baseUrl}/notices`);
  const newest = page.getByRole("region", { name: "Delivery log" }).getByRole("listitem").first();
  await expect(newest).toContainText("Renewals had stopped");
  await expect(newest).toContainText("Sent");
  await context.close();
});

test("a server without mail says how to set it up, and a private address is refused", async ({
  page,
  freshServer,
  receiver,
}) => {
  const server = await freshServer();
  await server.signIn(page.context());
  await page.goto(`${server.baseUrl}/notices?add=email`);
  await expect(page.getByText("E-mail is not set up on this server.")).toBeVisible();
  await page.getByRole("link", { name: /Slack/ }).click();
  await page.getByLabel("Incoming-webhook URL").fill(receiver.url);
  await page.getByRole("button", { name: "Add channel" }).click();
  await expect(page.getByText("The channel is added.")).toBeVisible();
  await page.getByRole("button", { name: "Test Slack" }).click();
  await expect(page.getByText(/The address leads into a private network/).first()).toBeVisible();
  expect(receiver.requests).toEqual([]);
});

test("a viewer reads and changes nothing", async ({ page, server, receiver, factories }) => {
  await page.goto(`${server.baseUrl}/notices?add=slack`);
  await page.getByLabel("Incoming-webhook URL").fill(receiver.url);
  await page.getByRole("button", { name: "Add channel" }).click();
  await expect(page.getByText("The channel is added.")).toBeVisible();
  const viewer = await factories.createUser({ role: "viewer" }, server.adapters.db);
  await page.context().clearCookies();
  await signInContext(page.context(), { userId: viewer.id, adapters: server.adapters });
  await page.goto(`${server.baseUrl}/notices?add=slack`);
  await expect(page.getByRole("heading", { name: "Slack" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  await expect(page.getByRole("main").getByRole("link")).toHaveCount(0);
});

test("in every look: empty, choice, form with errors, secret, channels and log", async ({ page, server, receiver }) => {
  test.setTimeout(240_000);
  await page.goto(`${server.baseUrl}/notices`);
  await expectGoodInEveryLook(page, "no channels");
  await page.goto(`${server.baseUrl}/notices?add=`);
  await expectGoodInEveryLook(page, "choice of a kind");
  await page.goto(`${server.baseUrl}/notices?add=webhook`);
  for (const box of await page.getByRole("checkbox").all()) await box.uncheck();
  await page.getByRole("button", { name: "Add channel" }).click();
  await expect(page.getByText("Choose at least one event.")).toBeVisible();
  await expectGoodInEveryLook(page, "form with errors");
  await page.getByLabel("Name").fill("A channel with a name that is as long as a name may be, eighty characters, 80!");
  await page.getByLabel("URL", { exact: true }).fill(receiver.url);
  await page.getByRole("checkbox").first().check();
  await page.getByRole("button", { name: "Add channel" }).click();
  await expect(page.getByTestId("secret")).toBeVisible();
  await expectGoodInEveryLook(page, "the secret");
  await page.getByRole("link", { name: "Done" }).click();
  await page.getByRole("button", { name: /^Test A/ }).click();
  await expect(page.getByText("The test was delivered.")).toBeVisible();
  receiver.answer = (response) => response.writeHead(404).end();
  await page.getByRole("button", { name: /^Test A/ }).click();
  await expect(page.getByText(/The receiver answered 404/).first()).toBeVisible();
  await page.getByRole("main").locator("summary").click();
  await expectGoodInEveryLook(page, "channels and log");
  await page.getByRole("link", { name: /^Edit/ }).click();
  await expect(page.getByRole("button", { name: "Save changes" })).toBeVisible();
  await expectGoodInEveryLook(page, "edit");
});
