import { moveStoredDates } from "../scripts/processes/move-time";
import { expect, test } from "./fixtures";
import type { FreshServer } from "./fresh-server";

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const SECRET = "secret-of-an-outside-cron-in-a-test";
const DURATION = 70 * DAY;
const STEP = 12 * HOUR;
/** Days since Instagram issued each token, of the sixty that it lives. */
const AGES = [0, 1, 2, 5, 10, 20, 30, 40, 45, 50, 55, 59];

test("seventy days unattended: every account keeps a token that works", async ({ page, freshServer, factories }) => {
  const server = await freshServer({ env: { SCHEDULER: "off", CRON_SECRET: SECRET } });
  await connectAll(server, factories);

  for (let passed = 0; passed < DURATION; passed += STEP) {
    // Half a day goes by for Instagram, and for the server by what it has stored.
    await server.simulator.call("advance", { ms: STEP });
    await moveStoredDates(server.adapters.db, STEP);
    const answer = await fetch(`${server.baseUrl}/api/cron/renew`, {
      method: "POST",
      headers: { authorization: `Bearer ${SECRET}` },
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ failed: 0, complete: true });
  }

  const { tokenContext } = await import("../lib/services/store-token");
  const accounts = await server.adapters.db.connectedAccount.findMany({ include: { token: true, events: true } });
  expect(accounts).toHaveLength(AGES.length);
  for (const { id, username, token, events } of accounts) {
    const stored = server.adapters.vault.open(token?.sealed ?? "", tokenContext(id));
    expect(await server.simulator.validTokens(username), username).toContain(stored);
    const renewals = events.filter(({ kind }) => kind === "extended").length;
    expect(renewals, username).toBeGreaterThanOrEqual(1);
    expect(renewals, username).toBeLessThanOrEqual(4);
  }
  expect(await server.adapters.db.notice.count()).toBe(0);

  await server.signIn(page.context());
  await page.goto(`${server.baseUrl}/accounts?status=active`);
  for (const age of AGES) await expect(page.getByRole("link", { name: `@aged.${age}`, exact: true })).toBeVisible();
});

async function connectAll(
  { simulator, adapters }: FreshServer,
  factories: typeof import("../prisma/factories"),
): Promise<void> {
  for (const age of AGES) {
    const username = `aged.${age}`;
    const issuedAt = new Date(Date.now() - age * DAY);
    await simulator.addAccount({ username });
    const { token, userId } = await simulator.issueToken({ username, issuedAt: issuedAt.getTime() });
    await factories.createAccount({ username, token, instagramUserId: userId, issuedAt }, adapters);
  }
}
