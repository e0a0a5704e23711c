import { expect, test } from "./fixtures";

const ACTS =
  /^(?:Extend(?!able)|Check now|Connect|Reconnect|Import|Disconnect|Save|Create|Replace|Revoke|Switch|Test|Delete|Add|Edit|Invite|Remove|Sign out|Change role|Show token|Copy token)/;

test("a viewer sees every page and no control that would be refused", async ({
  openBrowser,
  makeAccount,
  adapters,
  factories,
}) => {
  const account = await makeAccount();
  const paths = [
    `/accounts?label=${account.label}`,
    `/accounts/${account.id}`,
    `/accounts/disconnect?account=${account.id}`,
    "/accounts/import",
    "/activity",
    "/notices",
    "/settings",
    "/team",
  ];
  const controls = async (role: "viewer" | "manager") => {
    const person = await factories.createUser({ role }, adapters.db);
    const page = await openBrowser({ as: person });
    const found: string[] = [];
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const main = page.getByRole("main");
      const names = [...(await main.getByRole("button").all()), ...(await main.getByRole("link").all())];
      for (const control of names) {
        const text = ((await control.getAttribute("aria-label")) ?? (await control.textContent()) ?? "").trim();
        if (ACTS.test(text)) found.push(`${path}: ${text}`);
      }
      expect(await main.getByRole("checkbox").count(), path).toBe(
        role === "manager" && path.includes("label=") ? 2 : 0,
      );
    }
    // A page that still asks for news would report that it is signed out.
    await page.goto("about:blank");
    await adapters.db.user.delete({ where: { id: person.id } });
    return found;
  };
  expect(await controls("viewer")).toEqual([]);
  expect((await controls("manager")).length).toBeGreaterThan(8);
});
