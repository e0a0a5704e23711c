import type { Page } from "@playwright/test";
import { after, DAY } from "../lib/domain/durations";
import { expect, test } from "./fixtures";
import { pageRoutes } from "./page-routes";
import { signInContext } from "./sign-in-context";

/** Without a session they lead to the sign-in. */
const BEHIND_SESSION = /^\/(?:$|accounts|activity|notices|proof|settings|team)/;

/** Its scripts have run. */
async function expectAlive(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveClass(/light|dark/);
}

test("every page, with all that opens on it, keeps to its policy in both themes", async ({
  page,
  makeAccount,
  problems,
  adapters,
  person,
  label,
}) => {
  test.setTimeout(300_000);
  problems.expect(/status of 404/);
  const account = await makeAccount({ expiresAt: after(new Date(), 9 * DAY) });
  await makeAccount({ verdict: "dead", expiresAt: after(new Date(), 20 * DAY) });
  const parameters: Record<string, string> = {
    "[accountId]": account.id,
    "[batchId]": "no-such-run",
    "[flowId]": "no-such-trip",
    "[secret]": "s".repeat(43),
    "[code]": "no-such-code",
  };
  const address = (route: string) => route.replace(/\[[^\]]+\]/g, (name) => parameters[name] ?? name);
  const routes = pageRoutes().map(address);
  expect(
    routes.filter((route) => route.includes("[")),
    "parameters that this test knows no value for",
  ).toEqual([]);
  expect(routes.length).toBeGreaterThan(12);
  await adapters.db.user.update({ where: { id: person.id }, data: { role: "owner" } });
  const visit = async (path: string) => {
    await page.goto(path);
    await expectAlive(page);
    for (const summary of await page.locator("main summary").all())
      if (await summary.isVisible()) await summary.click();
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(page.locator("html")).toHaveClass(new RegExp(colorScheme));
    }
  };
  for (const path of routes.filter((route) => !BEHIND_SESSION.test(route))) await visit(path);
  await signInContext(page.context(), { userId: person.id, adapters });
  for (const path of [
    ...routes,
    `/accounts?label=${label}`,
    `/accounts/disconnect?account=${account.id}`,
    "/accounts/no-such-account",
    "/no-such-page",
  ])
    await visit(path);
});

test("the theme and a refresh keep to the nonce that the page came with", async ({
  signedInPage: page,
  makeAccount,
}) => {
  const account = await makeAccount();
  await page.goto(`/accounts/${account.id}`);
  for (const theme of ["Light", "Dark", "System"])
    await page.getByRole("radio", { name: theme }).check({ force: true });
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByText(`The token of @${account.username} works.`)).toBeVisible();
  await page.getByRole("radio", { name: "Dark" }).check({ force: true });
  await expect(page.locator("html")).toHaveClass(/dark/);
});

test("what a page was not meant to load is blocked, and the tests notice it", async ({
  signedInPage: page,
  problems,
}) => {
  problems.expect(/^policy: (script-src-attr|script-src-elem|style-src-attr|img-src|connect-src|form-action) blocked/);
  problems.expect(/^policy: base-uri blocked/);
  problems.expect(/Content Security Policy|evil\.example|status of 404/);
  await page.route("**/settings", async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace("</head>", "<script>document.title='owned'</script></head>");
    await route.fulfill({ response: answer, body });
  });
  await page.goto("/settings");
  await page.evaluate(() => {
    document.body.insertAdjacentHTML(
      "beforeend",
      `<img src="https://evil.example/x.png"><img src="/no.png" onerror="document.title='owned'">
       <b style="color: red" onclick="document.title='owned'">b</b><base href="https://evil.example/">
       <form id="away" action="https://evil.example/"><button>Go</button></form>`,
    );
    document.querySelector<HTMLElement>("b[onclick]")?.click();
    void fetch("https://evil.example/").catch(() => undefined);
  });
  await expect(page).toHaveTitle(/Settings/);
  // Last, because a form that is held back leaves the page between two addresses.
  await page.evaluate(() => document.querySelector<HTMLFormElement>("#away")?.submit());
  const directives = ["script-src-attr", "script-src-elem", "style-src-attr", "img-src", "connect-src", "form-action"];
  for (const directive of directives) {
    await expect.poll(() => problems.all()).toContainEqual(expect.stringContaining(`policy: ${directive} blocked`));
  }
});

test("the nonce is another one in every answer, and all scripts of a page carry it", async ({ request }) => {
  const seen = new Set<string>();
  for (const path of ["/sign-in", "/sign-in", "/no-such-page", "/badge"]) {
    const answer = await request.get(path);
    const nonce = /script-src 'nonce-([^']+)'/.exec(answer.headers()["content-security-policy"] ?? "")?.[1] ?? "";
    expect(nonce.length).toBeGreaterThanOrEqual(22);
    seen.add(nonce);
    const html = await answer.text();
    const scripts = html.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(3);
    expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
    expect(html).not.toMatch(/<[^>]+\sstyle="/);
    expect(html).not.toMatch(/<[^>]+\son[a-z]+="/);
  }
  expect(seen.size).toBe(4);
});

test("a request cannot bring a nonce or a policy of its own", async ({ request }) => {
  const headers = { "x-nonce": "chosen", "content-security-policy": "script-src 'nonce-chosen'" };
  const answer = await request.get("/sign-in", { headers });
  expect(answer.headers()["content-security-policy"]).not.toContain("chosen");
  expect(await answer.text()).not.toContain('nonce="chosen"');
});
