import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SECOND } from "@/lib/domain/durations";
import { serverContext } from "@/lib/services/context";
import { startExtendBatch } from "@/lib/services/start-batch";
import { addDueAccounts } from "./due-accounts";
import { ServerWorld } from "./server-world";

const ACCOUNTS = 40;
const CONCURRENCY = 8;
/** Milliseconds. Slow enough that renewals are under way when the signal comes. */
const LATENCY = 2 * SECOND;
/** Milliseconds that a call may have been under way to Instagram when the signal came. */
const LAST_CALLS = 200;
const LONGEST_FAREWELL = 20 * SECOND;
const SIGTERM_CODE = 143;
const SECRET = "secret-of-the-outside-cron";

let world: ServerWorld;

beforeEach(async () => {
  const env = { SCHEDULER: "off", CRON_SECRET: SECRET, RENEWAL_CONCURRENCY: String(CONCURRENCY) };
  world = await ServerWorld.open({ postgresUrl: null, env });
  await addDueAccounts(ACCOUNTS, world);
  world.simulator.setSwitches({ latencyMs: LATENCY });
});

afterEach(() => world.close());

const refreshCalls = (): number => world.simulator.stats().endpoints.refresh;
const extended = (): Promise<number> => world.adapters.db.accountEvent.count({ where: { kind: "extended" } });

/** Sends SIGTERM while renewals are under way, and holds the process to what it owes. */
async function endInTheMiddle({ pid, exited }: { pid: number; exited: Promise<number> }): Promise<void> {
  await vi.waitFor(() => expect(refreshCalls()).toBeGreaterThanOrEqual(CONCURRENCY), { timeout: 10 * SECOND });
  process.kill(pid, "SIGTERM");
  const signalled = performance.now();
  await pause(LAST_CALLS);
  const begun = refreshCalls();
  expect(await exited).toBe(SIGTERM_CODE);
  expect(performance.now() - signalled).toBeLessThan(LONGEST_FAREWELL);
  expect(refreshCalls(), "no renewal began after the signal").toBe(begun);
  expect(begun).toBeLessThan(ACCOUNTS);
  expect(await extended(), "what ran has been stored").toBe(begun);
  expect(await world.adapters.db.connectedAccount.count({ where: { leaseId: { not: null } } })).toBe(0);
}

it("SIGTERM in a tick: running renewals finish and are stored, nothing new begins", async () => {
  await endInTheMiddle(await world.startServer({ SCHEDULER: "on" }));
});

it("SIGTERM in a run that a cron asked for: it answers with what it did", async () => {
  const server = await world.startServer();
  const asked = fetch(`${server.url}/api/cron/renew`, {
    method: "POST",
    headers: { authorization: `Bearer ${SECRET}` },
  });
  await endInTheMiddle(server);
  expect(await (await asked).json()).toMatchObject({ renewed: await extended(), complete: false });
});

it("SIGTERM in a batch: the next process goes on at once", async () => {
  const filter = { search: "", status: null, label: null };
  const runId = await startExtendBatch(serverContext(world.adapters), { filter });
  await endInTheMiddle(await world.startServer());
  const batch = () => world.adapters.db.batchRun.findUniqueOrThrow({ where: { id: runId ?? "" } });
  expect(await batch()).toMatchObject({ finishedAt: null, leaseId: null });
  world.simulator.setSwitches({ latencyMs: 0 });
  const next = await world.startServer();
  await vi.waitFor(async () => expect((await batch()).finishedAt).not.toBeNull(), { timeout: 10 * SECOND });
  await next.stop();
  expect(refreshCalls()).toBe(ACCOUNTS);
  expect(await extended()).toBe(ACCOUNTS);
});
