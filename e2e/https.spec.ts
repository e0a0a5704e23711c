import { FACTORY_PASSWORD } from "../prisma/factory-password";
import { expect, test } from "./fixtures";
import { startTlsProxy } from "./tls-proxy";

/** What the browser keeps on https, by name. */
const COOKIES = ["callback-url", "csrf-token", "known-browser", "session-token"].map(
  (kind) => `__Host-next-auth.${kind}`,
);

test("on https every cookie is bound to the host, secure, and out of reach of scripts", async ({
  openBrowser,
  freshServer,
  factories,
}) => {
  const proxy = await startTlsProxy();
  test.skip(proxy === null, "There is no OpenSSL to make a certificate with.");
  if (proxy === null) return;
  const { adapters, baseUrl } = await freshServer({ env: { NEXTAUTH_URL: proxy.url } });
  proxy.port = Number(new URL(baseUrl).port);
  const owner = await factories.createUser({ role: "owner" }, adapters.db);
  const page = await openBrowser({ as: null, ignoreHTTPSErrors: true });
  await page.goto(`${proxy.url}/sign-in`);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password").fill(FACTORY_PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${proxy.url}/accounts`);

  const expectGoodCookies = async () => {
    const cookies = await page.context().cookies();
    expect(cookies.map(({ name }) => name).sort()).toEqual(COOKIES);
    for (const { name, secure, httpOnly, sameSite, path, domain } of cookies) {
      const flags = { secure, httpOnly, sameSite, path, domain };
      expect(flags, name).toEqual({ secure: true, httpOnly: true, sameSite: "Lax", path: "/", domain: "localhost" });
    }
    return cookies.find(({ name }) => name.endsWith("session-token"))?.value;
  };
  const first = await expectGoodCookies();
  const [session] = await adapters.db.session.findMany();
  expect(session?.address).toBe("198.51.100.20");

  await page.goto(`${proxy.url}/settings/profile`);
  await page.getByLabel("Current password").fill(FACTORY_PASSWORD);
  await page.getByLabel("New password").fill("kestrel-marble-quartz");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText(/^Your password is changed/)).toBeVisible();
  expect(await expectGoodCookies()).not.toBe(first);
  await page.reload();
  await expect(page.getByText("This browser")).toBeVisible();

  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(`${proxy.url}/sign-in`);
  expect((await page.context().cookies()).filter(({ name }) => name.includes("session"))).toEqual([]);
  expect(await adapters.db.session.count()).toBe(0);
  // A page that still asks for something would report that nobody answers.
  await page.goto("about:blank");
  await proxy.close();
});

test("behind https the server writes the prefix and the flags itself, and takes no cookie without them", async ({
  freshServer,
  factories,
}) => {
  const { adapters, baseUrl } = await freshServer({ env: { NEXTAUTH_URL: "https://perennial.example.com" } });
  const owner = await factories.createUser({ role: "owner" }, adapters.db);
  const first = await fetch(`${baseUrl}/api/auth/csrf`);
  const { csrfToken } = (await first.json()) as { csrfToken: string };
  const kept = first.headers.getSetCookie().map((line) => line.split(";")[0]);
  const signIn = await fetch(`${baseUrl}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { cookie: kept.join("; "), origin: "https://perennial.example.com" },
    body: new URLSearchParams({ csrfToken, json: "true", email: owner.email, password: FACTORY_PASSWORD }),
  });
  expect(signIn.status).toBe(200);
  const lines = [...first.headers.getSetCookie(), ...signIn.headers.getSetCookie()];
  expect(lines.some((line) => line.startsWith("__Host-next-auth.session-token="))).toBe(true);
  for (const line of lines) {
    expect(line).toMatch(/^__Host-next-auth\./);
    for (const flag of [/; Path=\/(;|$)/i, /; Secure(;|$)/i, /; HttpOnly(;|$)/i, /; SameSite=Lax(;|$)/i]) {
      expect(line).toMatch(flag);
    }
    expect(line).not.toMatch(/; Domain=/i);
  }
  const session = /__Host-next-auth\.session-token=[^;]+/.exec(lines.join("\n"))?.[0] ?? "";
  const look = async (cookie: string) => (await fetch(`${baseUrl}/api/changes`, { headers: { cookie } })).status;
  expect(await look(session)).toBe(200);
  expect(await look(session.replace("__Host-", ""))).toBe(401);
  expect(await look(session.replace("__Host-", "__Secure-"))).toBe(401);
});
