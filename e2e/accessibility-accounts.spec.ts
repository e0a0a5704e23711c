import { after, DAY, HOUR } from "../lib/domain/durations";
import { expectGoodInEveryLook } from "./every-look";
import { expect, test } from "./fixtures";

test.describe.configure({ timeout: 240_000 });

const inDays = (days: number): Date => after(new Date(), days * DAY);
const failed = {
  failedAttempts: 2,
  lastFailedAt: new Date(),
  failureKind: "transient",
  failureReason: "outage",
} as const;
const LONG = "Süßwarenmanufaktur und Feinbäckerei am Nordufer GmbH";

/** One account in each state that a page shows in its own way. */
const STATES = [
  ["active", {}],
  ["expiring soon", { expiresAt: inDays(9), name: LONG, username: "a_username_of_thirty_characters".slice(0, 30) }],
  ["expired", { expiresAt: inDays(-3) }],
  ["dead", { verdict: "dead", verdictReason: "password_changed", verdictAt: inDays(-1) }],
  ["action needed", { verdict: "action_needed", verdictReason: "checkpoint", verdictAt: inDays(-1) }],
  ["permission problem", { verdict: "permission", verdictReason: "not_eligible", verdictAt: inDays(-1) }],
  ["failing", { expiresAt: inDays(12), ...failed }],
  ["suspected", { suspectedAt: new Date(), suspectedReason: "session_invalid" }],
  ["switched off", { autoRenew: false, expiresAt: inDays(6) }],
  ["too young", { issuedAt: after(new Date(), -2 * HOUR) }],
  ["imported", { expiryAssumed: true, issuedAtAssumed: true, missingScopes: "instagram_business_manage_insights" }],
] as const;

test("the list with accounts in every status, and many as bars", async ({ page, freshServer, factories }) => {
  const { adapters, baseUrl, signIn } = await freshServer();
  await signIn(page.context());
  for (const [index, [, facts]] of STATES.entries()) {
    const username = `a11y.${index}`;
    await factories.createAccount({ username, token: `IGAA-${index}`, label: "Northside", ...facts }, adapters);
  }
  await page.goto(`${baseUrl}/accounts`);
  const dots = page.getByRole("region", { name: "Runway" });
  await expect(dots).toContainText("Remaining life of 11 accounts: 2 ended, 3 within 14 days, 6 later.");
  await expect(page.getByText("1 token ends within 7 days, and no renewal takes care of it.")).toBeVisible();
  await expectGoodInEveryLook(page, "the list");
  await page.getByRole("checkbox", { name: "Select all on this page" }).check();
  await page.getByRole("checkbox", { name: "Select @a11y.0" }).focus();
  await expectGoodInEveryLook(page, "rows picked");
  await page.getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("button", { name: "Disconnect 11 accounts" }).click();
  await expect(page.getByText("Type 11 to disconnect. Nothing was changed.")).toBeVisible();
  await expectGoodInEveryLook(page, "many to disconnect");
  await page.goto(`${baseUrl}/accounts?q=nothing-like-this`);
  await expect(page.getByRole("heading", { name: "No account matches" })).toBeVisible();
  await expectGoodInEveryLook(page, "nothing found");

  const many = Array.from({ length: 180 }, (_, index) => ({
    username: `many.${index}`,
    token: `IGAA-many-${index}`,
    expiresAt: inDays((index % 62) - 1),
  }));
  await factories.createAccounts(many, adapters);
  await page.goto(`${baseUrl}/accounts?page=2`);
  await expect(page.getByRole("img", { name: /days left: \d+ accounts? \(/ }).first()).toBeVisible();
  await expectGoodInEveryLook(page, "the list with bars");
});

test("an account in every state", async ({ signedInPage, makeAccount, simulator }) => {
  for (const [what, facts] of STATES) {
    const { username: _, ...rest } = { username: "", ...facts };
    const account = await makeAccount(rest);
    await signedInPage.goto(`/accounts/${account.id}`);
    if (what === "dead") {
      await simulator.setAccountFault(account.username, "password_changed");
      await signedInPage.getByRole("button", { name: "Check now" }).click();
      await expect(signedInPage.getByRole("listitem").filter({ hasText: "Check failed" })).toBeVisible();
    }
    if (what === "imported") {
      await signedInPage.getByRole("button", { name: "Disconnect" }).click();
      await expect(signedInPage.getByText("Nothing was changed.", { exact: false }).first()).toBeVisible();
    }
    await expectGoodInEveryLook(signedInPage, what);
  }
  const gone = await makeAccount({ disconnectedAt: new Date() });
  await signedInPage.goto(`/accounts/${gone.id}`);
  await expect(signedInPage.getByText("This account is disconnected.")).toBeVisible();
  await expectGoodInEveryLook(signedInPage, "disconnected");
});

test("a run at work, its banner, its summary with failures, and an import's", async ({
  signedInPage,
  makeAccount,
  simulator,
  label,
}) => {
  const good = await makeAccount({ expiresAt: inDays(9) });
  const bad = await makeAccount({ expiresAt: inDays(9) });
  await simulator.setAccountFault(bad.username, "app_removed");
  const held = await simulator.setFault({
    kind: "slow",
    username: good.username,
    endpoints: ["refresh"],
    milliseconds: 9_000,
    times: 1,
  });
  await signedInPage.goto(`/accounts?label=${label}`);
  await signedInPage.getByRole("button", { name: "Extend all that can be" }).click();
  await expect(signedInPage.getByText("also when you close this page", { exact: false })).toBeVisible();
  await expectGoodInEveryLook(signedInPage, "a run at work");
  await expect(signedInPage.getByText("The run is finished.")).toBeVisible({ timeout: 20_000 });
  await held();
  await expectGoodInEveryLook(signedInPage, "a run that is finished");

  await signedInPage.goto("/accounts/import");
  await signedInPage.getByRole("button", { name: "Import tokens" }).click();
  await expect(signedInPage.getByText("Paste at least one token")).toBeVisible();
  await expectGoodInEveryLook(signedInPage, "import with an error");
  const lines = `not-a-token\n${good.token}\nIGAA${"x".repeat(160)}`;
  await signedInPage.getByLabel("Tokens", { exact: true }).fill(lines);
  await signedInPage.getByRole("button", { name: "Import tokens" }).click();
  await expect(signedInPage.getByText("The run is finished.")).toBeVisible();
  await expectGoodInEveryLook(signedInPage, "an import's results");
});
