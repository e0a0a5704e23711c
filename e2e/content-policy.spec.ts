import type { Page } from "@playwright/test";
import { after, DAY } from "../lib/domain/durations";
import { expect, test } from "./fixtures";

/** The first page must have worked: its scripts have run. */
async function expectAlive(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveClass(/light|dark/);
}

test("every page, with all that opens on it, keeps to its policy in both themes", async ({
  signedInPage: page,
  makeAccount,
  problems,
  adapters,
  label,
}) => {
  test.setTimeout(120_000);
  problems.expect(/status of 404/);
  const account = await makeAccount({ expiresAt: after(new Date(), 9 * DAY) });
  await makeAccount({ verdict: "dead", expiresAt: after(new Date(), 20 * DAY) });
  const paths = [
    "/accounts",
    `/accounts?label=${label}`,
    `/accounts/${account.id}`,
    "/accounts/import",
    "/activity",
    "/notices",
    "/settings",
    "/accounts/no-such-account",
    "/no-such-page",
  ];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const path of paths) {
      await page.goto(path);
      await expectAlive(page);
      for (const summary of await page.locator("main summary").all()) await summary.click();
    }
  }
  await page.goto("/accounts");
  for (const theme of ["Light", "Dark", "System"])
    await page.getByRole("radio", { name: theme }).check({ force: true });
  // A refresh brings a nonce of another answer; the page keeps the one that it came with.
  await adapters.db.connectedAccount.update({ where: { id: account.id }, data: { label: `${label}-2` } });
  await page.goto(`/accounts/${account.id}`);
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByText(`The token of @${account.username} works.`)).toBeVisible();
  await page.getByRole("radio", { name: "Dark" }).check({ force: true });
  await expect(page.locator("html")).toHaveClass(/dark/);
});

test("what a page was not meant to load is blocked, and the tests notice it", async ({
  signedInPage: page,
  problems,
}) => {
  const foreign = /(script-src-attr|script-src-elem|style-src-attr|img-src|connect-src|base-uri|form-action) blocked/;
  problems.expect(foreign);
  problems.expect(/Content Security Policy|evil\.example/);
  await page.goto("/settings");
  await page.evaluate(() => {
    document.body.insertAdjacentHTML(
      "beforeend",
      `<img src="https://evil.example/x.png"><img src="/no.png" onerror="document.title='owned'">
       <b style="color: red" onclick="document.title='owned'">b</b><base href="https://evil.example/">
       <form id="away" action="https://evil.example/"><button>Go</button></form>`,
    );
    document.querySelector<HTMLElement>("b[onclick]")?.click();
    const script = document.createElement("script");
    script.textContent = "document.title = 'owned'";
    document.body.append(script);
    void fetch("https://evil.example/").catch(() => undefined);
    document.querySelector<HTMLFormElement>("#away")?.submit();
  });
  const blocked = () => problems.all().filter((problem) => foreign.test(problem));
  for (const directive of [
    "script-src-attr",
    "script-src-elem",
    "style-src-attr",
    "img-src",
    "connect-src",
    "form-action",
  ])
    await expect.poll(blocked).toContainEqual(expect.stringContaining(`policy: ${directive} blocked`));
  await expect(page).toHaveTitle(/Settings/);
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
