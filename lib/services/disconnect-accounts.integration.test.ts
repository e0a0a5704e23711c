import { expect, it } from "vitest";
import { after, MINUTE } from "@/lib/domain/durations";
import { RATE_LIMITS } from "@/lib/domain/rate-limit";
import { onBothDatabases } from "@/lib/test/harness";
import { disconnectAccount } from "./disconnect-account";
import { disconnectAccounts } from "./disconnect-accounts";
import { listChosenAccounts } from "./list-chosen-accounts";
import { renewToken } from "./renew-token";

/** Makes the database refuse to delete the token of one account. */
const REFUSE = {
  sqlite: (id: string) => [
    `CREATE TRIGGER "keep_token" BEFORE DELETE ON "AccountToken" WHEN OLD."accountId" = '${id}'
       BEGIN SELECT RAISE(ABORT, 'kept'); END`,
  ],
  postgresql: (id: string) => [
    `CREATE FUNCTION keep_token() RETURNS trigger AS $$ BEGIN
       IF OLD."accountId" = '${id}' THEN RAISE EXCEPTION 'kept'; END IF; RETURN OLD; END $$ LANGUAGE plpgsql`,
    'CREATE TRIGGER "keep_token" BEFORE DELETE ON "AccountToken" FOR EACH ROW EXECUTE FUNCTION keep_token()',
  ],
};
const ALLOW = {
  sqlite: ['DROP TRIGGER "keep_token"'],
  postgresql: ['DROP TRIGGER "keep_token" ON "AccountToken"', "DROP FUNCTION keep_token()"],
};

const USERNAMES = ["casa.marisol", "harbour.dental", "kaito.films"];

onBothDatabases("disconnect-accounts", (harness) => {
  const connectAll = async () => {
    const ids = [];
    for (const username of USERNAMES) ids.push(await harness().connect(username, { ageDays: 10 }));
    return ids;
  };
  const disconnect = (accountIds: readonly string[]) => disconnectAccounts(harness().context(), { accountIds });
  const kinds = async (id: string) => (await harness().events(id)).map(({ kind }) => kind);
  const recordedIds = async () =>
    (await harness().auditEvents()).map(({ detail }) => (JSON.parse(detail) as { accountId: string }).accountId);
  const isConnected = async (id: string) => (await harness().account(id)).disconnectedAt === null;

  it("destroys the tokens of the chosen ones, keeps their history and leaves the others alone", async () => {
    const [one = "", two = "", other = ""] = await connectAll();
    expect(await disconnect([one, two, one, "no-such-account"])).toEqual({
      disconnected: 2,
      superseded: 0,
      notFound: 1,
      failed: 0,
    });
    for (const id of [one, two]) {
      expect(await isConnected(id)).toBe(false);
      expect(await harness().storedToken(id)).toBeNull();
      expect(await kinds(id)).toEqual(["imported", "disconnected"]);
    }
    expect(await isConnected(other)).toBe(true);
    expect(await harness().storedToken(other)).not.toBeNull();
    expect(await kinds(other)).toEqual(["imported"]);
  });

  it("leaves the others alone when the database refuses one, which stays whole", async () => {
    const [one = "", stuck = "", other = ""] = await connectAll();
    const { db } = harness();
    for (const statement of REFUSE[db.kind](stuck)) await db.$executeRawUnsafe(statement);
    try {
      expect(await disconnect([one, stuck, other])).toMatchObject({ disconnected: 2, failed: 1 });
    } finally {
      for (const statement of ALLOW[db.kind]) await db.$executeRawUnsafe(statement);
    }
    expect(await Promise.all([one, stuck, other].map(isConnected))).toEqual([false, true, false]);
    expect(await harness().storedToken(stuck)).not.toBeNull();
    expect(await kinds(stuck)).toEqual(["imported"]);
    expect(await recordedIds()).toEqual([one, other]);
  });

  it("puts each account into the audit log by its id, without names, and only when something was done", async () => {
    const ids = await connectAll();
    await disconnect(ids);
    expect(await disconnect([...ids, "no-such-account"])).toMatchObject({ disconnected: 0, notFound: 4 });
    const events = await harness().auditEvents();
    const expected = { action: "accounts_disconnected", outcome: "done", actorId: "ada", address: "192.0.2.1" };
    expect(events).toMatchObject([expected, expected, expected]);
    expect(await recordedIds()).toEqual(ids);
    for (const username of USERNAMES) expect(JSON.stringify(events)).not.toContain(username);
  });

  it("has a row for every account that was disconnected before the server was killed", async () => {
    const ids = await connectAll();
    const { db } = harness();
    let begun = 0;
    // A server that is killed never comes back from its third transaction.
    const killed = (work: Parameters<typeof db.transaction>[0]) => {
      begun += 1;
      return begun > 2 ? new Promise(() => undefined) : db.transaction(work);
    };
    const dying = new Proxy(db, {
      get: (target, name) => (name === "transaction" ? killed : Reflect.get(target, name)),
    });
    void disconnectAccounts({ ...harness().context(), db: dying }, { accountIds: ids });
    await expect.poll(() => begun).toBe(3);
    expect(await Promise.all(ids.map(isConnected))).toEqual([false, false, true]);
    expect(await recordedIds()).toEqual(ids.slice(0, 2));
  });

  it("asks for a fresh proof before it changes anything", async () => {
    const accountIds = await connectAll();
    const now = harness().adapters.clock();
    const stale = harness().context({ provenAt: after(now, -60 * MINUTE) });
    await expect(disconnectAccounts(stale, { accountIds })).rejects.toMatchObject({ code: "proof_needed" });
    expect(await Promise.all(accountIds.map(isConnected))).toEqual([true, true, true]);
    expect(await harness().auditEvents()).toEqual([]);
  });

  it("lets nobody go around it one by one: a few a day, and a fresh proof from there on", async () => {
    const { most, window } = RATE_LIMITS.unproven_disconnect;
    const usernames = Array.from({ length: most + 2 }, (_, count) => `one.by.one${count}`);
    const accountIds: string[] = [];
    for (const username of usernames) {
      harness().simulator.simulator.addAccount({ username });
      accountIds.push(await harness().connect(username));
    }
    const now = () => harness().adapters.clock();
    const single = (index: number, provenAt: Date, typed = usernames[index] ?? "") =>
      disconnectAccount(harness().context({ provenAt }), { accountId: accountIds[index] ?? "", typedUsername: typed });
    const stale = () => after(now(), -60 * MINUTE);
    expect((await single(0, stale(), "mistyped")).kind).toBe("username_differs");
    for (let index = 0; index < most; index += 1) expect((await single(index, stale())).kind).toBe("disconnected");
    await expect(single(most, stale())).rejects.toMatchObject({ code: "proof_needed" });
    expect(await isConnected(accountIds[most] ?? "")).toBe(true);
    expect((await single(most, now())).kind).toBe("disconnected");
    await expect(single(most + 1, stale())).rejects.toMatchObject({ code: "proof_needed" });
    harness().simulator.simulator.advance({ ms: window });
    expect((await single(most + 1, stale())).kind).toBe("disconnected");
  });

  it("refuses a viewer, and more accounts than one act may take", async () => {
    const accountIds = await connectAll();
    const viewer = harness().context({ role: "viewer" });
    await expect(disconnectAccounts(viewer, { accountIds })).rejects.toMatchObject({ code: "forbidden" });
    const many = [...accountIds, ...Array.from({ length: 498 }, (_, count) => `unknown-${count}`)];
    await expect(disconnect(many)).rejects.toMatchObject({ code: "invalid_input" });
    expect(await Promise.all(accountIds.map(isConnected))).toEqual([true, true, true]);
    expect(await disconnect(many.slice(0, 500))).toMatchObject({ disconnected: 3, notFound: 497 });
  });

  it("wins against a renewal that is at work: no token comes back", async () => {
    const [one = "", two = ""] = await connectAll();
    harness().simulator.simulator.setSwitches({ latencyMs: 400 });
    const running = renewToken(harness().context(), { accountId: one });
    await expect.poll(async () => (await harness().account(one)).leaseId).not.toBeNull();
    expect(await disconnect([one, two])).toMatchObject({ disconnected: 2 });
    expect((await running).kind).toBe("superseded");
    expect(await harness().storedToken(one)).toBeNull();
    expect(await harness().account(one)).toMatchObject({ tokenVersion: 2, leaseId: null });
  });

  it("disconnects each account once when two people do it at the same moment", async () => {
    const ids = await connectAll();
    const both = await Promise.all([disconnect(ids), disconnect(ids)]);
    expect(both.reduce((sum, { disconnected }) => sum + disconnected, 0)).toBe(3);
    expect(both.map(({ failed }) => failed)).toEqual([0, 0]);
    for (const id of ids) expect(await kinds(id)).toEqual(["imported", "disconnected"]);
    expect((await recordedIds()).sort()).toEqual([...ids].sort());
  });

  it("lists the chosen ones that are connected, by username", async () => {
    const [one = "", two = "", other = ""] = await connectAll();
    await disconnect([other]);
    const chosen = await listChosenAccounts(harness().context(), {
      accountIds: [two, one, one, other, "no-such-account"],
    });
    expect(chosen).toEqual([
      { id: one, username: "casa.marisol", label: "", status: "active" },
      { id: two, username: "harbour.dental", label: "", status: "active" },
    ]);
  });
});
