import type { Page } from "@playwright/test";
import { type MailReceiver, startMailReceiver } from "../lib/test/mail-receiver";
import { expect, test as withPages } from "./fixtures";
import type { FreshServer } from "./fresh-server";
import { signInContext } from "./sign-in-context";

export { expect };

interface TeamFixtures {
  mail: MailReceiver;
  /** A server that can send mail, with an owner signed in on `page`. */
  server: FreshServer;
}

export const PASSWORD = "four-words-nobody-guesses";

export const test = withPages.extend<TeamFixtures>({
  mail: async ({ browserName: _ }, use) => {
    const mail = await startMailReceiver();
    await use(mail);
    await mail.close();
  },
  server: async ({ page, freshServer, mail }, use) => {
    const server = await freshServer({ env: { SMTP_URL: mail.url, MAIL_FROM: "perennial@example.com" } });
    await server.signIn(page.context());
    await use(server);
  },
});

/** Makes an invitation under Team; returns its link. */
export async function invite(page: Page, server: FreshServer, role: string): Promise<string> {
  await page.goto(`${server.baseUrl}/team`);
  await page.getByRole("combobox", { name: "Role", exact: true }).selectOption({ label: role });
  await page.getByRole("button", { name: "Invite" }).click();
  await expect(page.getByText("The invitation is made.")).toBeVisible();
  return (await page.getByTestId("secret").textContent()) ?? "";
}

/** Fills in the form that an invitation leads to, and sends it. */
export async function fillJoin(page: Page, { email, password = PASSWORD }: { email?: string; password?: string }) {
  await page.getByLabel("Your name").fill("Cleo Marchetti");
  if (email !== undefined) await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Join" }).click();
}

/** Somebody else in the team, signed in on `page`. */
export async function colleague(
  server: FreshServer,
  page: Page,
  role: "owner" | "manager" | "viewer",
  name = "Bo Castellanos",
) {
  const { createUser } = await import("../prisma/factories");
  const person = await createUser({ role, name }, server.adapters.db);
  await signInContext(page.context(), { userId: person.id, adapters: server.adapters });
  return person;
}
