import { FACTORY_PASSWORD } from "../prisma/factory-password";
import { connect } from "./consent";
import { expectGoodInEveryLook } from "./every-look";
import { expect, test } from "./fixtures";

test.describe.configure({ timeout: 240_000 });

test("before anybody is signed in: set-up and sign-in, with their errors", async ({ page, freshServer, problems }) => {
  problems.expect(/status of 401/);
  const { baseUrl, signIn } = await freshServer();
  await page.goto(`${baseUrl}/setup`);
  await expectGoodInEveryLook(page, "set-up");
  await page.getByLabel("Your name").fill("Ada");
  await page.getByLabel("E-mail").fill("ada@example");
  await page.getByLabel("Password").fill(FACTORY_PASSWORD);
  await page.getByRole("button", { name: "Create owner account" }).click();
  await expect(page.getByText("Some fields need another look.")).toBeVisible();
  await expectGoodInEveryLook(page, "set-up with an error");
  await page.getByLabel("E-mail").fill("ada@example.com");
  await page.getByLabel("Password").fill(FACTORY_PASSWORD);
  await page.getByRole("button", { name: "Create owner account" }).click();
  await expect(page.getByText("The owner account is created.")).toBeVisible();
  await expectGoodInEveryLook(page, "sign-in after the set-up");
  await page.getByLabel("E-mail").fill("ada@example.com");
  await page.getByLabel("Password").fill("not-the-password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("E-mail or password is wrong.")).toBeVisible();
  await expectGoodInEveryLook(page, "sign-in with an error");
  await signIn(page.context());
  await page.goto(`${baseUrl}/accounts`);
  await expect(page.getByRole("heading", { name: "No account is connected yet" })).toBeVisible();
  await expectGoodInEveryLook(page, "no accounts");
});

test("settings, import and addresses that lead nowhere", async ({ signedInPage, problems, makeAccount }) => {
  problems.expect(/status of 404/);
  await makeAccount();
  for (const [path, heading] of [
    ["/settings", "Settings"],
    ["/accounts/import", "Import tokens"],
    ["/accounts/disconnect", "Disconnect accounts"],
    ["/accounts/no-such-account", "Nothing here"],
    ["/no-such-page", "Nothing here"],
    ["/accounts/connect/unknown", "Not connected"],
  ] as const) {
    await signedInPage.goto(path);
    await expect(signedInPage.getByRole("heading", { name: heading, level: 1 })).toBeVisible();
    await expectGoodInEveryLook(signedInPage, path);
  }
  await signedInPage.setViewportSize({ width: 360, height: 740 });
  await signedInPage.goto("/settings");
  await signedInPage.locator("summary").click();
  await expect(signedInPage.getByRole("navigation", { name: "Main" }).getByRole("link").last()).toBeVisible();
  await expectGoodInEveryLook(signedInPage, "the menu of a phone");
});

test("connecting: Instagram's page, cancelled, connected, refused, wrong settings", async ({
  page,
  freshServer,
  problems,
}) => {
  problems.expect(/status of 400/);
  const { baseUrl, signIn, simulator } = await freshServer();
  await signIn(page.context());
  await page.goto(`${baseUrl}/accounts`);
  await page.getByRole("button", { name: "Connect account" }).click();
  await expect(page.getByRole("heading", { name: /asks for access/ })).toBeVisible();
  await expectGoodInEveryLook(page, "the simulator's consent page");
  await page.goto(`${baseUrl}/accounts`);
  await connect(page, "casa.marisol", { decision: "Cancel" });
  await expect(page.getByText("You cancelled on Instagram.")).toBeVisible();
  await expectGoodInEveryLook(page, "cancelled");
  await connect(page, "tinywheels");
  await expect(page.getByText("@tinywheels is connected.")).toBeVisible();
  await expectGoodInEveryLook(page, "connected");
  await page.goto(`${baseUrl}/accounts`);
  await connect(page, "casa.marisol", { without: ["instagram_business_basic"] });
  await expect(page.getByText(/the basic permission is missing/)).toBeVisible();
  await expectGoodInEveryLook(page, "basic missing");
  await simulator.call("rotate-secret");
  await connect(page, "casa.marisol");
  await expect(page.getByRole("heading", { name: "Compare these settings" })).toBeVisible();
  await expectGoodInEveryLook(page, "wrong settings");
  await page.getByRole("button", { name: "Connect account" }).click();
  await page.getByRole("radio", { name: "@lena.at.home" }).check();
  await page.getByRole("button", { name: "Allow" }).click();
  await expect(page.getByRole("heading", { name: /not a professional account/ })).toBeVisible();
  await expectGoodInEveryLook(page, "the simulator's error page");
});
