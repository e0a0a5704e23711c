import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import type { DatabaseKind } from "@/lib/db/database-url";
import { createTestDatabase } from "@/lib/test/harness";
import { judgeAccounts } from "./account-verdict";
import { addDueAccounts, unfinishedAccounts } from "./due-accounts";
import { ServerWorld } from "./server-world";

const ACCOUNTS = 1_000;
const LATENCY = 20;
const LOOK_INTERVAL = 100;

it.each<DatabaseKind>(["sqlite", "postgresql"])("two servers make one call an account on %s", async (kind) => {
  const postgresUrl = kind === "postgresql" ? (await createTestDatabase(kind)).url : null;
  const world = await ServerWorld.open({ postgresUrl, env: { SCHEDULER: "on", CRON_SECRET: "two-servers-one-job" } });
  try {
    await addDueAccounts(ACCOUNTS, world);
    world.simulator.setSwitches({ latencyMs: LATENCY });
    const servers = await Promise.all([world.startServer(), world.startServer()]);
    // Beside the ticks that both have begun, one more run of each.
    const headers = { authorization: "Bearer two-servers-one-job" };
    const asked = await Promise.all(servers.map(({ url }) => fetch(`${url}/api/cron/renew`, { headers })));
    expect(asked.map(({ status }) => status)).toEqual([200, 200]);
    while ((await unfinishedAccounts(world.adapters)) > 0) await pause(LOOK_INTERVAL);
    await Promise.all(servers.map((server) => server.stop()));

    const { db } = world.adapters;
    expect(world.simulator.stats().endpoints.refresh).toBe(ACCOUNTS);
    expect(await db.accountEvent.count({ where: { kind: "extended" } })).toBe(ACCOUNTS);
    expect(await db.connectedAccount.count({ where: { tokenVersion: 2, leaseId: null } })).toBe(ACCOUNTS);
    expect(await db.accountToken.count({ where: { version: 2, previousSealed: null } })).toBe(ACCOUNTS);
    expect(await judgeAccounts(world.adapters)).toEqual([]);
    const runs = await db.schedulerRun.findMany();
    expect(runs.reduce((sum, { renewed }) => sum + renewed, 0)).toBe(ACCOUNTS);
    expect(runs.filter(({ renewed }) => renewed > 0).length).toBeGreaterThan(1);
  } finally {
    await world.close();
  }
});
