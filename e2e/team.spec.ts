import { FACTORY_PASSWORD } from "../prisma/factory-password";
import { expectGoodInEveryLook } from "./every-look";
import { keepStale } from "./stale-page";
import { colleague, expect, fillJoin, invite, test } from "./team-fixtures";

// Each test starts a server of its own.
test.describe.configure({ timeout: 180_000 });

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
  await expect(row.getByText("History keeps the name, and runs that were started go on.")).toBeVisible();
  await expect(row.getByText("The calendar’s address")).toHaveCount(0);
  await page.goto(`${server.baseUrl}/settings`);
  await page.locator("#calendar").getByRole("button", { name: "Create address" }).click();
  await expect(page.getByText("The address is made.")).toBeVisible();
  await page.goto(`${server.baseUrl}/team`);
  await row.locator("summary").click();
  await expect(row.getByText("The calendar’s address goes on working for whoever knows it.")).toBeVisible();
  await expect(row.getByRole("link", { name: "settings" })).toHaveAttribute("href", "/settings#calendar");
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

test("somebody who is signed out by an owner signs in again, and may do as much as before", async ({
  page,
  server,
  openBrowser,
}) => {
  const other = await openBrowser({ as: null });
  const bo = await colleague(server, other, "manager");
  await other.goto(`${server.baseUrl}/team`);
  await page.goto(`${server.baseUrl}/team`);
  const row = page.getByRole("listitem").filter({ hasText: bo.email });
  await row.getByRole("button", { name: "Sign out Bo Castellanos" }).click();
  await expect(page.getByText("Signed out in every browser. They can sign in again.")).toBeVisible();
  await expect(row.getByText("Not signed in")).toBeVisible();
  await expect(row.getByRole("button", { name: "Sign out" })).toHaveCount(0);
  await other.goto(`${server.baseUrl}/team`);
  await expect(other).toHaveURL(/\/sign-in/);
  await other.getByLabel("E-mail").fill(bo.email);
  await other.getByLabel("Password").fill(FACTORY_PASSWORD);
  await other.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(other).toHaveURL(`${server.baseUrl}/team`);
  await other.goto(`${server.baseUrl}/accounts/import`);
  await expect(other.getByRole("button", { name: "Import tokens" })).toBeVisible();
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
  await expect(row.getByRole("button", { name: "Sign out Bo Castellanos" })).toBeFocused();
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
