import { FACTORY_PASSWORD } from "../prisma/factory-password";
import { expectGoodInEveryLook } from "./every-look";
import { expect, test } from "./fixtures";

const NEXT = "kestrel-marble-quartz";
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

test("a person changes the name, and sees it in the frame", async ({ signedInPage, person }) => {
  await signedInPage.goto("/accounts");
  await signedInPage.getByRole("link", { name: person.name }).click();
  await expect(signedInPage).toHaveURL(/\/settings\/profile$/);
  await expect(signedInPage.getByRole("heading", { name: "Profile", level: 1 })).toBeVisible();
  await signedInPage.getByLabel("Your name").fill("Grace <b>Hopper</b>");
  await signedInPage.getByRole("button", { name: "Save" }).click();
  await expect(signedInPage.getByText("Your name is Grace <b>Hopper</b> from now on.")).toBeVisible();
  await expect(signedInPage.getByRole("link", { name: "Grace <b>Hopper</b>" })).toBeVisible();
});

test("a new password signs every other browser out, and a copy of the old cookie is worth nothing", async ({
  signedInPage,
  person,
  openBrowser,
  adapters,
  factories,
}) => {
  const other = await openBrowser({ as: person });
  const thief = await openBrowser({ as: null });
  await thief.context().addCookies(await signedInPage.context().cookies());
  await thief.goto("/settings/profile");
  await expect(thief.getByRole("heading", { name: "Profile", level: 1 })).toBeVisible();
  const { id: strangersId } = await factories.createSession({ userId: person.id, userAgent: FIREFOX }, adapters.db);

  await signedInPage.goto("/settings/profile");
  const change = async (present: string, next: string) => {
    await signedInPage.getByLabel("Current password").fill(present);
    await signedInPage.getByLabel("New password").fill(next);
    await signedInPage.getByRole("button", { name: "Change password" }).click();
  };
  await change("not-the-password", NEXT);
  await expect(signedInPage.getByText("This is not your current password.")).toBeVisible();
  await expect(signedInPage.getByLabel("Current password")).toHaveAttribute("aria-invalid", "true");
  await expect(signedInPage.getByLabel("New password")).toHaveValue("");
  await change(FACTORY_PASSWORD, "passwordpassword");
  await expect(signedInPage.getByText(/on the list of the most common ones/)).toBeVisible();
  await change(FACTORY_PASSWORD, NEXT);
  await expect(signedInPage.getByText("Your password is changed. 2 other browsers were signed out.")).toBeVisible();

  await signedInPage.reload();
  await expect(signedInPage.getByText("This browser")).toBeVisible();
  for (const page of [other, thief]) {
    await page.goto("/settings/profile");
    await expect(page).toHaveURL(/\/sign-in/);
  }
  const sessions = await adapters.db.session.findMany({ where: { userId: person.id }, select: { id: true } });
  expect(sessions).toHaveLength(1);
  expect(sessions).not.toContainEqual({ id: strangersId });

  await thief.getByLabel("E-mail").fill(person.email);
  await thief.getByLabel("Password").fill(NEXT);
  await thief.getByRole("button", { name: "Sign in" }).click();
  await expect(thief).toHaveURL(/\/settings\/profile$/);
});

test("the list of sessions names browsers, ends one or all others, and holds no session's id", async ({
  signedInPage,
  person,
  openBrowser,
  adapters,
  factories,
}) => {
  const made = [];
  for (const address of ["192.0.2.10", "192.0.2.11", "192.0.2.12"]) {
    made.push(await factories.createSession({ userId: person.id, userAgent: FIREFOX, address }, adapters.db));
  }
  const colleague = await openBrowser();
  await signedInPage.goto("/settings/profile");
  const list = signedInPage.getByRole("region", { name: "Where you are signed in" });
  await expect(list.getByRole("listitem")).toHaveCount(4);
  await expect(list.getByRole("listitem").first()).toContainText("This browser");
  const html = await signedInPage.content();
  for (const { id } of made) expect(html).not.toContain(id);

  const row = list.getByRole("listitem").filter({ hasText: "192.0.2.11" });
  await expect(row).toContainText("Firefox on Linux");
  await row.getByRole("button", { name: "Sign out Firefox on Linux" }).click();
  await expect(list.getByText("Firefox on Linux is signed out.")).toBeVisible();
  await expect(list.getByRole("listitem")).toHaveCount(3);
  await list.getByRole("button", { name: "Sign out all other browsers" }).click();
  await expect(list.getByText("2 other browsers were signed out.")).toBeVisible();
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await signedInPage.reload();
  await expect(signedInPage.getByRole("heading", { name: "Profile", level: 1 })).toBeVisible();
  await colleague.goto("/settings/profile");
  await expect(colleague.getByRole("region", { name: "Where you are signed in" }).getByRole("listitem")).toHaveCount(1);
});

test("nobody ends another person's session by writing its handle into the form", async ({
  signedInPage,
  person,
  openBrowser,
  adapters,
  factories,
}) => {
  const { id } = await factories.createSession({ userId: person.id, userAgent: FIREFOX }, adapters.db);
  await signedInPage.goto("/settings/profile");
  const handle = await signedInPage.getByRole("button", { name: "Sign out Firefox on Linux" }).getAttribute("value");
  const stranger = await factories.createUser({ name: "Mallory" }, adapters.db);
  const mallory = await openBrowser({ as: stranger });
  await factories.createSession({ userId: stranger.id, userAgent: FIREFOX }, adapters.db);
  await mallory.goto("/settings/profile");
  const button = mallory.getByRole("button", { name: "Sign out Firefox on Linux" });
  await button.evaluate((element, value) => element.setAttribute("value", value ?? ""), handle);
  await button.click();
  await expect(mallory.getByText("That browser was signed out already.")).toBeVisible();
  expect(await adapters.db.session.count({ where: { id } })).toBe(1);
  await adapters.db.user.delete({ where: { id: stranger.id } });
});

test("the profile is good in every look and for the keyboard alone", async ({
  signedInPage,
  person,
  adapters,
  factories,
}) => {
  test.setTimeout(240_000);
  const userAgent = FIREFOX;
  await factories.createSession(
    { userId: person.id, userAgent, address: "2001:db8:85a3:8d3:1319:8a2e:370:7348" },
    adapters.db,
  );
  await signedInPage.goto("/settings/profile");
  await signedInPage.getByLabel("Your name").press("End");
  await signedInPage.keyboard.press("Tab");
  await expect(signedInPage.getByRole("button", { name: "Save" })).toBeFocused();
  await signedInPage.keyboard.press("Tab");
  await expect(signedInPage.getByLabel("Current password")).toBeFocused();
  await signedInPage.keyboard.type("not-the-password");
  await signedInPage.keyboard.press("Tab");
  await signedInPage.keyboard.type(NEXT);
  await signedInPage.keyboard.press("Enter");
  await expect(signedInPage.getByText("This is not your current password.")).toBeVisible();
  await expectGoodInEveryLook(signedInPage, "the profile with an error");
  const end = signedInPage.getByRole("button", { name: "Sign out Firefox on Linux" });
  await end.focus();
  await signedInPage.keyboard.press("Enter");
  await expect(signedInPage.getByText("Firefox on Linux is signed out.")).toBeVisible();
  await expectGoodInEveryLook(signedInPage, "the profile after ending a session");
});

test("without scripts the forms of the profile work too", async ({ openBrowser, person, adapters, factories }) => {
  const page = await openBrowser({ as: person, javaScriptEnabled: false });
  await factories.createSession({ userId: person.id, userAgent: FIREFOX }, adapters.db);
  await page.goto("/settings/profile");
  await page.getByRole("button", { name: "Sign out Firefox on Linux" }).click();
  await expect(page.getByText("Firefox on Linux is signed out.")).toBeVisible();
  await page.getByLabel("Current password").fill(FACTORY_PASSWORD);
  await page.getByLabel("New password").fill(NEXT);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText(/^Your password is changed/)).toBeVisible();
  await page.goto("/settings/profile");
  await expect(page.getByRole("heading", { name: "Profile", level: 1 })).toBeVisible();
});
