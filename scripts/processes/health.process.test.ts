import { randomUUID } from "node:crypto";
import { expect, it, vi } from "vitest";
import { insertRun } from "@/lib/db/scheduler-runs";
import { lengthText } from "@/lib/domain/date-text";
import { after, elapsed, MINUTE, SECOND } from "@/lib/domain/durations";
import { NO_COUNTS } from "@/lib/domain/scheduler-health";
import { ServerWorld } from "./server-world";

const SECRET = "secret-of-the-outside-cron";
/** Milliseconds. Twice the shortest interval, and some for the machine. */
const LONGEST_SILENCE = 2 * MINUTE + 15 * SECOND;
const CURE = "nothing is renewed by itself. Check the cron that calls /api/cron/renew, or remove SCHEDULER=off.";

// In real time: how long a process has served is nowhere stored, so nothing can be moved.
it(
  "a heartbeat older than twice the interval makes /api/health answer 503 with the reason, until a run",
  async () => {
    const world = await ServerWorld.open({ postgresUrl: null, env: { SCHEDULER: "off", CRON_SECRET: SECRET } });
    try {
      const server = await world.startServer();
      const serving = performance.now();
      const beats = [3 * MINUTE, 2 * MINUTE].map((ago) => after(new Date(), -ago));
      for (const startedAt of beats) {
        const times = { startedAt, beatAt: startedAt, endedAt: startedAt, oldestOverdueAt: null };
        await insertRun(world.adapters.db, { id: randomUUID(), trigger: "cron", ...times, ...NO_COUNTS });
      }
      const health = () => fetch(`${server.url}/api/health`);
      expect((await health()).status).toBe(200);
      await vi.waitFor(async () => expect((await health()).status).toBe(503), {
        timeout: LONGEST_SILENCE,
        interval: SECOND,
      });
      expect(performance.now() - serving).toBeGreaterThan(1.5 * MINUTE);
      const asked = new Date();
      const answer = (await (await health()).json()) as { status: string; reason: string };
      const [, lastBeat = asked] = beats;
      // The minute may turn while the question is on its way.
      const reasons = [asked, new Date()].map(
        (now) => `The scheduler last ran ${lengthText(elapsed(lastBeat, now))} ago: ${CURE}`,
      );
      expect(reasons).toContain(answer.reason);
      expect(answer.status).toBe("unavailable");
      const headers = { authorization: `Bearer ${SECRET}` };
      expect((await fetch(`${server.url}/api/cron/renew`, { headers })).status).toBe(200);
      expect((await health()).status).toBe(200);
      await server.stop();
    } finally {
      await world.close();
    }
  },
  LONGEST_SILENCE + MINUTE,
);
