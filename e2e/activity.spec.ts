import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import type { AccountEventRow } from "../lib/db/account-events";
import { formatDate } from "../lib/domain/date-text";
import { after, DAY, HOUR } from "../lib/domain/durations";
import { expectGoodInEveryLook } from "./every-look";
import { expect, test } from "./fixtures";

type History = (accountId: string) => Partial<AccountEventRow>[];

const history: History = () => [
  {
    kind: "extended",
    at: after(new Date(), -HOUR),
    expiresBefore: new Date("2026-12-01T08:00:00.000Z"),
    expiresAfter: new Date("2027-01-24T08:00:00.000Z"),
  },
  {
    kind: "check_failed",
    at: after(new Date(), -2 * DAY),
    reason: "password_changed",
    code: 190,
    subcode: 460,
    message: "Error validating access token: the session has been invalidated.",
  },
];

test("everything that happened to an account is listed, with who, what and Instagram's own words", async ({
  signedInPage: page,
  makeAccount,
  adapters,
  factories,
  person,
}) => {
  const account = await makeAccount();
  const events = history(account.id).map((event) => ({ ...event, actorId: person.id, actorName: person.name }));
  await adapters.db.accountEvent.createMany({
    data: events.map((event) => factories.accountEvent({ accountId: account.id, ...event })),
  });
  await page.goto("/accounts");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Activity" }).click();
  await expect(page.getByRole("heading", { name: "Activity", level: 1 })).toBeVisible();
  await page.getByLabel("Account", { exact: true }).fill(account.username);
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(new RegExp(`account=${account.username}`));
  const lines = page.getByRole("list", { name: "Events" }).getByRole("listitem");
  await expect(lines).toHaveCount(3);
  await expect(lines.nth(0)).toContainText(`@${account.username}`);
  await expect(lines.nth(0)).toContainText(`Extended by ${person.name}`);
  await expect(lines.nth(0)).toContainText("Expiry 1 Dec 2026 → 24 Jan 2027");
  await expect(lines.nth(0).locator("time")).toHaveAttribute("title", / UTC$/);
  await expect(lines.nth(1)).toContainText("the session has been invalidated.");
  await expect(lines.nth(1)).toContainText("(code 190, subcode 460)");
  await expect(lines.nth(2)).toContainText("Connected by the server");

  await page.getByLabel("What happened").selectOption("Checks and health: all");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(lines).toHaveCount(1);
  await expect(page.getByLabel("Account", { exact: true })).toHaveValue(account.username);
  await page.getByLabel("Who").selectOption("The server");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByRole("heading", { name: "No event matches" })).toBeVisible();
  await page.getByRole("link", { name: "Clear filters" }).first().click();
  await expect(page).toHaveURL(/\/activity$/);
  await expect(page.getByLabel("Account", { exact: true })).toHaveValue("");

  await page.goto(`/activity?account=${account.username}&kind=extended`);
  await page.getByRole("link", { name: `@${account.username}` }).click();
  await expect(page).toHaveURL(new RegExp(`/accounts/${account.id}$`));
});

test("the filters and the pages work without JavaScript", async ({ openBrowser, makeAccount, adapters, factories }) => {
  const account = await makeAccount();
  const events = Array.from({ length: 60 }, (_, index) =>
    factories.accountEvent({
      accountId: account.id,
      kind: "checked",
      at: after(new Date("2026-03-10T12:00:00.000Z"), -index * HOUR),
      detail: `check number ${index}.`,
    }),
  );
  await adapters.db.accountEvent.createMany({ data: events });
  const page = await openBrowser({ javaScriptEnabled: false });
  await page.goto("/activity");
  await page.getByLabel("Account", { exact: true }).fill(`@${account.username}`);
  await page.getByLabel("What happened").selectOption("Checked");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByText("check number 0.")).toBeVisible();
  await expect(page.getByText("check number 49.")).toBeVisible();
  await expect(page.getByText("check number 50.")).toHaveCount(0);
  await page.getByRole("link", { name: "Older" }).click();
  await expect(page).toHaveURL(/page=2/);
  await expect(page.getByText("check number 50.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Older" })).toHaveCount(0);
  await page.getByLabel("From (UTC)").fill("2026-03-09");
  await page.getByLabel("To (UTC)").fill("2026-03-09");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByText("check number 12.")).toHaveCount(0);
  await expect(page.getByRole("list", { name: "Events" }).getByRole("listitem")).toHaveCount(24);
  await expect(page.getByText("check number 13.")).toBeVisible();
});

test("what the filters find can be downloaded as CSV, by those who are signed in", async ({
  signedInPage: page,
  makeAccount,
  adapters,
  factories,
  request,
}) => {
  const account = await makeAccount();
  await adapters.db.accountEvent.createMany({
    data: [
      factories.accountEvent({
        accountId: account.id,
        kind: "label_set",
        detail: "=HYPERLINK(1)",
        at: after(new Date(), HOUR),
      }),
    ],
  });
  await page.goto(`/activity?account=${account.username}`);
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download CSV" }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/^perennial-activity-\d{4}-\d{2}-\d{2}\.csv$/);
  const text = readFileSync(await download.path(), "utf8");
  const records = parse(text, { bom: true, columns: true }) as Record<string, string>[];
  expect(records.map(({ event, account: name }) => [event, name])).toEqual([
    ["label_set", account.username],
    ["connected", account.username],
  ]);
  expect(records[0]?.detail).toBe("'=HYPERLINK(1)");
  expect(records[1]?.expiry_after).toBe(account.expiresAt.toISOString());
  expect(text).not.toContain(account.token);

  const answer = await page.request.get("/activity/export?account=nobody-has-this-name");
  expect(answer.headers()).toMatchObject({ "content-type": "text/csv; charset=utf-8", "cache-control": "no-store" });
  expect((await answer.text()).trim().split("\r\n")).toHaveLength(1);
  expect((await request.get("/activity/export", { maxRedirects: 0 })).status()).toBe(401);
});

test("reads well in every look", async ({ signedInPage: page, makeAccount, adapters, factories, label }) => {
  test.setTimeout(240_000);
  const accounts = [await makeAccount(), await makeAccount({ username: `${label}.${"long".repeat(8)}`.slice(0, 30) })];
  const events = accounts.flatMap(({ id: accountId }) =>
    Array.from({ length: 26 }, (_, index) =>
      history(accountId).map((event) => ({ accountId, ...event, at: after(new Date(), -index * DAY) })),
    ).flat(),
  );
  await adapters.db.accountEvent.createMany({ data: events.map(factories.accountEvent) });
  await page.goto(`/activity?account=${label}&from=2020-01-01`);
  await expect(page.getByRole("link", { name: "Older" })).toBeVisible();
  await expectGoodInEveryLook(page, "activity");
  await page.goto("/activity?account=nobody-has-this-name");
  await expect(page.getByRole("heading", { name: "No event matches" })).toBeVisible();
  await expectGoodInEveryLook(page, "nothing found");
});

test("before anything has happened, it says so; what happens to the app as a whole is named", async ({
  page,
  freshServer,
  factories,
}) => {
  test.setTimeout(240_000);
  const server = await freshServer({ env: { SCHEDULER: "off" } });
  await server.signIn(page.context());
  await page.goto(`${server.baseUrl}/activity`);
  await expect(page.getByRole("heading", { name: "Nothing has happened yet" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Download CSV" })).toHaveCount(0);
  await expectGoodInEveryLook(page, "nothing yet");
  const at = after(new Date(), -2 * DAY);
  await server.adapters.db.accountEvent.createMany({
    data: [
      factories.accountEvent({ accountId: null, kind: "app_fault", at, code: 190, message: "API access deactivated." }),
      factories.accountEvent({ accountId: null, kind: "scheduler_stopped", at: after(at, HOUR) }),
    ],
  });
  await page.goto(`${server.baseUrl}/activity?kind=server`);
  const lines = page.getByRole("list", { name: "Events" }).getByRole("listitem");
  await expect(lines.nth(0)).toContainText("Scheduler");
  await expect(lines.nth(1)).toContainText("Meta app in trouble");
  await expect(lines.nth(1).locator("time")).toHaveAttribute("title", formatDate(at, "minute"));
  await expectGoodInEveryLook(page, "the app's events");
});
