import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { after, HOUR } from "../lib/domain/durations";
import type { Adapters } from "../lib/services/context";
import { FACTORY_PASSWORD } from "../prisma/factory-password";
import { expectGoodInEveryLook } from "./every-look";
import { expect, test } from "./fixtures";
import { addVirtualAuthenticator } from "./virtual-authenticator";

const CODE = /^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/;

/** As if the person had signed in an hour ago. */
async function ageProof(adapters: Adapters, userId: string): Promise<void> {
  await adapters.db.session.updateMany({ where: { userId }, data: { provenAt: after(new Date(), -HOUR) } });
}

async function typePassword(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(FACTORY_PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** The codes that the page shows, and an app that makes others. */
async function addAuthenticatorApp(page: Page): Promise<{ app: TOTP; codes: string[] }> {
  await page.getByRole("button", { name: "Add authenticator app" }).click();
  const secret = (await page.getByTestId("secret").textContent()) ?? "";
  const app = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(" ", "")) });
  await page.getByLabel("Code that the app shows").fill(app.generate());
  await page.getByRole("button", { name: "Turn on" }).click();
  const list = page.getByRole("list", { name: "Recovery codes" });
  await expect(list.getByRole("listitem")).toHaveCount(10);
  return { app, codes: await list.getByRole("listitem").allTextContents() };
}

/** A code that was not used yet: the app's next one, which counts already. */
function nextCode(app: TOTP): string {
  return app.generate({ timestamp: Date.now() + 30_000 });
}

test("an authenticator app is added by its first code and asked for at the sign-in", async ({
  signedInPage: page,
  person,
  openBrowser,
  problems,
}) => {
  problems.expect(/status of 401/);
  await page.goto("/settings/profile");
  await page.getByRole("button", { name: "Add authenticator app" }).click();
  await expect(page.getByRole("img", { name: /^QR code/ })).toBeVisible();
  await page.getByLabel("Code that the app shows").fill("000000");
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByText("This code is wrong.")).toBeVisible();
  await expectGoodInEveryLook(page, "the profile with a QR code");
  await page.reload();
  await page.getByRole("button", { name: "Start over" }).click();
  const secret = (await page.getByTestId("secret").textContent()) ?? "";
  const app = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(" ", "")) });
  await page.getByLabel("Code that the app shows").fill(app.generate());
  await page.getByRole("button", { name: "Turn on" }).click();
  const list = page.getByRole("list", { name: "Recovery codes" });
  await expect(list.getByRole("listitem")).toHaveCount(10);
  const codes = await list.getByRole("listitem").allTextContents();
  for (const code of codes) expect(code).toMatch(CODE);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download the recovery codes" }).click();
  const file = await (await download).path();
  for (const code of codes) expect(readFileSync(file, "utf8")).toContain(code);
  await expectGoodInEveryLook(page, "the profile with recovery codes");
  await page.reload();
  await expect(list).toBeHidden();
  await expect(page.getByText("10 codes left.")).toBeVisible();

  const other = await openBrowser({ as: null });
  await typePassword(other, person.email);
  const field = other.getByLabel("Code", { exact: true });
  await expect(field).toBeFocused();
  await expectGoodInEveryLook(other, "the second step of the sign-in");
  await field.fill("000000");
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByRole("alert").filter({ hasText: "This code is wrong" })).toBeVisible();
  await field.fill(nextCode(app));
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other).toHaveURL(/\/accounts$/);

  const third = await openBrowser({ as: null });
  await typePassword(third, person.email);
  await third.getByLabel("Code", { exact: true }).fill((codes[0] ?? "").toLowerCase());
  await third.getByRole("button", { name: "Sign in" }).click();
  await expect(third).toHaveURL(/\/accounts$/);
  await page.reload();
  await expect(page.getByText("9 codes left.")).toBeVisible();
});

test("a passkey is added, renamed, proves, signs in without a password, and is removed", async ({
  signedInPage: page,
  person,
  adapters,
  problems,
}) => {
  problems.expect(/status of 40[13]/);
  await addVirtualAuthenticator(page);
  await page.goto("/settings/profile");
  await page.getByLabel("Name of a new passkey").fill("Laptop");
  await page.getByRole("button", { name: "Add passkey" }).click();
  await expect(page.getByText("The passkey Laptop is added.")).toBeVisible();
  await expect(page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem")).toHaveCount(10);
  await page.getByText("Rename Laptop").click();
  await page.getByLabel("New name").fill("Work laptop");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByRole("heading", { name: "Work laptop" })).toBeVisible();
  await expectGoodInEveryLook(page, "the profile with a passkey");
  await page.getByRole("button", { name: "Add passkey" }).click();
  await expect(page.getByText("This device holds a passkey of yours already.")).toBeVisible();

  await ageProof(adapters, person.id);
  await page.getByRole("button", { name: "Make new codes" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("button", { name: "Make new codes" })).toBeFocused();
  await expect(page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem")).toHaveCount(10);

  await page.context().clearCookies();
  await page.goto("/sign-in?next=/settings/profile");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByRole("heading", { name: "Profile" })).toBeVisible();
  const session = await adapters.db.session.findFirstOrThrow({
    where: { userId: person.id },
    orderBy: { createdAt: "desc" },
  });
  expect(session.method).toBe("passkey");

  await page.context().clearCookies();
  await typePassword(page, person.email);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page).toHaveURL(/\/accounts$/);

  await page.goto("/settings/profile");
  await page.locator("summary", { hasText: "Remove Work laptop" }).click();
  await page.getByRole("button", { name: "Remove passkey" }).click();
  await expect(page.getByRole("heading", { name: "Work laptop" })).toBeHidden();
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByText("This passkey is not known here.")).toBeVisible();
});

test("a sensitive act asks for a proof and is repeated by itself", async ({
  signedInPage: page,
  person,
  adapters,
  problems,
}) => {
  problems.expect(/status of 403/);
  await page.goto("/settings/profile");
  await ageProof(adapters, person.id);
  const button = page.getByRole("button", { name: "Add authenticator app" });
  await button.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await expect(dialog.getByLabel("Password")).toBeFocused();
  await expectGoodInEveryLook(page, "the proof over the profile");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
  await expect(page.getByText("Confirm first that it is you. Nothing was changed yet.")).toBeVisible();
  expect(await adapters.db.user.findUniqueOrThrow({ where: { id: person.id } })).toMatchObject({ sealedTotp: null });

  await page.keyboard.press("Enter");
  await dialog.getByLabel("Password").fill("not-the-password");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("This password is wrong.")).toBeVisible();
  await dialog.getByLabel("Password").fill(FACTORY_PASSWORD);
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByTestId("secret")).toBeVisible();
});

test("a code proves, too", async ({ signedInPage: page, person, adapters }) => {
  await page.goto("/settings/profile");
  const { app } = await addAuthenticatorApp(page);
  await ageProof(adapters, person.id);
  await page.locator("summary", { hasText: "Remove authenticator app" }).click();
  await page.getByRole("button", { name: "Turn it off" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Use a code instead").click();
  await dialog.getByLabel("Code", { exact: true }).fill(nextCode(app));
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("button", { name: "Add authenticator app" })).toBeVisible();
  expect(await adapters.db.recoveryCode.count({ where: { userId: person.id } })).toBe(0);
});

test("without JavaScript the proof is a page of its own, and leads back", async ({ openBrowser, person, adapters }) => {
  const page = await openBrowser({ as: person, javaScriptEnabled: false });
  await page.goto("/settings/profile");
  await ageProof(adapters, person.id);
  await page.getByRole("button", { name: "Add authenticator app" }).click();
  await expect(page).toHaveURL(/\/proof\?next=%2Fsettings%2Fprofile$/);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("Type your password, or a code.")).toBeVisible();
  await page.getByLabel("Password").fill(FACTORY_PASSWORD);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page).toHaveURL(/\/settings\/profile$/);
  await page.getByRole("button", { name: "Add authenticator app" }).click();
  const secret = (await page.getByTestId("secret").textContent()) ?? "";
  const app = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(" ", "")) });
  await page.getByLabel("Code that the app shows").fill(app.generate());
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem")).toHaveCount(10);
});

test("the proof as a page looks well, and takes a passkey", async ({ signedInPage: page, person, adapters }) => {
  await addVirtualAuthenticator(page);
  await page.goto("/settings/profile");
  await page.getByRole("button", { name: "Add passkey" }).click();
  await expect(page.getByText("The passkey Passkey is added.")).toBeVisible();
  await ageProof(adapters, person.id);
  await page.goto("/proof?next=//evil.example");
  await expectGoodInEveryLook(page, "the proof as a page");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page).toHaveURL(/localhost:\d+\/accounts$/);
});

test("a second factor for everybody stops whoever has none, in open tabs too", async ({
  page,
  freshServer,
  openBrowser,
  factories,
  problems,
}) => {
  problems.expect(/status of 403/);
  const server = await freshServer();
  await server.signIn(page.context());
  await page.goto(`${server.baseUrl}/settings`);
  const rule = page.getByRole("switch", { name: "Second factor for everybody" });
  await rule.click();
  await expect(page.getByText("Add a second factor to your own profile first")).toBeVisible();

  const account = await factories.createAccount({ username: "gated", token: "IGAA-gated" }, server.adapters);
  const colleague = await factories.createUser({ name: "Bo", email: "bo@example.com" }, server.adapters.db);
  const tab = await openBrowser({ as: null });
  await tab.goto(`${server.baseUrl}/sign-in`);
  await tab.getByLabel("E-mail").fill(colleague.email);
  await tab.getByLabel("Password").fill(FACTORY_PASSWORD);
  await tab.getByRole("button", { name: "Sign in" }).click();
  await tab.waitForURL(/\/accounts$/);
  await tab.goto(`${server.baseUrl}/accounts/${account.id}`);

  await page.goto(`${server.baseUrl}/settings/profile`);
  await addAuthenticatorApp(page);
  await page.goto(`${server.baseUrl}/settings`);
  await rule.click();
  await expect(rule).toBeChecked();
  await expectGoodInEveryLook(page, "the settings with the rule");
  await page.goto(`${server.baseUrl}/settings/profile`);
  await page.locator("summary", { hasText: "Remove authenticator app" }).click();
  await page.getByRole("button", { name: "Turn it off" }).click();
  await expect(page.getByText("Add another one before you remove this.")).toBeVisible();

  await tab.getByRole("button", { name: "Check now" }).click();
  await expect(tab).toHaveURL(/\/settings\/profile/);
  await expect(tab.getByText("Set up a second factor first.")).toBeVisible();
  for (const path of ["/accounts", `/accounts/${account.id}`, "/activity", "/notices", "/settings", "/team"]) {
    await tab.goto(`${server.baseUrl}${path}`);
    await expect(tab).toHaveURL(/\/settings\/profile/);
  }
  const changes = await tab.request.get(`${server.baseUrl}/api/changes`);
  expect(changes.status()).toBe(403);
  expect(await changes.json()).toMatchObject({ code: "second_factor_needed" });
  await tab.getByLabel("Your name").fill("Somebody else");
  await tab.getByRole("button", { name: "Save", exact: true }).click();
  await tab.waitForLoadState("networkidle");
  expect(await server.adapters.db.user.findUniqueOrThrow({ where: { id: colleague.id } })).toMatchObject({
    name: "Bo",
  });
  await addAuthenticatorApp(tab);
  await tab.goto(`${server.baseUrl}/accounts`);
  await expect(tab.getByRole("link", { name: "@gated", exact: true })).toBeVisible();
});
