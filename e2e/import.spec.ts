import { formatDate } from "../lib/domain/date-text";
import { after, DAY } from "../lib/domain/durations";
import { expect, test } from "./fixtures";
import type { SimulatorHandle } from "./simulator-handle";

async function tokensFor(simulator: SimulatorHandle, usernames: readonly string[]): Promise<string[]> {
  const tokens = usernames.map((username) => ({ username, issuedAt: after(new Date(), -3 * DAY).getTime() }));
  return (await simulator.call<{ token: string }[]>("issue-tokens", { tokens })).map(({ token }) => token);
}

test("one pasted token: asked of Instagram, kept with an assumed expiry, learned at the first extend", async ({
  signedInPage,
  simulator,
  label,
}) => {
  const username = `${label}.pasted`;
  const [token = ""] = await tokensFor(simulator, [username]);
  await signedInPage.goto("/accounts/import");
  await signedInPage.getByLabel("Tokens", { exact: true }).fill(`  "${token.slice(0, 70)}\n${token.slice(70)}" \n`);
  await signedInPage.getByRole("button", { name: "Import tokens" }).click();
  await expect(signedInPage.getByText("The run is finished.")).toBeVisible();
  const line = signedInPage.getByRole("listitem").filter({ hasText: `@${username}` });
  const assumed = formatDate(after(new Date(), 59 * DAY));
  await expect(line).toContainText(`Connected; expiry assumed (${assumed}), learned at the first extend.`);
  await line.getByRole("link", { name: `@${username}` }).click();
  await expect(signedInPage.getByText("assumed: the first extend learns the true expiry")).toBeVisible();
  await expect(signedInPage.getByText("assumed: counted from the import")).toBeVisible();
  await expect(signedInPage.getByRole("button", { name: "Extend" })).toHaveAttribute("aria-disabled", "true");
});

test("many at once: a bad line never stops the others, and each says what became of it", async ({
  signedInPage,
  simulator,
  makeAccount,
  label,
}) => {
  const [one = "", two = ""] = await tokensFor(simulator, [`${label}.one`, `${label}.two`]);
  const known = await makeAccount({ issuedAt: after(new Date(), -30 * DAY) });
  const [newer = ""] = await tokensFor(simulator, [known.username]);
  const lines = [one, "not a token", `'${two}',`, "", `IGAA${"x".repeat(160)}`, one, known.token, newer];
  await signedInPage.goto("/accounts/import");
  await signedInPage.getByLabel("Tokens", { exact: true }).fill(lines.join("\n"));
  await signedInPage.getByRole("button", { name: "Import tokens" }).click();
  await expect(signedInPage.getByText("The run is finished.")).toBeVisible();
  await expect(signedInPage.getByRole("region", { name: "Progress" })).toContainText("Done3Failed3Skipped1Remaining0");
  const results = signedInPage.getByRole("region", { name: "Line by line" }).getByRole("listitem");
  const expected = [
    [`@${label}.one`, "Connected"],
    ["Line 2", "This does not look like a token."],
    [`@${label}.two`, "Connected"],
    ["Line 5", "Instagram does not recognise this token."],
    ["Line 6", "The same token stands in line 1."],
    [`@${known.username}`, "This very token is already here."],
    [`@${known.username}`, "Token replaced"],
  ] as const;
  await expect(results).toHaveCount(expected.length);
  for (const [index, words] of expected.entries()) {
    for (const text of words) await expect(results.nth(index)).toContainText(text);
  }
});

test("a CSV file with dates and labels", { tag: "@every-look" }, async ({ signedInPage, simulator, label }) => {
  const names = ["a", "b", "c", "d", "e"].map((name) => `${label}.${name}`);
  const [a, b, c, d, e] = await tokensFor(simulator, names);
  const issued = after(new Date(), -10 * DAY).toISOString();
  const expires = after(new Date(), 50 * DAY);
  const csv = [
    "Token;issued_at;expires_at;label",
    `${a};${issued};${expires.toISOString()};"${label}; ""Ünicode"" 🌿"`,
    `${b};${issued.slice(0, 10)};;${label}`,
    `${c};yesterday;;${label}`,
    `${d};;${after(new Date(), 400 * DAY).toISOString()};${label}`,
    `;;;${label}`,
    `${e};;;"${label}`,
  ].join("\r\n");
  await signedInPage.goto("/accounts/import");
  const file = { name: "tokens.csv", mimeType: "text/csv", buffer: Buffer.from(`\ufeff${csv}`) };
  await signedInPage.getByLabel("Or a CSV file").setInputFiles(file);
  await signedInPage.getByRole("button", { name: "Import tokens" }).click();
  await expect(signedInPage.getByText("The run is finished.")).toBeVisible();
  const results = signedInPage.getByRole("region", { name: "Line by line" }).getByRole("listitem");
  await expect(results.nth(0)).toContainText(`Connected; expires ${formatDate(expires)}.`);
  await expect(results.nth(1)).toContainText("Connected; expiry assumed");
  await expect(results.nth(2)).toContainText("issued_at is no ISO 8601 date");
  await expect(results.nth(3)).toContainText("expires_at is more than 90 days ahead");
  await expect(results.nth(4)).toContainText("There is no token in this line.");
  await expect(results.nth(5)).toContainText("A quote in this line is never closed.");
  await signedInPage.goto(`/accounts?${new URLSearchParams({ label: `${label}; "Ünicode" 🌿` })}`);
  const row = signedInPage.getByRole("row").filter({ hasText: `@${label}.a` });
  await expect(row.locator("time").first()).toHaveAttribute("datetime", expires.toISOString());
});

test("a thousand lines, with progress to be seen", async ({ page, freshServer }) => {
  test.setTimeout(120_000);
  const server = await freshServer();
  await server.signIn(page.context());
  const names = Array.from({ length: 990 }, (_, index) => `bulk.${index}`);
  const tokens = await tokensFor(server.simulator, names);
  const bad = Array.from({ length: 10 }, () => "not-a-token");
  await page.goto(`${server.baseUrl}/accounts/import`);
  const file = { name: "tokens.txt", mimeType: "text/plain", buffer: Buffer.from([...tokens, ...bad].join("\n")) };
  await page.getByLabel("Or a CSV file").setInputFiles(file);
  await page.getByRole("button", { name: "Import tokens" }).click();
  const progress = page.getByRole("progressbar", { name: "Progress" });
  // A thousand lines are read, checked and sealed before the page of the run opens.
  await expect(progress).toHaveAttribute("aria-valuemax", "1000", { timeout: 30_000 });
  const seen = new Set<number>();
  await expect
    .poll(
      async () => {
        seen.add(Number(await progress.getAttribute("aria-valuenow")));
        return page.getByText("The run is finished.").isVisible();
      },
      { timeout: 90_000, intervals: [500] },
    )
    .toBe(true);
  expect([...seen].filter((value) => value > 0 && value < 1_000).length).toBeGreaterThan(1);
  await expect(page.getByRole("region", { name: "Progress" })).toContainText("Done990Failed10Skipped0Remaining0");
  await page.goto(`${server.baseUrl}/accounts`);
  await expect(page.getByText("990 connected")).toBeVisible();
  await expect(page.getByText("Page 1 of 20")).toBeVisible();
});

test("nothing pasted: said at once, and the form stays", async ({ signedInPage }) => {
  await signedInPage.goto("/accounts/import");
  await signedInPage.getByRole("button", { name: "Import tokens" }).click();
  await expect(signedInPage.getByText("Paste at least one token, or choose a CSV file.")).toBeVisible();
  await signedInPage.getByLabel("Tokens", { exact: true }).fill("token,label\n");
  await signedInPage.getByRole("button", { name: "Import tokens" }).click();
  await expect(signedInPage.getByText("There is a header but no line below it.")).toBeVisible();
  await expect(signedInPage.getByLabel("Tokens", { exact: true })).toHaveValue("token,label\n");
});
