import { connect, giveConsent } from "./consent";
import { expect, test } from "./fixtures";
import { pasted } from "./pasted";

test("a wrong app secret: the page names the settings and shows our redirect URI to copy", async ({
  page,
  freshServer,
  label,
}) => {
  const server = await freshServer();
  await server.signIn(page.context());
  await server.simulator.addAccount({ username: label });
  await server.simulator.call("rotate-secret");
  await page.goto(`${server.baseUrl}/accounts`);
  await connect(page, label);
  await expect(page.getByRole("heading", { name: "Not connected" })).toBeVisible();
  await expect(page.getByText("the redirect URI or the app secret does not match", { exact: false })).toBeVisible();
  const settings = page.getByRole("region", { name: "Compare these settings" });
  for (const name of ["INSTAGRAM_CLIENT_ID", "INSTAGRAM_CLIENT_SECRET", "NEXTAUTH_URL"]) {
    await expect(settings.getByText(name)).toBeVisible();
  }
  const redirectUri = `${server.baseUrl}/api/auth/callback/instagram`;
  await expect(settings.getByText(redirectUri, { exact: true })).toBeVisible();
  await page.context().grantPermissions(["clipboard-write"], { origin: server.baseUrl });
  await settings.getByRole("button", { name: "Copy the redirect URI" }).click();
  await expect(settings.getByText("Copied")).toBeVisible();
  expect(await server.adapters.db.connectedAccount.count()).toBe(0);
  expect(await pasted(page, server.baseUrl)).toBe(redirectUri);
});

test("an unregistered redirect URI or a wrong app id stays on Instagram's own page", async ({
  page,
  freshServer,
  problems,
}) => {
  problems.expect(/status of 400/);
  const unregistered = await freshServer({ redirectUriRegistered: false });
  await unregistered.signIn(page.context());
  await page.goto(`${unregistered.baseUrl}/accounts`);
  await page.getByRole("button", { name: "Connect account" }).click();
  await expect(page.getByRole("heading", { name: /Invalid redirect_uri/ })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("button", { name: "Connect account" })).toBeEnabled();
  await expect(page.getByRole("button", { name: "Connect account" })).not.toHaveAttribute("aria-disabled");

  const wrongId = await freshServer({ env: { INSTAGRAM_CLIENT_ID: "111122223333444" } });
  await wrongId.signIn(page.context());
  await page.goto(`${wrongId.baseUrl}/accounts`);
  await page.getByRole("button", { name: "Connect account" }).click();
  await expect(page.getByRole("heading", { name: /Invalid platform app/ })).toBeVisible();
});

test("a personal account and one without a tester role stay on Instagram's page", async ({
  signedInPage,
  simulator,
  label,
  problems,
}) => {
  problems.expect(/status of 400/);
  await simulator.addAccount({ username: `${label}.personal`, personal: true });
  await simulator.addAccount({ username: `${label}.stranger`, hasTesterRole: false });
  for (const [username, words] of [
    [`${label}.personal`, /not a professional account/],
    [`${label}.stranger`, /Insufficient developer role/],
  ] as const) {
    await signedInPage.goto("/accounts");
    await signedInPage.getByRole("button", { name: "Connect account" }).click();
    await giveConsent(signedInPage, username);
    await expect(signedInPage.getByRole("heading", { name: words })).toBeVisible();
  }
});

test("Instagram sends the person back with a refusal: the likely cause and the cure", async ({ signedInPage }) => {
  for (const [description, words] of [
    ["Insufficient developer role", /Add the account as Instagram Tester/],
    ["Something new <b>here</b>", /It says: “Something new <b>here<\/b>”/],
  ] as const) {
    await signedInPage.goto("/accounts");
    await signedInPage.getByRole("button", { name: "Connect account" }).click();
    await expect(signedInPage.getByRole("heading", { name: /asks for access/ })).toBeVisible();
    const state = new URL(signedInPage.url()).searchParams.get("state") ?? "";
    const query = new URLSearchParams({ error: "access_denied", error_description: description, state });
    if (!description.includes("developer")) query.set("error", "server_error");
    await signedInPage.goto(`/api/auth/callback/instagram?${query}`);
    await expect(signedInPage.getByRole("heading", { name: "Not connected" })).toBeVisible();
    await expect(signedInPage.getByText(words)).toBeVisible();
    await expect(signedInPage.getByRole("button", { name: "Connect account" })).toBeVisible();
  }
});

test("a code that Instagram does not take: a sentence and a Connect button", async ({ signedInPage }) => {
  for (const code of ["not-a-code", `AQ${"x".repeat(220)}`]) {
    await signedInPage.goto("/accounts");
    await signedInPage.getByRole("button", { name: "Connect account" }).click();
    await expect(signedInPage.getByRole("heading", { name: /asks for access/ })).toBeVisible();
    const state = new URL(signedInPage.url()).searchParams.get("state") ?? "";
    await signedInPage.goto(`/api/auth/callback/instagram?${new URLSearchParams({ code, state })}`);
    await expect(signedInPage.getByText(/Nothing was stored. Start again with Connect account/)).toBeVisible();
    await expect(signedInPage.getByRole("button", { name: "Connect account" })).toBeVisible();
  }
});

test("Instagram fails in the middle of connecting: nothing is stored, in words that fit", async ({
  signedInPage,
  simulator,
  label,
  adapters,
}) => {
  const cases = [
    ["outage", "long_lived", /temporarily unavailable/],
    ["html_200", "long_lived", /an answer that makes no sense/],
    ["reset_after", "code_exchange", /could not be reached/],
    ["missing_expires_in", "long_lived", /no usable expiry/],
    ["expires_in_absurd", "long_lived", /no usable expiry/],
    ["expires_in_one_hour", "long_lived", /no usable expiry/],
    ["blank_token", "long_lived", /holds no token/],
    ["malformed_json", "me", /an answer that makes no sense/],
  ] as const;
  const username = `${label}.new`;
  await simulator.addAccount({ username });
  for (const [kind, endpoint, words] of cases) {
    const clear = await simulator.setFault({ kind, username, endpoints: [endpoint] });
    await signedInPage.goto("/accounts");
    await connect(signedInPage, username);
    await expect(signedInPage.getByText(words), kind).toBeVisible();
    await expect(signedInPage.getByText(/Nothing was stored/)).toBeVisible();
    await clear();
    expect(await adapters.db.connectedAccount.count({ where: { username } })).toBe(0);
  }
  await signedInPage.getByRole("button", { name: "Connect account" }).click();
  await giveConsent(signedInPage, username);
  await expect(signedInPage.getByText(`@${username} is connected.`)).toBeVisible();
});
