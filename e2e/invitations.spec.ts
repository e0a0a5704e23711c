import { readFileSync } from "node:fs";
import { after, HOUR } from "../lib/domain/durations";
import { partsOf } from "../lib/test/mail-receiver";
import { FACTORY_PASSWORD } from "../prisma/factory-password";
import { expect, fillJoin, invite, PASSWORD, test } from "./team-fixtures";

// Each test starts a server of its own.
test.describe.configure({ timeout: 180_000 });

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
  await expect(pending).toContainText("Viewer · by Ada Lindqvist · until ");
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

test("an invitation by mail asks for a proof and fixes the address", async ({ page, server, mail, openBrowser }) => {
  await server.adapters.db.session.updateMany({ data: { provenAt: after(new Date(), -HOUR) } });
  await page.goto(`${server.baseUrl}/team`);
  await page.getByLabel("E-mail (optional)").fill("Cleo@Example.com");
  await page.getByRole("combobox", { name: "Role", exact: true }).selectOption("manager");
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
    role: "manager",
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
