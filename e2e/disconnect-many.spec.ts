import { after, HOUR } from "../lib/domain/durations";
import { FACTORY_PASSWORD } from "../prisma/factory-password";
import { expect, test } from "./fixtures";

test("disconnects the picked rows after their number and a proof, and keeps their history", async ({
  signedInPage: page,
  makeAccount,
  adapters,
  person,
  label,
}) => {
  const [one, two, left] = [await makeAccount(), await makeAccount(), await makeAccount()];
  await page.goto(`/accounts?label=${label}`);
  await expect(page.getByRole("button", { name: "Disconnect" })).toBeHidden();
  for (const { username } of [one, two]) await page.getByRole("checkbox", { name: `Select @${username}` }).check();
  await page.getByRole("button", { name: "Disconnect" }).click();
  await expect(page).toHaveURL(/\/accounts\/disconnect\?account=[A-Za-z0-9-]+&account=[A-Za-z0-9-]+$/);
  const chosen = page.getByRole("list", { name: "Selected accounts" }).getByRole("listitem");
  await expect(chosen).toHaveCount(2);
  for (const { username } of [one, two]) await expect(chosen.filter({ hasText: `@${username}` })).toHaveCount(1);

  const button = page.getByRole("button", { name: "Disconnect 2 accounts" });
  const field = page.getByLabel("Type 2 to confirm");
  await field.fill("3");
  await button.click();
  await expect(page.getByText("Type 2 to disconnect. Nothing was changed.")).toBeVisible();
  await expect(field).toHaveAttribute("aria-invalid", "true");

  await adapters.db.session.updateMany({
    where: { userId: person.id },
    data: { provenAt: after(new Date(), -HOUR) },
  });
  await field.fill("2");
  await button.click();
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await dialog.getByLabel("Password").fill(FACTORY_PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/accounts\?notice=disconnected&count=2&left=0$/);
  await expect(page.getByText("2 accounts are disconnected and their tokens are destroyed.")).toBeVisible();

  await page.goto(`/accounts?label=${label}`);
  await expect(page.getByRole("link", { name: `@${left.username}`, exact: true })).toBeVisible();
  for (const { id, username } of [one, two]) {
    await expect(page.getByRole("link", { name: `@${username}`, exact: true })).toHaveCount(0);
    expect(await adapters.db.accountToken.count({ where: { accountId: id } })).toBe(0);
  }
  await page.goto(`/accounts/${one.id}`);
  await expect(page.getByText("This account is disconnected.")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Disconnected" })).toBeVisible();
});

test("without JavaScript the proof leads back to the same choice", async ({
  openBrowser,
  makeAccount,
  adapters,
  person,
  label,
}) => {
  const [one, two] = [await makeAccount(), await makeAccount()];
  const page = await openBrowser({ as: person, javaScriptEnabled: false });
  await page.goto(`/accounts?label=${label}`);
  for (const { username } of [one, two]) await page.getByRole("checkbox", { name: `Select @${username}` }).check();
  await page.getByRole("button", { name: "Disconnect" }).click();
  await adapters.db.session.updateMany({
    where: { userId: person.id },
    data: { provenAt: after(new Date(), -HOUR) },
  });
  const button = page.getByRole("button", { name: "Disconnect 2 accounts" });
  await page.getByLabel("Type 2 to confirm").fill("2");
  await button.click();
  await expect(page).toHaveURL(/\/proof\?next=/);
  await page.getByLabel("Password").fill(FACTORY_PASSWORD);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page).toHaveURL(/\/accounts\/disconnect\?account=/);
  await page.getByLabel("Type 2 to confirm").fill("2");
  await button.click();
  await expect(page.getByText("2 accounts are disconnected and their tokens are destroyed.")).toBeVisible();
  for (const { id } of [one, two])
    expect((await adapters.db.connectedAccount.findUniqueOrThrow({ where: { id } })).disconnectedAt).not.toBeNull();
});

test("nothing that is still there is a calm page, and a viewer has no control", async ({
  signedInPage: page,
  makeAccount,
  adapters,
  person,
}) => {
  const account = await makeAccount();
  await page.goto("/accounts/disconnect?account=no-such-account");
  await expect(page.getByRole("heading", { name: "No account is selected" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Back to accounts" })).toHaveAttribute("href", "/accounts");
  await adapters.db.user.update({ where: { id: person.id }, data: { role: "viewer" } });
  await page.goto(`/accounts/disconnect?account=${account.id}`);
  await expect(page.getByText("Managers and owners disconnect accounts. Your role lets you look.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Disconnect/ })).toHaveCount(0);
});
