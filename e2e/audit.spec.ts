import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import type { UserRow } from "../lib/db/users";
import { expectGoodInEveryLook } from "./every-look";
import { expect, test } from "./fixtures";

type Role = UserRow["role"];

/** A page on which somebody of this test alone is signed in, with a name that nobody else has. */
const withRole = test.extend<{ as: (role: Role) => Promise<{ page: Page; somebody: UserRow }> }>({
  as: async ({ openBrowser, adapters, factories, label }, use) => {
    const made: string[] = [];
    await use(async (role) => {
      const somebody = await factories.createUser({ role, name: `Olu ${label} ${role}` }, adapters.db);
      made.push(somebody.id);
      return { page: await openBrowser({ as: somebody }), somebody };
    });
    await adapters.db.user.deleteMany({ where: { id: { in: made } } });
  },
});

withRole("an owner reads what people did, filters it and takes it along", async ({ as, adapters }) => {
  const { page, somebody } = await as("owner");
  const { audit } = await import("../lib/services/record-audit");
  const { serverContext } = await import("../lib/services/context");
  const actor = { userId: somebody.id, name: somebody.name };
  const record = (input: Parameters<typeof audit>[1]) =>
    audit(serverContext(adapters), { actor, address: "192.0.2.7", ...input });
  await record({ action: "role_changed", subject: "ben@example.com", detail: { from: "viewer", to: "manager" } });
  await record({ action: "token_revealed", subject: "=HYPERLINK(1)", outcome: "refused" });

  await page.goto("/settings");
  await page.getByRole("link", { name: "Open the audit log" }).click();
  await expect(page.getByRole("heading", { name: "Audit log", level: 1 })).toBeVisible();
  await page.getByLabel("Who").selectOption(somebody.name);
  await page.getByRole("button", { name: "Filter" }).click();
  const lines = page.getByRole("list", { name: "Events" }).getByRole("listitem");
  await expect(lines).toHaveCount(2);
  await expect(lines.nth(0)).toContainText(`Token revealed by ${somebody.name} from 192.0.2.7`);
  await expect(lines.nth(0)).toContainText("Refused");
  await expect(lines.nth(1)).toContainText("Role changed");
  await expect(lines.nth(1)).toContainText("ben@example.com");
  await expect(lines.nth(1)).toContainText("from: viewer · to: manager");
  await expectGoodInEveryLook(page, "the audit log");

  await page.getByLabel("Outcome").selectOption("Refused");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(lines).toHaveCount(1);
  await page.getByLabel("What happened").selectOption("Team: all");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByRole("heading", { name: "No event matches" })).toBeVisible();
  await page.getByRole("link", { name: "Clear filters" }).first().click();
  await expect(page).toHaveURL(/\/settings\/audit$/);

  await page.goto(`/settings/audit?person=${encodeURIComponent(somebody.name)}`);
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download CSV" }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/^perennial-audit-\d{4}-\d{2}-\d{2}\.csv$/);
  const text = readFileSync(await download.path(), "utf8");
  const records = parse(text, { bom: true, columns: true }) as Record<string, string>[];
  expect(records.map(({ action }) => action)).toEqual(["audit_exported", "token_revealed", "role_changed"]);
  expect(records[1]?.subject).toBe("'=HYPERLINK(1)");
  await page.reload();
  await expect(lines.nth(0)).toContainText("Audit log exported");
});

withRole("works without JavaScript, a page at a time", async ({ openBrowser, adapters, factories, label }) => {
  const owner = await factories.createUser({ role: "owner", name: `Noscript ${label}` }, adapters.db);
  const { audit } = await import("../lib/services/record-audit");
  const { serverContext } = await import("../lib/services/context");
  const actor = { userId: owner.id, name: owner.name };
  for (let number = 1; number <= 51; number += 1) {
    await audit(serverContext(adapters), { action: "setting_changed", subject: `change ${number}.`, actor });
  }
  const page = await openBrowser({ as: owner, javaScriptEnabled: false });
  await page.goto("/settings/audit");
  await page.getByLabel("Who").selectOption(owner.name);
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByText("change 51.")).toBeVisible();
  await expect(page.getByText("change 1.", { exact: true })).toHaveCount(0);
  await page.getByRole("link", { name: "Older" }).click();
  await expect(page).toHaveURL(/page=2/);
  await expect(page.getByText("change 1.", { exact: true })).toBeVisible();
  await adapters.db.user.deleteMany({ where: { id: owner.id } });
});

withRole("nobody but owners gets at it", async ({ as, request }) => {
  for (const role of ["manager", "viewer"] as const) {
    const { page } = await as(role);
    await page.goto("/settings");
    await expect(page.getByRole("heading", { name: "Redirect URI", exact: true })).toBeVisible();
    await expect(page.getByRole("link", { name: "Open the audit log" })).toHaveCount(0);
    await expect(page.getByRole("heading", { name: "Encryption keys" })).toHaveCount(0);
    expect((await page.request.get("/settings/audit/export")).status()).toBe(403);
    expect((await page.request.get("/settings/audit")).status()).toBe(404);
  }
  expect((await request.get("/settings/audit/export", { maxRedirects: 0 })).status()).toBe(401);
});

withRole("owners see which key is still needed", async ({ freshServer, browser, world }) => {
  const old = world.env.TOKEN_ENCRYPTION_KEYS ?? "";
  const [oldId = ""] = old.split(":");
  const added = `next:${Buffer.alloc(32, 7).toString("base64")}`;
  const server = await freshServer({ env: { TOKEN_ENCRYPTION_KEYS: `${added},${old}` } });
  const context = await browser.newContext();
  await server.signIn(context);
  const page = await context.newPage();
  await page.goto(`${server.baseUrl}/settings`);
  const keys = page.getByRole("list", { name: "Encryption keys" }).getByRole("listitem");
  await expect(keys).toHaveCount(2);
  await expect(keys.nth(0)).toContainText("next");
  await expect(keys.nth(0)).toContainText("Seals everything new.");
  await expect(keys.nth(1)).toContainText(`${oldId} is no longer used: you can remove it`);
  await expect(page.getByText(old.split(":")[1] ?? "no key")).toHaveCount(0);
  await expectGoodInEveryLook(page, "the keys");
  await context.close();
});
