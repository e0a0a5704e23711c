import { expect, it } from "vitest";
import type { DatabaseKind } from "@/lib/db/database-url";
import { RATE_LIMITS } from "@/lib/domain/rate-limit";
import { createTestDatabase } from "@/lib/test/harness";
import { createUser } from "../../prisma/factories";
import { PageClient, sessionCookie } from "./page-client";
import { ServerWorld } from "./server-world";

const SECRET = "secret-of-an-outside-cron-in-a-test";
/** Milliseconds. */
const LONGEST_TEST = 300_000;
const TOO_OFTEN = "That was too often.";

it.each<DatabaseKind>(["sqlite", "postgresql"])(
  "the limits of imports and of the cron hold across two servers and a restart on %s",
  async (kind) => {
    const postgresUrl = kind === "postgresql" ? (await createTestDatabase(kind)).url : null;
    const world = await ServerWorld.open({ postgresUrl, env: { SCHEDULER: "off", CRON_SECRET: SECRET } });
    try {
      const [one, other] = await Promise.all([world.startServer(), world.startServer()]);
      const ask = async (url: string, secret: string) =>
        fetch(`${url}/api/cron/renew`, { headers: { authorization: `Bearer ${secret}` } });
      const { id } = await createUser({ role: "manager" }, world.adapters.db);
      const headers = { cookie: await sessionCookie(world, id), "sec-fetch-site": "same-origin" };
      const sendTo = (url: string) => new PageClient(url, headers).form("/accounts/import", "Import tokens");
      const [toOne, toOther] = await Promise.all([sendTo(one.url), sendTo(other.url)]);

      for (let count = 0; count < RATE_LIMITS.cron.most; count += 1) {
        expect((await ask(count % 2 === 0 ? one.url : other.url, "wrong")).status).toBe(401);
      }
      for (let count = 0; count < RATE_LIMITS.import.most; count += 1) {
        expect((await (count % 2 === 0 ? toOne : toOther)({ tokens: "x" })).text).not.toContain(TOO_OFTEN);
      }
      for (const { url } of [one, other]) {
        const refused = await ask(url, "wrong");
        expect(refused.status).toBe(429);
        expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
      }
      for (const send of [toOne, toOther]) expect((await send({ tokens: "x" })).text).toContain(TOO_OFTEN);
      // Who knows the secret is not kept out by those who try.
      expect((await ask(one.url, SECRET)).status).toBe(200);

      await Promise.all([one.stop(), other.stop()]);
      const next = await world.startServer();
      expect((await ask(next.url, "wrong")).status).toBe(429);
      const toNext = await sendTo(next.url);
      expect((await toNext({ tokens: "x" })).text).toContain(TOO_OFTEN);

      await world.adapters.db.rateLimit.updateMany({ data: { windowEndsAt: new Date() } });
      expect((await ask(next.url, "wrong")).status).toBe(401);
      expect((await toNext({ tokens: "x" })).text).not.toContain(TOO_OFTEN);
      await next.stop();
    } finally {
      await world.close();
    }
  },
  LONGEST_TEST,
);
