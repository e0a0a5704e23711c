import { readFileSync } from "node:fs";
import type { Locator } from "@playwright/test";
import ICAL from "ical.js";
import { after, DAY } from "../lib/domain/durations";
import { FACTORY_PASSWORD } from "../prisma/factory-password";
import { expectGoodInEveryLook } from "./every-look";
import { expect, test } from "./fixtures";

const address = async (card: Locator, ending: "ics" | "svg"): Promise<string> =>
  (await card
    .locator("code")
    .filter({ hasText: new RegExp(`^http.*\\.${ending}$`) })
    .textContent()) ?? "";

test("the calendar: shown once, read without a session, replaced, revoked, never logged", async ({
  signedInPage: page,
  makeAccount,
  request,
  world,
}) => {
  const healthy = await makeAccount({ expiresAt: after(new Date(), 41.5 * DAY) });
  const off = await makeAccount({ autoRenew: false, expiresAt: after(new Date(), 9.5 * DAY) });
  await page.goto("/settings");
  const card = page.locator("#calendar");
  await card.getByRole("button", { name: "Create address" }).click();
  await expect(card.getByText("Copy it now: it is not shown again.")).toBeVisible();
  const first = await address(card, "ics");
  expect(first).toMatch(/^http.*\/calendar\/[A-Za-z0-9_-]{43}\.ics$/);
  expect(page.url()).not.toContain("calendar");

  const answer = await request.get(first);
  expect(answer.status()).toBe(200);
  expect(answer.headers()).toMatchObject({
    "content-type": "text/calendar; charset=utf-8",
    "cache-control": "private, max-age=300",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
    "referrer-policy": "no-referrer",
  });
  const calendar = new ICAL.Component(ICAL.parse(await answer.text()));
  const named = (name: string) =>
    calendar
      .getAllSubcomponents("vevent")
      .map((event) => new ICAL.Event(event))
      .filter(({ summary }) => summary.startsWith(`@${name}:`))
      .map(({ summary }) => summary);
  expect(named(healthy.username)).toEqual([`@${healthy.username}: token ends`]);
  expect(named(off.username)).toEqual([`@${off.username}: token ends`, `@${off.username}: extend by hand`]);
  expect((await request.head(first)).status()).toBe(200);

  await page.reload();
  await expect(card.locator("code")).toHaveCount(0);
  await expect(card.getByText(/The address was made .* by Ada Lindqvist/)).toBeVisible();
  await card.getByRole("button", { name: "Replace address" }).click();
  await expect(card.locator("code")).toHaveCount(1);
  const second = await address(card, "ics");
  expect((await request.get(first)).status()).toBe(404);
  expect((await request.get(second)).status()).toBe(200);
  await card.getByRole("button", { name: "Revoke" }).click();
  await expect(card.getByText("Revoked.")).toBeVisible();
  await expect(card.locator("code")).toHaveCount(0);
  expect((await request.get(second)).status()).toBe(404);
  const log = readFileSync(world.logFile, "utf8");
  for (const one of [first, second]) expect(log).not.toContain(one.slice(-47, -4));
});

test("the calendar's address asks for a proof when the last one is old, with and without JavaScript", async ({
  openBrowser,
  freshServer,
}) => {
  test.setTimeout(180_000);
  const server = await freshServer({ env: { SCHEDULER: "off" } });
  for (const javaScriptEnabled of [true, false]) {
    const page = await openBrowser({ as: null, javaScriptEnabled });
    await server.signIn(page.context());
    await server.adapters.db.session.updateMany({ data: { provenAt: after(new Date(), -DAY) } });
    await page.goto(`${server.baseUrl}/settings`);
    const card = page.locator("#calendar");
    const press = () => card.getByRole("button", { name: /^(Create|Replace) address$/ }).click();
    await press();
    const place = javaScriptEnabled ? page.getByRole("dialog", { name: "Confirm that it is you" }) : page;
    await place.getByLabel("Password").fill(FACTORY_PASSWORD);
    await place.getByRole("button", { name: "Confirm" }).click();
    if (!javaScriptEnabled) {
      await expect(page).toHaveURL(/\/settings$/);
      await press();
    }
    await expect(card.getByText("Copy it now: it is not shown again.")).toBeVisible();
  }
});

test("the badge: made on the account's page, embedded anywhere, revoked", async ({
  signedInPage: page,
  makeAccount,
  request,
}) => {
  const account = await makeAccount({ expiresAt: after(new Date(), 41.5 * DAY) });
  await page.goto(`/accounts/${account.id}`);
  const card = page.locator("#badge");
  await card.getByRole("button", { name: "Create address" }).click();
  const src = await address(card, "svg");
  await expect(card.getByText(`![Instagram token](${src})`)).toBeVisible();
  await expect(card.getByRole("img", { name: "The badge as it looks now" })).toHaveJSProperty("naturalHeight", 20);
  const answer = await request.get(src);
  expect(answer.headers()).toMatchObject({
    "content-type": "image/svg+xml; charset=utf-8",
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "cross-origin",
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
    "referrer-policy": "no-referrer",
  });
  const svg = await answer.text();
  expect(svg).toContain("<title>instagram token: 41 days</title>");
  expect(svg).not.toContain(account.username);
  await card.getByRole("button", { name: "Revoke" }).click();
  await expect(card.getByText("Revoked.")).toBeVisible();
  expect((await request.get(src)).status()).toBe(404);
});

test("an address can be made without JavaScript", async ({ openBrowser, makeAccount, request }) => {
  const account = await makeAccount();
  const page = await openBrowser({ javaScriptEnabled: false });
  await page.goto(`/accounts/${account.id}`);
  const card = page.locator("#badge");
  await card.getByRole("button", { name: "Create address" }).click();
  expect((await request.get(await address(card, "svg"))).status()).toBe(200);
});

test("malformed, unknown and foreign addresses get one and the same answer", async ({ request }) => {
  const unknown = "x".repeat(43);
  for (const path of [
    `/calendar/${unknown}.ics`,
    `/badge/${unknown}.svg`,
    `/badge/${unknown}.ics`,
    "/calendar/short.ics",
    "/calendar/%00.ics",
    "/calendar/%3Cscript%3E.ics",
    `/badge/${"y".repeat(3_000)}.svg`,
  ]) {
    const answer = await request.get(path, { maxRedirects: 0 });
    expect([answer.status(), await answer.text()], path).toEqual([404, "There is nothing here.\n"]);
    expect(answer.headers()).toMatchObject({
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-store",
      "x-robots-tag": "noindex",
    });
  }
});

test("those who may look only see the cards without buttons", async ({
  openBrowser,
  makeAccount,
  adapters,
  factories,
}) => {
  const viewer = await factories.createUser({ role: "viewer" }, adapters.db);
  const account = await makeAccount();
  const page = await openBrowser({ as: viewer });
  for (const [path, id] of [
    ["/settings", "#calendar"],
    [`/accounts/${account.id}`, "#badge"],
  ] as const) {
    await page.goto(path);
    await expect(page.locator(id)).toBeVisible();
    await expect(page.locator(id).getByRole("button")).toHaveCount(0);
  }
  await adapters.db.user.delete({ where: { id: viewer.id } });
});

test("read well in every look", async ({ page, freshServer, factories }) => {
  test.setTimeout(240_000);
  const server = await freshServer({ env: { SCHEDULER: "off" } });
  await server.signIn(page.context());
  const account = await factories.createAccount({ username: "north.bakery", token: "IGAAnone" }, server.adapters);
  for (const [path, id] of [
    ["/settings", "#calendar"],
    [`/accounts/${account.id}`, "#badge"],
  ] as const) {
    await page.goto(`${server.baseUrl}${path}`);
    const card = page.locator(id);
    await card.getByRole("button", { name: "Create address" }).click();
    await expect(card.locator("code").first()).toBeVisible();
    await expectGoodInEveryLook(page, `${path} with an address`);
    await card.getByRole("button", { name: "Revoke" }).click();
    await expect(card.getByText("Revoked.")).toBeVisible();
    await expectGoodInEveryLook(page, `${path} after it is revoked`);
  }
});
