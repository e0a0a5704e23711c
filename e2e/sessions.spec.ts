import { after, HOUR } from "../lib/domain/durations";
import { FACTORY_PASSWORD } from "../prisma/factory-password";
import { expect, test } from "./fixtures";

test("the set-up makes the owner once, and redirects from then on", async ({ page, freshServer, openBrowser }) => {
  const { baseUrl, adapters } = await freshServer();
  const visitor = await openBrowser({ as: null });
  await page.goto(`${baseUrl}/accounts`);
  await expect(page).toHaveURL(`${baseUrl}/setup`);
  await visitor.goto(`${baseUrl}/setup`);
  const fill = async (target: typeof page, email: string, password: string) => {
    await target.getByLabel("Your name").fill("Ada");
    await target.getByLabel("E-mail").fill(email);
    await target.getByLabel("Password").fill(password);
    await target.getByRole("button", { name: "Create owner account" }).click();
  };
  await fill(page, "ada@example.com", "a-password-of-many-words");
  await expect(page.getByText("The owner account is created. Sign in with it.")).toBeVisible();

  await fill(visitor, "mallory@example.com", "another-password-of-words");
  await expect(visitor).toHaveURL(`${baseUrl}/sign-in`);
  await visitor.goto(`${baseUrl}/setup`);
  await expect(visitor).toHaveURL(`${baseUrl}/sign-in`);
  expect(await adapters.db.user.findMany({ select: { email: true, role: true } })).toEqual([
    { email: "ada@example.com", role: "owner" },
  ]);

  await page.getByLabel("E-mail").fill("ADA@example.com ");
  await page.getByLabel("Password").fill("a-password-of-many-words");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "No account is connected yet" })).toBeVisible();
  await page.goto(`${baseUrl}/setup`);
  await expect(page).toHaveURL(`${baseUrl}/accounts`);
});

test("the set-up says what is wrong with a field, and keeps what was typed", async ({ page, freshServer }) => {
  const { baseUrl } = await freshServer();
  await page.goto(`${baseUrl}/setup`);
  await page.getByLabel("Your name").fill("Ada");
  await page.getByLabel("E-mail").fill("ada@example");
  await page.getByLabel("Password").fill("            ");
  await page.getByRole("button", { name: "Create owner account" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Some fields need another look." })).toBeVisible();
  await expect(page.getByLabel("Your name")).toHaveValue("Ada");
  await expect(page.getByLabel("E-mail")).toHaveAttribute("aria-invalid", "true");
});

test("signing out ends the session on the server", async ({ signedInPage, person, adapters, openBrowser }) => {
  await signedInPage.goto("/accounts");
  const copied = await openBrowser({ as: null });
  await copied.context().addCookies(await signedInPage.context().cookies());
  await signedInPage.getByRole("button", { name: "Sign out" }).click();
  await expect(signedInPage).toHaveURL(/\/sign-in/);
  expect(await adapters.db.session.count({ where: { userId: person.id } })).toBe(0);
  await signedInPage.goBack();
  // The way back may still end in a redirect of its own, which breaks the reload off.
  await expect(async () => {
    await signedInPage.reload();
  }).toPass();
  await expect(signedInPage).toHaveURL(/\/sign-in/);
  await copied.goto("/settings");
  await expect(copied).toHaveURL(/\/sign-in/);
});

test("a deleted session is out at the next request, in an open tab too", async ({
  signedInPage,
  person,
  adapters,
  makeAccount,
  problems,
}) => {
  problems.expect(/status of 401/);
  const account = await makeAccount();
  await signedInPage.goto(`/accounts/${account.id}`);
  const list = await signedInPage.context().newPage();
  await list.goto(`/accounts?label=${account.label}`);
  const third = await signedInPage.context().newPage();
  await third.goto(`/accounts/${account.id}`);
  await adapters.db.session.deleteMany({ where: { userId: person.id } });
  await signedInPage.getByRole("button", { name: "Extend" }).click();
  await expect(signedInPage).toHaveURL(/\/sign-in/);
  await list.getByRole("link", { name: `@${account.username}`, exact: true }).click();
  await expect(list).toHaveURL(/\/sign-in/);
  await third.getByRole("button", { name: "Reconnect" }).click();
  await expect(third).toHaveURL(/\/sign-in/);
  const { tokenVersion } = await adapters.db.connectedAccount.findUniqueOrThrow({ where: { id: account.id } });
  expect(tokenVersion).toBe(account.tokenVersion);
});

test("ten wrong passwords slow the sign-in down, also for the right one and after a restart of the browser", async ({
  page,
  freshServer,
  openBrowser,
  problems,
}) => {
  problems.expect(/status of (401|429)/);
  const server = await freshServer();
  const owner = await server.signIn((await openBrowser({ as: null })).context());
  const attempt = async (target: typeof page, email: string, password: string) => {
    await target.getByLabel("E-mail").fill(email);
    await target.getByLabel("Password").fill(password);
    const answer = target.waitForResponse((response) => response.url().endsWith("/callback/credentials"));
    await target.getByRole("button", { name: "Sign in" }).click();
    return (await answer).status();
  };
  await page.goto(`${server.baseUrl}/sign-in`);
  const alert = page.getByRole("alert").filter({ hasText: "password" });
  for (let count = 1; count <= 10; count += 1) expect(await attempt(page, owner.email, "wrong-password")).toBe(401);
  await expect(alert).toHaveText("E-mail or password is wrong.");
  expect(await attempt(page, owner.email, FACTORY_PASSWORD)).toBe(429);
  await expect(alert).toHaveText(/^Too many wrong passwords. Wait \d+ seconds? and try again.$/);

  const other = await openBrowser({ as: null });
  await other.goto(`${server.baseUrl}/sign-in`);
  expect(await attempt(other, "nobody@example.com", FACTORY_PASSWORD)).toBe(429);
});

test("an error never says whether the e-mail exists", async ({ page, person, problems }) => {
  problems.expect(/status of 401/);
  const words: string[] = [];
  for (const email of [person.email, `nobody-${person.id}@example.com`]) {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("not-the-password");
    await page.getByRole("button", { name: "Sign in" }).click();
    const alert = page.getByRole("alert").filter({ hasText: /\w/ });
    await expect(alert).toBeVisible();
    words.push((await alert.textContent()) ?? "");
  }
  expect(words[0]).toBe(words[1]);
});

test("after signing in, only an address of this server is followed", async ({ page, person }) => {
  await page.goto("/sign-in?next=//evil.example/accounts");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(FACTORY_PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/^http:\/\/localhost:\d+\/accounts$/);
});

test("a session that was planted beforehand ends at the sign-in, which opens a new one", async ({
  openBrowser,
  person,
  adapters,
  factories,
}) => {
  const mallory = await factories.createUser({ name: "Mallory" }, adapters.db);
  const page = await openBrowser({ as: mallory });
  const planted = await adapters.db.session.findFirstOrThrow({ where: { userId: mallory.id } });
  const sessionCookie = async () =>
    (await page.context().cookies()).find(({ name }) => name === "next-auth.session-token")?.value;
  const before = await sessionCookie();
  const { csrfToken } = await (await page.request.get("/api/auth/csrf")).json();
  const form = { csrfToken, json: "true", email: person.email, password: FACTORY_PASSWORD };
  const headers = { origin: adapters.settings.baseUrl };
  expect((await page.request.post("/api/auth/callback/credentials", { form, headers })).status()).toBe(200);
  expect(await sessionCookie()).not.toBe(before);
  expect(await adapters.db.session.count({ where: { id: planted.id } })).toBe(0);
  expect(await adapters.db.session.count({ where: { userId: person.id, id: { not: planted.id } } })).toBe(1);
  const thief = await openBrowser({ as: null });
  const url = adapters.settings.baseUrl;
  await thief.context().addCookies([{ name: "next-auth.session-token", value: before ?? "", url }]);
  await thief.goto("/accounts");
  await expect(thief).toHaveURL(/\/sign-in/);
  await adapters.db.user.delete({ where: { id: mallory.id } });
});

test("a proof, in the dialog or on its page, gives the cookie a new session and leaves open tabs where they are", async ({
  signedInPage: page,
  person,
  adapters,
  openBrowser,
  world,
}) => {
  const { db } = adapters;
  const ageProof = () => db.session.updateMany({ data: { provenAt: new Date(0) }, where: { userId: person.id } });
  const sessionCookie = async () =>
    (await page.context().cookies()).find(({ name }) => name === "next-auth.session-token")?.value ?? "";
  const copy = await openBrowser({ as: null });
  const copyCookie = async () =>
    copy.context().addCookies([{ name: "next-auth.session-token", value: await sessionCookie(), url: world.baseUrl }]);
  const lastUntil = (previousIdUntil: Date) =>
    db.session.updateMany({ where: { userId: person.id }, data: { previousIdUntil } });
  const expectDeadCopy = async () => {
    await lastUntil(after(new Date(), HOUR));
    await copy.goto("/proof?next=/settings/profile");
    await expect(copy.getByRole("heading", { name: "Confirm that it is you" })).toBeVisible();
    expect((await copy.request.get("/api/changes")).status()).toBe(200);
    await lastUntil(new Date());
    expect((await copy.request.get("/api/changes")).status()).toBe(401);
    await copy.goto("/settings/profile");
    await expect(copy).toHaveURL(/\/sign-in/);
    expect((await page.request.get("/api/changes")).status()).toBe(200);
  };

  await ageProof();
  await copyCookie();
  await page.goto("/settings/profile");
  await page.getByRole("button", { name: "Add authenticator app" }).click();
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await dialog.getByLabel("Password").fill(FACTORY_PASSWORD);
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("img", { name: /^QR code/ })).toBeVisible();
  await expectDeadCopy();

  await ageProof();
  await copyCookie();
  await page.goto("/proof?next=/settings/profile");
  await page.getByLabel("Password").fill(FACTORY_PASSWORD);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page).toHaveURL(/\/settings\/profile$/);
  await expectDeadCopy();
});

test("looking at one's session never makes its cookie live longer than the session", async ({
  page,
  person,
  adapters,
}) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(FACTORY_PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/accounts/);
  const { expiresAt } = await adapters.db.session.findFirstOrThrow({ where: { userId: person.id } });
  const look = await page.request.get("/api/auth/session");
  expect(look.headers()["set-cookie"]).toBeUndefined();
  expect(await look.json()).toEqual({
    user: { name: person.name, email: person.email },
    expires: expiresAt.toISOString(),
  });
  const cookie = (await page.context().cookies()).find(({ name }) => name === "next-auth.session-token");
  // The cookie is made moments after the row.
  expect(cookie?.expires).toBeLessThanOrEqual(expiresAt.getTime() / 1_000 + 30);
  await adapters.db.session.deleteMany({ where: { userId: person.id } });
  expect(await (await page.request.get("/api/auth/session")).json()).toEqual({});
});
