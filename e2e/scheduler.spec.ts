import { join } from "node:path";
import { ROOT, runNode } from "../scripts/run-command";
import { expect, test } from "./fixtures";
import type { FreshServer } from "./fresh-server";

const SECRET = "secret-of-an-outside-cron-in-a-test";
const DAY = 24 * 60 * 60 * 1000;

test("the cron endpoint runs for its secret alone, by GET and by POST", async ({ request, freshServer, factories }) => {
  const server = await freshServer({ env: { CRON_SECRET: SECRET } });
  const url = `${server.baseUrl}/api/cron/renew`;
  const wrong = [
    undefined,
    "",
    "Bearer",
    "Bearer ",
    SECRET,
    `Basic ${SECRET}`,
    `Bearer ${SECRET.slice(0, -1)}`,
    `Bearer ${SECRET}x`,
    `Bearer ${SECRET.slice(0, -1)}x`,
    `Bearer ${SECRET.toUpperCase()}`,
    `Bearer ${SECRET.repeat(200)}`,
  ];
  for (const authorization of wrong) {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    for (const answer of [await request.get(url, { headers }), await request.post(url, { headers })]) {
      expect(answer.status(), authorization).toBe(401);
      expect(answer.headers()["www-authenticate"]).toBe("Bearer");
      expect(await answer.json()).toEqual({ code: "wrong_secret", error: "The bearer token is not CRON_SECRET." });
    }
  }
  expect(await server.adapters.db.schedulerRun.count()).toBe(0);

  await connectDue(server, factories, 3);
  const headers = { authorization: `Bearer ${SECRET}` };
  const first = await request.post(url, { headers });
  expect(first.status()).toBe(200);
  expect(first.headers()["cache-control"]).toBe("no-store");
  expect(await first.json()).toMatchObject({ renewed: 3, failed: 0, complete: true });
  const second = await request.get(url, { headers });
  expect(second.status()).toBe(200);
  expect(await second.json()).toMatchObject({ renewed: 0, failed: 0, complete: true });
  expect((await server.simulator.state()).stats.endpoints.refresh).toBe(3);
  expect(await server.adapters.db.schedulerRun.count({ where: { trigger: "cron", endedAt: { not: null } } })).toBe(2);
});

test("without CRON_SECRET the cron endpoint says what to set, whatever is sent", async ({ request, freshServer }) => {
  const server = await freshServer({ env: { CRON_SECRET: "" } });
  for (const authorization of ["", "Bearer ", "Bearer undefined", "Bearer null"]) {
    const headers = { authorization };
    const answer = await request.post(`${server.baseUrl}/api/cron/renew`, { headers });
    expect(answer.status()).toBe(503);
    expect(await answer.json()).toMatchObject({ code: "cron_not_configured" });
  }
});

test("npm run renew does one run from a shell and says what it did, also twice at once", async ({
  world,
  freshServer,
  factories,
}) => {
  const server = await freshServer();
  await connectDue(server, factories, 6);
  const env = {
    ...world.env,
    DATABASE_URL: `file:${server.databaseFile}`,
    INSTAGRAM_SIMULATOR_URL: server.simulator.url,
  };
  const renew = () => runNode(join(ROOT, "scripts/run.mjs"), ["scripts/renew.ts"], { env });
  await server.simulator.setSwitches({ latencyMs: 300 });
  const runs = await Promise.all([renew(), renew()]);
  const renewed = runs.map(({ code, output }) => {
    expect(code, output).toBe(0);
    return Number(/^(\d+) renewed, 0 failed, 0 checked\.$/m.exec(output)?.[1]);
  });
  expect(renewed.reduce((sum, count) => sum + count, 0)).toBe(6);
  expect((await server.simulator.state()).stats.endpoints.refresh).toBe(6);
  expect((await renew()).output).toMatch(/^0 renewed, 0 failed, 0 checked\.$/m);

  const refused = await runNode(join(ROOT, "scripts/run.mjs"), ["scripts/renew.ts"], {
    env: { ...env, TOKEN_ENCRYPTION_KEYS: "" },
  });
  expect(refused.code).toBe(1);
  expect(refused.output).toContain("TOKEN_ENCRYPTION_KEYS: seals the tokens. Make one");
});

/** Accounts with fifteen of sixty days left. */
async function connectDue(
  { simulator, adapters }: FreshServer,
  factories: typeof import("../prisma/factories"),
  count: number,
): Promise<void> {
  const issuedAt = new Date(Date.now() - 45 * DAY);
  for (let index = 0; index < count; index += 1) {
    const username = `due.${index}`;
    await simulator.addAccount({ username });
    const { token, userId } = await simulator.issueToken({ username, issuedAt: issuedAt.getTime() });
    await factories.createAccount({ username, token, instagramUserId: userId, issuedAt }, adapters);
  }
}
