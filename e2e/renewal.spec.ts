import type { Page } from "@playwright/test";
import { formatDate } from "../lib/domain/date-text";
import { after, DAY, HOUR, MINUTE } from "../lib/domain/durations";
import { expectGoodInEveryLook } from "./every-look";
import { expect, test } from "./fixtures";

/** A little more than `days`, so that a slow test still reads the same. */
const inDays = (days: number): Date => after(new Date(), days * DAY + HOUR);
const failing = {
  failedAttempts: 3,
  lastFailedAt: after(new Date(), -MINUTE),
  failingSince: after(new Date(), -3 * HOUR),
  failureKind: "transient",
  failureReason: "outage",
} as const;

const rowOf = (page: Page, username: string) => page.getByRole("row").filter({ hasText: `@${username}` });
const outlook = (page: Page) => page.getByRole("region", { name: "What happens next" });

test("renewal by itself is switched off and on, with and without JavaScript", async ({
  signedInPage,
  openBrowser,
  makeAccount,
  person,
}) => {
  const account = await makeAccount({ expiresAt: inDays(50) });
  await signedInPage.goto(`/accounts/${account.id}`);
  const next = outlook(signedInPage);
  const toggle = next.getByRole("switch", { name: "Renew by itself" });
  await expect(toggle).toBeChecked();
  await expect(next).toContainText("nothing breaks it while renewal is on");
  await toggle.press("Enter");
  await expect(next.getByText(`@${account.username} is no longer renewed by itself`)).toBeVisible();
  await expect(toggle).not.toBeChecked();
  await expect(toggle).toBeFocused();
  await expect(next).toContainText("Off · switched off");
  await expect(next).toContainText("never by itself");
  await expect(next).toContainText(`Breaks on${formatDate(account.expiresAt, "minute")}`);
  await expect(signedInPage.getByRole("listitem").filter({ hasText: "Renewal switched off" })).toContainText(
    person.name,
  );
  await expect(signedInPage.getByRole("button", { name: "Extend" })).toBeEnabled();

  const plain = await openBrowser({ javaScriptEnabled: false });
  await plain.goto(`/accounts/${account.id}`);
  await outlook(plain).getByRole("switch", { name: "Renew by itself" }).click();
  await expect(outlook(plain).getByText(`@${account.username} is renewed by itself again.`)).toBeVisible();
  await expect(outlook(plain).getByRole("switch", { name: "Renew by itself" })).toBeChecked();
  await expect(outlook(plain)).toContainText("On · next renewal");
});

test("what fails stands on top and says until when it works and when the next try is", async ({
  signedInPage,
  makeAccount,
  label,
}) => {
  const healthy = await makeAccount({ expiresAt: inDays(12) });
  const broken = await makeAccount({ expiresAt: inDays(40), ...failing });
  await signedInPage.goto(`/accounts?label=${label}`);
  const names = signedInPage.getByRole("table").getByRole("link", { name: /^@/ });
  await expect(names).toHaveText([`@${broken.username}`, `@${healthy.username}`]);
  await expect(rowOf(signedInPage, broken.username)).toContainText(
    /Failing3 tries; next (\d\d:\d\d UTC|\d+ \w+), works until \d+ \w+/,
  );
  await signedInPage.getByRole("combobox", { name: "Status" }).selectOption("Renewal failing");
  await expect(names).toHaveText([`@${broken.username}`]);
  await signedInPage.goto(`/accounts/${broken.id}`);
  const next = outlook(signedInPage);
  await expect(next).toContainText(
    `Renewal is failing; the token works until ${formatDate(broken.expiresAt, "minute")}. 3 tries in a row failed.`,
  );
  await expect(next).toContainText("Instagram is temporarily unavailable. Perennial tries again by itself in");
});

test("banners: what ends within 7 days, a pause of all calls, and a Meta app in trouble", async ({
  page,
  freshServer,
  factories,
}) => {
  test.setTimeout(180_000);
  const { adapters, baseUrl, signIn } = await freshServer();
  await signIn(page.context());
  const make = (username: string, facts: object) =>
    factories.createAccount({ username, token: `IGAA-${username}`, ...facts }, adapters);
  await make("healthy.one", { expiresAt: inDays(3) });
  await page.goto(`${baseUrl}/accounts`);
  await expect(page.getByText(/no renewal takes care/)).toHaveCount(0);
  await make("off.six", { expiresAt: inDays(6), autoRenew: false });
  await make("off.later", { expiresAt: inDays(8), autoRenew: false });
  await make("failing.two", { expiresAt: inDays(2), ...failing });
  await make("waiting.four", { expiresAt: inDays(4), verdict: "action_needed", verdictReason: "checkpoint" });
  await make("failing.five", { expiresAt: inDays(5), ...failing });
  await page.goto(`${baseUrl}/accounts`);
  await expect(page.getByText("4 tokens end within 7 days, and no renewal takes care of them.")).toBeVisible();
  await expect(page.getByText("@failing.two, @waiting.four, @failing.five and 1 more.")).toBeVisible();
  await page.getByRole("link", { name: "Show them" }).click();
  await expect(page.getByRole("table").getByRole("link", { name: /^@/ })).toHaveText([
    "@failing.two",
    "@waiting.four",
    "@failing.five",
    "@off.six",
  ]);

  const clientId = adapters.settings.instagram.credentials?.clientId ?? "";
  const pausedUntil = after(new Date(), 50 * MINUTE);
  await adapters.db.instagramApp.create({ data: { clientId, pausedUntil, pauses: 1, lastPausedAt: new Date() } });
  await page.goto(`${baseUrl}/accounts`);
  const time = formatDate(pausedUntil, "minute").slice(-9);
  await expect(page.getByText(`Renewals pause until ${time}.`)).toBeVisible();
  await expect(page.getByText(/goes on by itself in (49|50) minutes/)).toBeVisible();
  await expect(rowOf(page, "healthy.one")).toContainText(`Pausedtoo many calls; goes on ${time}`);
  await expectGoodInEveryLook(page, "a pause");

  await adapters.db.instagramApp.update({
    where: { clientId },
    data: { pausedUntil: null, slowUntil: after(new Date(), 9 * MINUTE) },
  });
  await page.goto(`${baseUrl}/accounts`);
  await expect(page.getByText("Renewals go one at a time.")).toBeVisible();

  await adapters.db.instagramApp.update({
    where: { clientId },
    data: {
      faultSince: after(new Date(), -HOUR),
      faultKind: "permission",
      faultReason: "not_eligible",
      faultProbeAt: after(new Date(), 9.5 * MINUTE),
    },
  });
  await page.goto(`${baseUrl}/accounts`);
  await expect(page.getByText("Your Meta app seems switched off.")).toBeVisible();
  await expect(page.getByRole("link", { name: "App Dashboard" })).toHaveAttribute("href", /developers\.facebook\.com/);
  await expect(page.getByText("Data Use Checkup", { exact: false })).toBeVisible();
  await expect(page.getByText(/asks again in [89] minutes and goes on by itself/)).toBeVisible();
  await expect(rowOf(page, "failing.two")).toContainText("Paused");
  await expect(rowOf(page, "failing.two")).toContainText("Expiring soon");
  await expectGoodInEveryLook(page, "a Meta app in trouble");
});

test("a page that stays open is drawn again when somebody else extends, and keeps what is being typed", async ({
  signedInPage,
  openBrowser,
  makeAccount,
}) => {
  const account = await makeAccount({ expiresAt: inDays(9) });
  const list = signedInPage;
  await list.goto(`/accounts?label=${account.label}`);
  await expect(rowOf(list, account.username)).toContainText("Expiring soon");
  await list.getByRole("checkbox", { name: `Select @${account.username}` }).check();
  const typing = await openBrowser();
  await typing.goto(`/accounts/${account.id}`);
  await typing.getByLabel("Label", { exact: true }).fill("half a wo");

  const colleague = await openBrowser();
  await colleague.goto(`/accounts/${account.id}`);
  await colleague.getByRole("button", { name: "Extend" }).click();
  await expect(colleague.getByText(`@${account.username} extended:`)).toBeVisible();
  await colleague.getByLabel("Label", { exact: true }).fill(`${account.label} too`);
  await colleague.getByRole("button", { name: "Save" }).click();
  await expect(colleague.getByRole("status").filter({ hasText: "Label set to" })).toBeVisible();

  await expect(rowOf(list, account.username)).toHaveCount(0, { timeout: 40_000 });
  await expect(outlook(typing)).toContainText("Active", { timeout: 40_000 });
  await expect(typing.getByRole("listitem").filter({ hasText: "Label changed" })).toBeVisible({ timeout: 40_000 });
  const field = typing.getByLabel("Label", { exact: true });
  await expect(field).toHaveValue("half a wo");
  await expect(field).toBeFocused();
  // What is not being typed follows.
  await expect(colleague.getByLabel("Label", { exact: true })).toHaveValue(`${account.label} too`);
});

test("/api/changes: a short text that is not stored, the same while nothing happens, and only for people", async ({
  page,
  freshServer,
  factories,
  problems,
}) => {
  problems.expect(/status of 401/);
  const { adapters, baseUrl, signIn } = await freshServer();
  const owner = await signIn(page.context());
  const ask = () => page.request.get(`${baseUrl}/api/changes`);
  const first = await ask();
  expect(first.headers()["cache-control"]).toBe("no-store");
  const revision = await first.text();
  expect(revision).toMatch(/^[\w-]{12}$/);
  expect(await (await ask()).text()).toBe(revision);
  const tabs = await Promise.all(Array.from({ length: 200 }, ask));
  expect(tabs.map((answer) => answer.status())).toEqual(Array.from({ length: 200 }, () => 200));
  await factories.createAccount({ username: "casa.marisol", token: "IGAA-1" }, adapters);
  expect(await (await ask()).text()).not.toBe(revision);

  let asked = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/api/changes")) asked += 1;
  });
  await page.clock.install();
  await page.goto(`${baseUrl}/accounts`);
  await expect(rowOf(page, "casa.marisol")).toBeVisible();
  await page.clock.runFor(20_000);
  await expect.poll(() => asked).toBe(1);
  await adapters.db.session.deleteMany({ where: { userId: owner.id } });
  const refused = page.waitForResponse((answer) => answer.status() === 401);
  await page.clock.runFor(20_000);
  await refused;
  const told = asked;
  await page.clock.runFor(15 * MINUTE);
  expect(asked).toBe(told);
});

test("times count down by the server's clock, however wrong the browser's is", async ({
  signedInPage,
  makeAccount,
}) => {
  const account = await makeAccount({ expiresAt: after(new Date(), 90.5 * MINUTE), ...failing });
  await signedInPage.clock.install({ time: after(new Date(), 3 * HOUR) });
  await signedInPage.goto(`/accounts?label=${account.label}`);
  const expiry = rowOf(signedInPage, account.username).locator("time").first();
  await expect(expiry).toHaveText("in 1 hour");
  await signedInPage.clock.runFor(35_000);
  await expect(expiry).toHaveText("in 1 hour");
  await signedInPage.clock.fastForward(30 * MINUTE);
  await expect(expiry).toHaveText("in 59 minutes");
  // The end of a token changes its status: the server is asked what is so.
  const redrawn = signedInPage.waitForRequest((request) => request.url().includes("_rsc="));
  await signedInPage.clock.fastForward(HOUR);
  await redrawn;
  await expect(expiry).toHaveText("in 1 hour");
});

test("when nobody drives the renewals any more, an open page and every other one say so", async ({
  page,
  freshServer,
}) => {
  test.setTimeout(300_000);
  const { adapters, baseUrl, signIn } = await freshServer({ env: { SCHEDULER: "off" } });
  await signIn(page.context());
  // A cron that came every minute, and stopped an hour ago.
  for (const minutes of [60, 61]) {
    const at = after(new Date(), -minutes * MINUTE);
    const id = `run-${minutes}`;
    await adapters.db.schedulerRun.create({ data: { id, trigger: "cron", startedAt: at, beatAt: at, endedAt: at } });
  }
  await page.goto(`${baseUrl}/settings`);
  const banner = page.getByRole("complementary", { name: "Scheduler" });
  // A server that has just begun gives the cron its time.
  await expect(banner).toHaveCount(0);
  await expect(banner).toBeVisible({ timeout: 160_000 });
  await expect(banner).toContainText("The scheduler last ran 1 hour ago: nothing is renewed by itself.");
  await expect(banner).toContainText("Check the cron that calls /api/cron/renew, or remove SCHEDULER=off.");
  for (const path of ["/accounts", "/accounts/import", "/notices"]) {
    await page.goto(`${baseUrl}${path}`);
    await expect(banner).toBeVisible();
  }
  expect((await page.request.get(`${baseUrl}/api/health`)).status()).toBe(503);
  await expectGoodInEveryLook(page, "a scheduler that has stopped");
});
