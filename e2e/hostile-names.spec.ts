import { randomUUID } from "node:crypto";
import { badgeSvg } from "../lib/domain/badge";
import { plainLine, searchText } from "../lib/domain/plain-line";
import { HOSTILE_TEXTS } from "../lib/test/hostile-texts";
import { expect, test } from "./fixtures";

const PER_PAGE = 50;
const PAGES = Math.ceil(HOSTILE_TEXTS.length / PER_PAGE);

test("hostile names are text in Chromium: no dialog, no violation of the policy, no script of theirs", async ({
  signedInPage: page,
  adapters,
  factories,
  label,
}) => {
  test.setTimeout(120_000);
  const dialogs: string[] = [];
  page.on("dialog", async (dialog) => {
    dialogs.push(dialog.message());
    await dialog.dismiss();
  });
  const foreign: string[] = [];
  page.on("request", (request) => {
    if (new URL(request.url()).hostname !== "localhost") foreign.push(request.url());
  });
  const names = HOSTILE_TEXTS.map(plainLine).filter((name) => name !== "");
  await factories.createAccounts(
    names.map((name) => ({
      username: name,
      name,
      label,
      searchText: searchText(name, name, label),
      token: `IGAA${randomUUID()}`,
      instagramUserId: randomUUID().replaceAll("-", "").replace(/\D/g, "7").slice(0, 30),
    })),
    adapters,
  );
  for (let number = 1; number <= PAGES; number += 1) {
    await page.goto(`/accounts?label=${label}&sort=username&page=${number}`);
    await expect(page.getByRole("heading", { name: "Accounts", exact: true })).toBeVisible();
    // Handlers of an element that should not be there would run by now, or when it is pointed at.
    await page.mouse.move(200, 300);
    const odd = await page.evaluate(
      () =>
        [...document.body.querySelectorAll("iframe, object, embed, base, marquee, math, audio, video, [srcdoc]")]
          .length,
    );
    expect(odd).toBe(0);
  }
  const rows = page.getByRole("row").filter({ hasText: "@" });
  expect(await rows.count()).toBeGreaterThan(0);
  expect(dialogs).toEqual([]);
  expect(foreign).toEqual([]);
});

test("a badge is well-formed XML, whatever it says", async ({ signedInPage: page }) => {
  await page.goto("/settings");
  const badges = HOSTILE_TEXTS.map((text) => badgeSvg(text.slice(0, 500), { text: text.slice(-500), tone: "good" }));
  const broken = await page.evaluate(
    (texts) =>
      texts.filter((text) => {
        const drawn = new DOMParser().parseFromString(text, "image/svg+xml");
        const names = new Set([...drawn.querySelectorAll("*")].map((element) => element.localName));
        const ours = ["svg", "title", "clipPath", "rect", "g", "text"];
        return drawn.querySelector("parsererror") !== null || [...names].some((name) => !ours.includes(name));
      }),
    badges,
  );
  expect(broken).toEqual([]);
});
