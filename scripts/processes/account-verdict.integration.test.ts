import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DatabaseKind } from "@/lib/db/database-url";
import { DAY, MINUTE, after as plus } from "@/lib/domain/durations";
import { renewDueTokens } from "@/lib/services/renew-due-tokens";
import { createTestDatabase } from "@/lib/test/harness";
import { judgeAccounts } from "./account-verdict";
import { addDueAccounts } from "./due-accounts";
import { ServerWorld } from "./server-world";

const USERNAME = "account.1";
const MONTH = 31 * DAY;

describe.each<DatabaseKind>(["sqlite", "postgresql"])("the verdict on every account, on %s", (kind) => {
  let world: ServerWorld;

  beforeAll(async () => {
    const postgresUrl = kind === "postgresql" ? (await createTestDatabase(kind)).url : null;
    world = await ServerWorld.open({ postgresUrl });
  });
  afterAll(() => world.close());

  beforeEach(async () => {
    await world.adapters.db.connectedAccount.deleteMany();
    await addDueAccounts(3, world);
    await renew();
    await world.move(MONTH);
    await renew();
  });

  const renew = () => renewDueTokens(world.adapters, { trigger: "command" });
  const found = async () => (await judgeAccounts(world.adapters)).map(({ username, what }) => [username, ...what]);
  const account = () => world.adapters.db.connectedAccount.findFirstOrThrow({ where: { username: USERNAME } });
  const change = async (data: object) => {
    const { id } = await account();
    await world.adapters.db.connectedAccount.update({ where: { id }, data });
  };
  const lastEvent = async () => {
    const { id } = await account();
    return world.adapters.db.accountEvent.findFirstOrThrow({ where: { accountId: id }, orderBy: { at: "desc" } });
  };

  it("finds nothing where all is well, also after time was moved", async () => {
    expect(await world.adapters.db.connectedAccount.count({ where: { tokenVersion: 3 } })).toBe(3);
    expect(await found()).toEqual([]);
    const { expiresAt, issuedAt } = await account();
    await world.move(DAY);
    expect(await account()).toMatchObject({ expiresAt: plus(expiresAt, -DAY), issuedAt: plus(issuedAt, -DAY) });
    expect(await found()).toEqual([]);
  });

  it("finds a token that Instagram refuses", async () => {
    world.simulator.expireToken({ username: USERNAME });
    expect(await found()).toEqual([
      [USERNAME, expect.stringContaining("Instagram refuses its token: Error validating")],
    ]);
  });

  it("finds a lock that still holds, and no fault in one that is over", async () => {
    await change({ leaseId: "somebody", leaseExpiresAt: plus(new Date(), -1) });
    expect(await found()).toEqual([]);
    await change({ leaseId: "somebody", leaseExpiresAt: plus(new Date(), MINUTE) });
    expect(await found()).toEqual([[USERNAME, "it is still locked"]]);
  });

  it("finds a renewal that is in the history twice, and one that is not", async () => {
    const event = await lastEvent();
    const copy = { ...event, id: randomUUID() };
    await world.adapters.db.accountEvent.create({ data: copy });
    expect((await found())[0]).toContain("the history has the versions 2 3 3, not 2 3");
    await world.adapters.db.accountEvent.deleteMany({ where: { id: { in: [event.id, copy.id] } } });
    expect((await found())[0]).toContain("the history has the versions 2, not 2 3");
  });

  it("finds versions and dates that do not agree", async () => {
    await change({ tokenVersion: 4 });
    expect((await found())[0]).toContain("the account has version 4, its token 3");
    const { expiresAt } = await account();
    await change({ tokenVersion: 3, expiresAt: plus(expiresAt, 1) });
    expect(await found()).toEqual([[USERNAME, "what follows version 3 does not begin where it ended"]]);
  });
});
