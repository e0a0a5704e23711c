import { expect, test } from "./fixtures";

test("a profile picture is shown from this server alone, to those who are signed in", async ({
  signedInPage: page,
  makeAccount,
  adapters,
  world,
  request,
  label,
}) => {
  const asked: string[] = [];
  page.on("request", (sent) => asked.push(sent.url()));
  const account = await makeAccount({ pictureUrl: `${world.simulatorUrl}/cdn/profile/${label}.png?oh=signature` });
  const bare = await makeAccount({ pictureUrl: null });
  await page.goto(`/accounts?label=${label}`);
  await expect(page.getByRole("row").filter({ hasText: account.username })).toBeVisible();
  await expect(page.getByRole("table").locator("img")).toHaveCount(0);

  const { refreshPictures } = await import("../lib/services/refresh-pictures");
  expect(await refreshPictures(adapters)).toMatchObject({ failed: 0 });
  await page.reload();
  const picture = page.getByRole("row").filter({ hasText: account.username }).locator("img");
  await expect(picture).toHaveJSProperty("naturalWidth", 160);
  await expect(page.getByRole("row").filter({ hasText: bare.username }).locator("img")).toHaveCount(0);
  await page.goto(`/accounts/${account.id}`);
  const large = page.getByRole("main").locator("img").first();
  await expect(large).toHaveJSProperty("naturalWidth", 160);
  expect(asked.filter((url) => !url.startsWith(world.baseUrl))).toEqual([]);

  const address = (await large.getAttribute("src")) ?? "";
  const answer = await page.request.get(address);
  expect(answer.headers()).toMatchObject({
    "content-type": "image/png",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy":
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
    "cache-control": "private, max-age=86400",
    vary: expect.stringMatching(/Cookie/i),
  });
  const { etag = "" } = answer.headers();
  expect((await page.request.get(address, { headers: { "if-none-match": etag } })).status()).toBe(304);
  expect((await request.get(address)).status()).toBe(401);
  expect((await page.request.get(`/accounts/${bare.id}/picture`)).status()).toBe(404);
  expect((await page.request.get("/accounts/no-such/picture")).status()).toBe(404);
});

test("where the picture cannot be loaded the letters stay", async ({
  signedInPage: page,
  makeAccount,
  adapters,
  problems,
  world,
  label,
}) => {
  problems.expect(/status of 404/);
  const account = await makeAccount({ pictureUrl: `${world.simulatorUrl}/cdn/profile/${label}.png` });
  const { refreshPictures } = await import("../lib/services/refresh-pictures");
  await refreshPictures(adapters);
  await page.route("**/picture?*", (route) => route.fulfill({ status: 404 }));
  await page.goto(`/accounts/${account.id}`);
  const avatar = page.getByRole("main").locator(".avatar").first();
  const [first = "", second = ""] = account.username.split(/[-.]/);
  await expect(avatar).toHaveText(`${first.charAt(0)}${second.charAt(0)}`.toUpperCase());
  await expect(avatar.locator("img")).toHaveJSProperty("naturalWidth", 0);
});
