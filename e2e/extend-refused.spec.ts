import { after, DAY } from "../lib/domain/durations";
import { expect, test } from "./fixtures";
import { keepStale } from "./stale-page";

test("a colleague disconnects or removes the account, then Extend: a sentence", async ({
  signedInPage,
  openBrowser,
  makeAccount,
  adapters,
}) => {
  const soon = after(new Date(), 9 * DAY);
  const disconnected = await makeAccount({ expiresAt: soon });
  const removed = await makeAccount({ expiresAt: soon });
  await keepStale(signedInPage);
  await signedInPage.goto(`/accounts?label=${disconnected.label}`);
  const colleague = await openBrowser();
  await colleague.goto(`/accounts/${disconnected.id}`);
  await colleague.getByLabel(`Type ${disconnected.username} to confirm`).fill(disconnected.username);
  await colleague.getByRole("button", { name: "Disconnect" }).click();
  await expect(
    colleague.getByText(`@${disconnected.username} is disconnected and its token is destroyed.`),
  ).toBeVisible();

  const row = (name: string) => signedInPage.getByRole("row").filter({ hasText: `@${name}` });
  const told = signedInPage.getByRole("status");
  await row(disconnected.username).getByRole("button", { name: "Extend" }).click();
  await expect(told.filter({ hasText: `@${disconnected.username} is disconnected. Connect it again` })).toBeVisible();
  await signedInPage.goto(`/accounts?label=${removed.label}`);
  await adapters.db.connectedAccount.delete({ where: { id: removed.id } });
  await row(removed.username).getByRole("button", { name: "Extend" }).click();
  await expect(told.filter({ hasText: "This account is no longer here." })).toBeVisible();
});

test("an account page that a colleague has emptied meanwhile: sentences, no error page", async ({
  signedInPage,
  makeAccount,
  adapters,
}) => {
  const account = await makeAccount({ expiresAt: after(new Date(), 9 * DAY) });
  await keepStale(signedInPage);
  for (const name of ["Extend", "Check now"]) {
    await signedInPage.goto(`/accounts/${account.id}`);
    await adapters.db.connectedAccount.updateMany({ where: { id: account.id }, data: { disconnectedAt: new Date() } });
    await adapters.db.accountToken.deleteMany({ where: { accountId: account.id } });
    await signedInPage.getByRole("button", { name }).click();
    await expect(signedInPage.getByText("This account is disconnected.")).toBeVisible();
    await adapters.db.connectedAccount.updateMany({ where: { id: account.id }, data: { disconnectedAt: null } });
  }
});

test("Instagram down, slow or talking nonsense: transient words, and the token is kept", async ({
  signedInPage,
  makeAccount,
  simulator,
}) => {
  const account = await makeAccount({ expiresAt: after(new Date(), 9 * DAY) });
  const { username } = account;
  const cases = [
    ["outage", /Instagram is temporarily unavailable/],
    ["html_502", /temporarily unavailable|makes no sense/],
    ["html_200", /makes no sense/],
    ["empty_body", /makes no sense/],
    ["malformed_json", /makes no sense/],
    ["reset_before", /could not be reached/],
    ["reset_after", /could not be reached/],
    ["expires_in_zero", /no usable expiry/],
    ["expires_in_negative", /no usable expiry/],
    ["expires_in_absurd", /no usable expiry/],
    ["blank_token", /holds no token/],
  ] as const;
  await signedInPage.goto(`/accounts/${account.id}`);
  for (const [kind, words] of cases) {
    const clear = await simulator.setFault({ kind, username, endpoints: ["refresh"] });
    await signedInPage.reload();
    await signedInPage.getByRole("button", { name: "Extend" }).click();
    const told = signedInPage.getByRole("status").filter({ hasText: `@${username} was not extended.` });
    await expect(told, kind).toContainText(words);
    await expect(told, kind).toContainText("The token is kept.");
    await clear();
  }
  const next = signedInPage.getByRole("region", { name: "What happens next" });
  await expect(next).toContainText("Expiring soon");
  await expect(next).toContainText(`${cases.length} tries in a row failed.`);
  await signedInPage.getByRole("button", { name: "Extend" }).click();
  await expect(signedInPage.getByText(`@${username} extended:`)).toBeVisible();
});

test("an answer later than ten seconds counts as none", async ({ signedInPage, makeAccount, simulator }) => {
  const account = await makeAccount({ expiresAt: after(new Date(), 9 * DAY) });
  const { username } = account;
  await simulator.setFault({ kind: "slow", username, endpoints: ["refresh"], milliseconds: 12_000, times: 1 });
  await signedInPage.goto(`/accounts/${account.id}`);
  await signedInPage.getByRole("button", { name: "Extend" }).click();
  const told = signedInPage.getByText(`@${username} was not extended. Instagram did not answer within 10 seconds.`);
  await expect(told).toBeVisible({ timeout: 15_000 });
});
