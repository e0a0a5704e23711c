import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { insertBatch } from "@/lib/db/batches";
import { openFault, pauseApp } from "@/lib/db/instagram-app";
import { insertRun } from "@/lib/db/scheduler-runs";
import { after, HOUR, MINUTE, SECOND } from "@/lib/domain/durations";
import { NO_COUNTS } from "@/lib/domain/scheduler-health";
import { onBothDatabases } from "@/lib/test/harness";
import { accountEvent } from "@/prisma/factories";
import { clientIdOf } from "./app-condition";
import { readLiveState } from "./read-live-state";

onBothDatabases("read-live-state", (harness) => {
  const now = () => harness().adapters.clock();
  const live = (servingSince = now()) => readLiveState(harness().context(), servingSince);
  const revision = async () => (await live()).revision;
  const clientId = () => clientIdOf(harness().adapters);
  const event = (secondsAgo: number) =>
    harness().db.accountEvent.create({ data: accountEvent({ at: after(now(), -secondsAgo * SECOND) }) });

  it("gives the same short revision while nothing happens, and another one after whatever a page may show", async () => {
    for (let index = 0; index < 20; index += 1) await event(100 + index);
    const seen = new Set([await revision()]);
    expect(await revision()).toBe([...seen][0]);
    expect([...seen][0]).toMatch(/^[\w-]{12}$/);
    const runId = randomUUID();
    const happenings: (() => Promise<unknown>)[] = [
      () => event(0),
      // Begun before the newest one, and written after it.
      () => event(8),
      () =>
        insertBatch(
          harness().db,
          {
            id: runId,
            kind: "extend",
            startedById: null,
            startedByName: "Ada",
            createdAt: now(),
            finishedAt: null,
            total: 0,
          },
          [],
        ),
      () => harness().db.batchRun.update({ where: { id: runId }, data: { finishedAt: now() } }),
      () => pauseApp(harness().db, clientId(), now(), { until: after(now(), HOUR), pauses: 1 }),
      () =>
        openFault(harness().db, clientId(), {
          faultSince: now(),
          faultKind: "permission",
          faultReason: null,
          faultMessage: null,
          faultCode: null,
          faultProbeAt: after(now(), MINUTE),
        }),
    ];
    for (const happen of happenings) {
      await happen();
      seen.add(await revision());
    }
    // The end of the batch leaves things as they were before it began.
    expect(seen.size).toBe(happenings.length);
  });

  it("tells that the scheduler has stopped, once it has been silent for twice its interval", async () => {
    const beat = (ago: number) => ({
      id: randomUUID(),
      trigger: "scheduler" as const,
      startedAt: after(now(), -ago),
      beatAt: after(now(), -ago),
      endedAt: null,
      oldestOverdueAt: null,
      ...NO_COUNTS,
    });
    await insertRun(harness().db, beat(2 * MINUTE));
    const longAgo = after(now(), -HOUR);
    const well = await live(longAgo);
    expect(well.schedulerProblem).toBeNull();
    harness().simulator.simulator.advance({ ms: 1 });
    const stopped = await live(longAgo);
    expect(stopped.schedulerProblem).toBe(
      "The scheduler last ran 2 minutes ago: nothing is renewed by itself. Restart the server, and look into its log.",
    );
    expect(stopped.revision).not.toBe(well.revision);
    // A process that has just begun is given the same time.
    expect((await live(after(now(), -MINUTE))).schedulerProblem).toBeNull();
  });
});
