import { FACTORY_PASSWORD } from "../prisma/factory-password";
import { expect, test } from "./fixtures";

test("strangers who guess all day keep nobody out of their own browser", async ({
  freshServer,
  factories,
  openBrowser,
  problems,
}) => {
  problems.expect(/status of 4(01|29)/);
  const { baseUrl, adapters } = await freshServer();
  const owner = await factories.createUser({ role: "owner" }, adapters.db);
  const signIn = async (page: Awaited<ReturnType<typeof openBrowser>>) => {
    await page.goto(`${baseUrl}/sign-in`);
    await page.getByLabel("E-mail").fill(owner.email);
    await page.getByLabel("Password").fill(FACTORY_PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  const own = await openBrowser({ as: null });
  await signIn(own);
  await expect(own).toHaveURL(`${baseUrl}/accounts`);
  await own.goto(`${baseUrl}/settings/profile`);
  await own.getByRole("button", { name: "Sign out", exact: true }).first().click();
  await expect(own).toHaveURL(`${baseUrl}/sign-in`);

  const stranger = await openBrowser({ as: null });
  const { csrfToken } = await (await stranger.request.get(`${baseUrl}/api/auth/csrf`)).json();
  for (let count = 1; count <= 12; count += 1) {
    await stranger.request.post(`${baseUrl}/api/auth/callback/credentials`, {
      headers: { origin: baseUrl },
      form: { csrfToken, json: "true", email: owner.email, password: "wrong" },
    });
  }
  await signIn(stranger);
  await expect(stranger.getByText(/^Too many wrong passwords/)).toBeVisible();

  const known = (await own.context().cookies()).find(({ name }) => name.endsWith("known-browser"));
  expect(known).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  // It is worth nothing as a session.
  const cookie = `next-auth.session-token=${known?.value}`;
  expect((await fetch(`${baseUrl}/api/changes`, { headers: { cookie } })).status).toBe(401);
  await signIn(own);
  await expect(own).toHaveURL(`${baseUrl}/accounts`);
});
