import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { after, HOUR } from "../lib/domain/durations";
import { type MailReceiver, partsOf, startMailReceiver } from "../lib/test/mail-receiver";
import { FACTORY_PASSWORD } from "../prisma/factory-password";
import { expectGoodInEveryLook } from "./every-look";
import { test as base, expect } from "./fixtures";
import type { FreshServer } from "./fresh-server";
import { signInContext } from "./sign-in-context";
import { keepStale } from "./stale-page";

interface TeamFixtures {
  mail: MailReceiver;
  /** A server that can send mail, with an owner signed in on `page`. */
  server: FreshServer;
}

const PASSWORD = "four-words-nobody-guesses";

const test = base.extend<TeamFixtures>({
  mail: async ({ browserName: _ }, use) => {
    const mail = await startMailReceiver();
    await use(mail);
    await mail.close();
  },
  server: async ({ page, freshServer, mail }, use) => {
    const server = await freshServer({ env: { SMTP_URL: mail.url, MAIL_FROM: "perennial@example.com" } });
    await server.signIn(page.context());
    await use(server);
  },
});

// Each test starts a server of its own.
test.describe.configure({ timeout: 180_000 });

async function invite(page: Page, server: FreshServer, role: string): Promise<string> {
  await page.goto(`${server.baseUrl}/team`);
  await page.getByRole("combobox", { name: "Role", exact: true }).selectOption({ label: role });
  await page.getByRole("button", { name: "Invite" }).click();
  await expect(page.getByText("The invitation is made.")).toBeVisible();
  return (await page.getByTestId("secret").textContent()) ?? "";
}

async function fillJoin(page: Page, { email, password = PASSWORD }: { email?: string; password?: string }) {
  await page.getByLabel("Your name").fill("Cleo Marchetti");
  if (email !== undefined) await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Join" }).click();
}

async function colleague(
  server: FreshServer,
  page: Page,
  role: "owner" | "manager" | "viewer",
  name = "Bo Castellanos",
) {
  const { createUser } = await import("../prisma/factories");
  const person = await createUser({ role, name }, server.adapters.db);
  await signInContext(page.context(), { userId: person.id, adapters: server.adapters });
  return person;
}

test("an invitation by link: made, used by one, over for all others, and in no log", async ({
  page,
  server,
  world,
  openBrowser,
}) => {
  const visitor = await openBrowser({ as: null });
  const latecomer = await openBrowser({ as: null });
  await page.goto(`${server.baseUrl}/accounts`);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Team" }).click();
  await expect(page.getByText("Nobody is invited at the moment.")).toBeVisible();
  const link = await invite(page, server, "Viewer");
  expect(link).toMatch(new RegExp(`^${server.baseUrl}/invite/[A-Za-z0-9_-]{43}$`));
  const pending = page.getByRole("listitem").filter({ hasText: "Whoever has the link" });
  await expect(pending).toContainText("Viewer · by Ada Lindqvist · 2 days left");
  await page.reload();
  await expect(page.getByTestId("secret")).toHaveCount(0);

  const answer = await visitor.goto(link);
  expect(answer?.headers()["cache-control"]).toContain("no-store");
  await latecomer.goto(link);
  await expect(visitor.getByText("Ada Lindqvist invites you as a viewer.")).toBeVisible();
  await fillJoin(visitor, { email: "cleo@example.com", password: "password1234" });
  await expect(visitor.getByLabel("Password")).toHaveAttribute("aria-invalid", "true");
  await expect(visitor.getByLabel("Your name")).toHaveValue("Cleo Marchetti");
  await fillJoin(visitor, { email: "cleo@example.com" });
  await expect(visitor.getByText("You have joined. Sign in now.")).toBeVisible();
  await fillJoin(latecomer, { email: "dora@example.com" });
  await expect(latecomer.getByText("This invitation is over. Ask whoever sent it for a new one.")).toBeVisible();
  await latecomer.goto(link);
  await expect(latecomer.getByRole("heading", { name: "This invitation is over" })).toBeVisible();

  await visitor.getByLabel("E-mail").fill("cleo@example.com");
  await visitor.getByLabel("Password").fill(PASSWORD);
  await visitor.getByRole("button", { name: "Sign in" }).click();
  await expect(visitor.getByRole("heading", { name: "No account is connected yet" })).toBeVisible();
  await page.reload();
  const cleo = page.getByRole("listitem").filter({ hasText: "cleo@example.com" });
  await expect(cleo).toContainText("Viewer");
  await expect(cleo).toContainText("No second factor");
  await expect(page.getByText("Nobody is invited at the moment.")).toBeVisible();
  expect(readFileSync(world.logFile, "utf8")).not.toContain(link.slice(-43));
});

test("an invitation by mail fixes the address, and an owner's asks for a proof", async ({
  page,
  server,
  mail,
  openBrowser,
}) => {
  await server.adapters.db.session.updateMany({ data: { provenAt: after(new Date(), -HOUR) } });
  await page.goto(`${server.baseUrl}/team`);
  await page.getByLabel("E-mail (optional)").fill("Cleo@Example.com");
  await page.getByRole("combobox", { name: "Role", exact: true }).selectOption("owner");
  await page.getByRole("button", { name: "Invite" }).click();
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await dialog.getByLabel("Password").fill(FACTORY_PASSWORD);
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("The invitation is on its way to cleo@example.com.")).toBeVisible();
  await expect(page.getByTestId("secret")).toHaveCount(0);
  const { "text/plain": text = "" } = partsOf(mail.mails[0]?.raw ?? "");
  const link = /http\S+\/invite\/[A-Za-z0-9_-]{43}/.exec(text)?.[0] ?? "";
  const visitor = await openBrowser({ as: null });
  await visitor.goto(link);
  await expect(visitor.getByLabel("E-mail")).toHaveValue("cleo@example.com");
  await expect(visitor.getByLabel("E-mail")).not.toBeEditable();
  await fillJoin(visitor, {});
  await expect(visitor.getByText("You have joined. Sign in now.")).toBeVisible();
  expect(await server.adapters.db.user.findUnique({ where: { email: "cleo@example.com" } })).toMatchObject({
    role: "owner",
  });
});

test("an invitation works without JavaScript", async ({ page, server, openBrowser }) => {
  const link = await invite(page, server, "Manager");
  const visitor = await openBrowser({ as: null, javaScriptEnabled: false });
  await visitor.goto(link);
  await fillJoin(visitor, { email: "cleo@example.com", password: "password1234" });
  await expect(visitor.getByLabel("Password")).toHaveAttribute("aria-invalid", "true");
  await fillJoin(visitor, { email: "cleo@example.com" });
  await expect(visitor.getByText("You have joined. Sign in now.")).toBeVisible();
});

test("revoked, replaced, unknown and for somebody who is in already: each says what to do", async ({
  page,
  server,
  openBrowser,
}) => {
  const link = await invite(page, server, "Manager");
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "You are signed in" })).toBeVisible();
  const visitor = await openBrowser({ as: null });
  await visitor.goto(link);
  await page.goto(`${server.baseUrl}/team`);
  await page.getByRole("button", { name: "Revoke the invitation" }).click();
  await expect(page.getByText("Revoked. The link lets nobody in any more.")).toBeVisible();
  await fillJoin(visitor, { email: "cleo@example.com" });
  await expect(visitor.getByText("This invitation is over.")).toBeVisible();
  for (const address of [link, `${server.baseUrl}/invite/${"a".repeat(43)}`, `${server.baseUrl}/invite/x`]) {
    await visitor.goto(address);
    await expect(visitor.getByRole("heading", { name: "This invitation is over" })).toBeVisible();
  }
  await visitor.getByRole("link", { name: "Go to sign-in" }).click();
  await expect(visitor).toHaveURL(`${server.baseUrl}/sign-in`);
  expect(await server.adapters.db.user.count()).toBe(1);
});

test("a demoted and a removed person are stopped at the next press in an open tab", async ({
  page,
  server,
  openBrowser,
  problems,
}) => {
  problems.expect(/status of 40[13]/);
  const other = await openBrowser({ as: null });
  const bo = await colleague(server, other, "manager");
  await other.goto(`${server.baseUrl}/notices?add=slack`);
  await other.getByLabel("Name").fill("Never made");
  await other.getByLabel("Webhook URL").fill("https://hooks.slack.com/services/T0/B0/xyz");
  await page.goto(`${server.baseUrl}/team`);
  const row = page.getByRole("listitem").filter({ hasText: bo.email });
  await row.getByRole("combobox", { name: "Role of Bo Castellanos" }).selectOption("viewer");
  await row.getByRole("button", { name: "Change role of Bo Castellanos" }).click();
  await expect(row.getByText("Now a viewer.")).toBeVisible();

  await other.getByRole("button", { name: "Add channel" }).click();
  await expect(other.getByText("Your role does not allow this. Ask an owner.")).toBeVisible();
  expect(await server.adapters.db.noticeChannel.count()).toBe(0);
  await other.goto(`${server.baseUrl}/team`);
  await expect(other.getByRole("heading", { name: "People" })).toBeVisible();
  await expect(other.getByRole("main").getByRole("button")).toHaveCount(0);

  await row.locator("summary").click();
  await row.getByRole("button", { name: "Remove from the team" }).click();
  await expect(page.getByText("Removed. They are signed out everywhere.")).toBeVisible();
  await expect(page.getByText(bo.email)).toHaveCount(0);
  await other.getByRole("link", { name: "Accounts" }).first().click();
  await expect(other).toHaveURL(/\/sign-in/);
  const answer = await other.request.get(`${server.baseUrl}/api/changes`);
  expect(answer.status()).toBe(401);
});

test("a promoted person signs in anew", async ({ page, server, openBrowser }) => {
  const other = await openBrowser({ as: null });
  const bo = await colleague(server, other, "viewer");
  await other.goto(`${server.baseUrl}/team`);
  await page.goto(`${server.baseUrl}/team`);
  const row = page.getByRole("listitem").filter({ hasText: bo.email });
  await row.getByRole("combobox").selectOption("owner");
  await row.getByRole("button", { name: "Change role" }).click();
  await expect(row.getByText("Now an owner. They are signed out and sign in anew.")).toBeVisible();
  await other.goto(`${server.baseUrl}/team`);
  await expect(other).toHaveURL(/\/sign-in/);
});

test("the only owner stays, by the page and past it", async ({ page, server, openBrowser }) => {
  await page.goto(`${server.baseUrl}/team`);
  await expect(page.getByText("The only owner. Make somebody else an owner first")).toBeVisible();
  await expect(page.getByRole("button", { name: "Change role" })).toHaveCount(0);

  const other = await openBrowser({ as: null });
  const bo = await colleague(server, other, "owner");
  await page.reload();
  await keepStale(other);
  await other.goto(`${server.baseUrl}/team`);
  const self = other.getByRole("listitem").filter({ hasText: "(you)" });
  await self.getByRole("combobox").selectOption("viewer");
  // The other owner leaves between the look and the press.
  await page.getByRole("listitem").filter({ hasText: "(you)" }).locator("summary").click();
  await page.getByRole("button", { name: "Leave the team" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await self.getByRole("button", { name: "Change role" }).click();
  await expect(other.getByText("The last owner stays an owner.")).toBeVisible();
  expect(await server.adapters.db.user.findMany({ select: { id: true, role: true } })).toEqual([
    { id: bo.id, role: "owner" },
  ]);
});

test("with the keyboard alone: invite, change a role, remove", async ({ page, server, openBrowser }) => {
  const bo = await colleague(server, await openBrowser({ as: null }), "manager");
  await page.goto(`${server.baseUrl}/team`);
  await page.getByLabel("E-mail (optional)").focus();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("combobox", { name: "Role", exact: true })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("secret")).toBeVisible();
  await expect(page.getByRole("button", { name: "Invite" })).toBeFocused();
  const row = page.getByRole("listitem").filter({ hasText: bo.email });
  await row.getByRole("combobox").focus();
  await page.keyboard.press("v");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(row.getByText("Now a viewer.")).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(row.getByRole("button", { name: "Remove from the team" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Removed. They are signed out everywhere.")).toBeVisible();
});

test("in every look: the team of an owner and of a viewer, an invitation, its form with errors, its end", async ({
  page,
  server,
  openBrowser,
}) => {
  test.setTimeout(240_000);
  const viewer = await openBrowser({ as: null });
  await colleague(server, viewer, "viewer", "W".repeat(40));
  await colleague(server, await openBrowser({ as: null }), "owner", "Dora of a rather long name that goes on and on");
  const link = await invite(page, server, "Manager");
  for (const summary of await page.getByRole("main").locator("summary").all()) await summary.click();
  await expectGoodInEveryLook(page, "an owner's team");
  await viewer.goto(`${server.baseUrl}/team`);
  await expectGoodInEveryLook(viewer, "a viewer's team");
  const visitor = await openBrowser({ as: null });
  await visitor.goto(link);
  await expectGoodInEveryLook(visitor, "an invitation");
  await fillJoin(visitor, { email: "cleo@example.com", password: "password1234" });
  await expect(visitor.getByText("Some fields need another look.")).toBeVisible();
  await expectGoodInEveryLook(visitor, "an invitation with errors");
  await page.goto(link);
  await expectGoodInEveryLook(page, "an invitation for somebody who is in");
  await visitor.goto(`${server.baseUrl}/invite/${"a".repeat(43)}`);
  await expectGoodInEveryLook(visitor, "an invitation that is over");
});

const ACTS =
  /^(?:Extend(?!able)|Check now|Connect|Reconnect|Import|Disconnect|Save|Create|Replace|Revoke|Switch|Test|Delete|Add|Edit|Invite|Remove|Change role|Show token|Copy token)/;

test("a viewer sees every page and no control that would be refused", async ({
  openBrowser,
  makeAccount,
  adapters,
  factories,
}) => {
  const account = await makeAccount();
  const paths = [
    `/accounts?label=${account.label}`,
    `/accounts/${account.id}`,
    `/accounts/disconnect?account=${account.id}`,
    "/accounts/import",
    "/activity",
    "/notices",
    "/settings",
    "/team",
  ];
  const controls = async (role: "viewer" | "manager") => {
    const person = await factories.createUser({ role }, adapters.db);
    const page = await openBrowser({ as: person });
    const found: string[] = [];
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const main = page.getByRole("main");
      const names = [...(await main.getByRole("button").all()), ...(await main.getByRole("link").all())];
      for (const control of names) {
        const text = ((await control.getAttribute("aria-label")) ?? (await control.textContent()) ?? "").trim();
        if (ACTS.test(text)) found.push(`${path}: ${text}`);
      }
      expect(await main.getByRole("checkbox").count(), path).toBe(
        role === "manager" && path.includes("label=") ? 2 : 0,
      );
    }
    // A page that still asks for news would report that it is signed out.
    await page.goto("about:blank");
    await adapters.db.user.delete({ where: { id: person.id } });
    return found;
  };
  expect(await controls("viewer")).toEqual([]);
  expect((await controls("manager")).length).toBeGreaterThan(8);
});
