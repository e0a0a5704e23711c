import { expect, it } from "vitest";
import { openDatabase } from "@/lib/db/client";
import { insertSession } from "@/lib/db/sessions";
import { insertUser } from "@/lib/db/users";
import { after, MINUTE } from "@/lib/domain/durations";
import { ROLES, type Role } from "@/lib/domain/role";
import { onBothDatabases } from "@/lib/test/harness";
import { changeRole } from "./change-role";
import { driveBatch } from "./drive-batch";
import { listTeam } from "./list-team";
import { readSession } from "./read-session";
import { removePerson } from "./remove-person";
import { signOutPerson } from "./sign-out-person";
import { startExtendBatch } from "./start-batch";

/** Within one process better-sqlite3 waits for the other connection without letting it run, for seconds a round. */
const ROUNDS = { sqlite: 1, postgresql: 8 };

onBothDatabases("the team", (harness) => {
  async function addPerson(userId: string, role: Role): Promise<void> {
    const { db, adapters } = harness();
    const person = { id: userId, email: `${userId}@example.com`, name: `${userId} of the team`, role };
    await insertUser(db, { ...person, passwordHash: "unused", createdAt: adapters.clock() });
  }

  async function addSession(userId: string): Promise<string> {
    const { db, adapters } = harness();
    const now = adapters.clock();
    const id = `session-of-${userId}`;
    const [method, userAgent, address] = ["password" as const, "test", "192.0.2.9"];
    const times = { createdAt: now, lastSeenAt: now, provenAt: now, expiresAt: after(now, 60 * MINUTE) };
    await insertSession(db, { id, userId, userAgent, address, method, ...times });
    return id;
  }

  const as = (userId: string, role: Role = "owner") =>
    harness().context({ userId, role, name: `${userId} of the team` });

  async function roles(): Promise<Record<string, string>> {
    const rows = await harness().db.user.findMany({ select: { id: true, role: true } });
    return Object.fromEntries(rows.map(({ id, role }) => [id, role]));
  }

  it("changes a role from the next request on, with a row in the audit log", async () => {
    await addPerson("bo", "manager");
    const sessionId = await addSession("bo");
    expect(await changeRole(as("ada"), { userId: "bo", role: "viewer" })).toEqual({
      kind: "changed",
      name: "bo of the team",
      rose: false,
    });
    expect(await readSession(harness().adapters, sessionId, "192.0.2.9")).toMatchObject({ role: "viewer" });
    expect(await harness().auditEvents()).toMatchObject([
      {
        action: "role_changed",
        outcome: "done",
        actorId: "ada",
        address: "192.0.2.1",
        subject: "bo@example.com",
        detail: JSON.stringify({ from: "manager", to: "viewer" }),
      },
    ]);
  });

  it.each([
    ["viewer", "manager", 0],
    ["manager", "owner", 0],
    ["manager", "viewer", 1],
  ] as const)("from %s to %s leaves %i sessions: a rise signs out everywhere", async (from, to, left) => {
    await addPerson("bo", from);
    await addSession("bo");
    await addSession("ada");
    expect(await changeRole(as("ada"), { userId: "bo", role: to })).toMatchObject({
      kind: "changed",
      rose: left === 0,
    });
    expect(await harness().db.session.count({ where: { userId: "bo" } })).toBe(left);
    expect(await harness().db.session.count({ where: { userId: "ada" } })).toBe(1);
  });

  it("says what it did not change", async () => {
    await addPerson("bo", "manager");
    expect(await changeRole(as("ada"), { userId: "bo", role: "manager" })).toMatchObject({ kind: "unchanged" });
    expect(await changeRole(as("ada"), { userId: "nobody", role: "manager" })).toEqual({ kind: "not_found" });
    expect(await removePerson(as("ada"), { userId: "nobody" })).toEqual({ kind: "not_found" });
    expect(await harness().auditEvents()).toEqual([]);
  });

  it("keeps the last owner, and writes down that somebody tried", async () => {
    await addPerson("bo", "manager");
    expect(await changeRole(as("ada"), { userId: "ada", role: "manager" })).toMatchObject({ kind: "last_owner" });
    expect(await removePerson(as("ada"), { userId: "ada" })).toMatchObject({ kind: "last_owner" });
    expect(await roles()).toEqual({ ada: "owner", bo: "manager" });
    expect((await harness().auditEvents()).map(({ action, outcome }) => [action, outcome])).toEqual([
      ["role_changed", "refused"],
      ["person_removed", "refused"],
    ]);
  });

  it("lets an owner step down or leave while another one stays", async () => {
    await addPerson("bo", "owner");
    await addPerson("cleo", "owner");
    expect(await changeRole(as("bo"), { userId: "bo", role: "viewer" })).toMatchObject({ kind: "changed" });
    expect(await removePerson(as("cleo"), { userId: "cleo" })).toMatchObject({ kind: "removed" });
    expect(await roles()).toEqual({ ada: "owner", bo: "viewer" });
  });

  it("takes a removed person's sessions, and keeps what the history says", async () => {
    const h = harness();
    await addPerson("bo", "manager");
    const sessionId = await addSession("bo");
    const accountId = await h.connect("casa.marisol");
    const runId = await startExtendBatch(as("bo", "manager"), { accountIds: [accountId] });
    await h.db.accountEvent.updateMany({ where: { accountId }, data: { actorId: "bo", actorName: "bo of the team" } });
    expect(await removePerson(as("ada"), { userId: "bo" })).toEqual({ kind: "removed", name: "bo of the team" });
    expect(await readSession(h.adapters, sessionId, "192.0.2.9")).toBeNull();
    expect(await h.events(accountId)).toMatchObject([{ actorName: "bo of the team" }]);

    await driveBatch(h.adapters, runId ?? "");
    expect(await h.db.batchRun.findUnique({ where: { id: runId ?? "" } })).toMatchObject({
      startedByName: "bo of the team",
      finishedAt: expect.any(Date),
    });
    expect((await h.events(accountId)).at(-1)).toMatchObject({ actorId: "bo", actorName: "bo of the team" });
  });

  it("signs a person out everywhere, who stays in the team", async () => {
    await addPerson("bo", "manager");
    const sessionId = await addSession("bo");
    await addSession("ada");
    expect(await signOutPerson(as("ada"), { userId: "bo" })).toEqual({ kind: "signed_out", name: "bo of the team" });
    expect(await readSession(harness().adapters, sessionId, "192.0.2.9")).toBeNull();
    expect(await signOutPerson(as("ada"), { userId: "bo" })).toMatchObject({ kind: "not_signed_in" });
    expect(await signOutPerson(as("ada"), { userId: "nobody" })).toEqual({ kind: "not_found" });
    expect(await roles()).toEqual({ ada: "owner", bo: "manager" });
    expect(await harness().db.session.count({ where: { userId: "ada" } })).toBe(1);
    expect(await harness().auditEvents()).toMatchObject([
      {
        action: "person_signed_out",
        outcome: "done",
        actorId: "ada",
        subject: "bo@example.com",
        detail: '{"sessions":1}',
      },
    ]);
  });

  it("keeps the browser that asks, when somebody signs themselves out of the others", async () => {
    await addPerson("bo", "owner");
    const own = await addSession("bo");
    const self = { ...as("bo"), actor: { ...as("bo").actor, sessionId: own } };
    expect(await signOutPerson(self, { userId: "bo" })).toMatchObject({ kind: "not_signed_in" });
    expect(await readSession(harness().adapters, own, "192.0.2.9")).not.toBeNull();
  });

  it("asks for a fresh proof", async () => {
    await addPerson("bo", "manager");
    const stale = {
      ...as("ada"),
      actor: { ...as("ada").actor, provenAt: after(harness().adapters.clock(), -11 * MINUTE) },
    };
    await expect(changeRole(stale, { userId: "bo", role: "viewer" })).rejects.toMatchObject({ code: "proof_needed" });
    await expect(removePerson(stale, { userId: "bo" })).rejects.toMatchObject({ code: "proof_needed" });
    await expect(signOutPerson(stale, { userId: "bo" })).rejects.toMatchObject({ code: "proof_needed" });
    expect(await roles()).toEqual({ ada: "owner", bo: "manager" });
  });

  it("stops somebody who was an owner when the request began and is none any more", async () => {
    await addPerson("bo", "owner");
    await addPerson("cleo", "manager");
    const begun = as("bo");
    await changeRole(as("ada"), { userId: "bo", role: "manager" });
    await expect(changeRole(begun, { userId: "ada", role: "viewer" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(removePerson(begun, { userId: "cleo" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(signOutPerson(begun, { userId: "ada" })).rejects.toMatchObject({ code: "forbidden" });
    expect(await roles()).toEqual({ ada: "owner", bo: "manager", cleo: "manager" });
  });

  it("tells everybody who is here, without anything that opens a door", async () => {
    const { db, adapters } = harness();
    await addPerson("bo", "viewer");
    await addPerson("cleo", "viewer");
    await addSession("bo");
    await db.user.update({ where: { id: "bo" }, data: { totpConfirmedAt: adapters.clock(), sealedTotp: "sealed" } });
    const passkey = { name: "Key", publicKey: "x", counter: 0, transports: "", createdAt: adapters.clock() };
    await db.passkey.create({ data: { id: "key", userId: "cleo", ...passkey } });
    for (const role of ROLES) {
      const { people } = await listTeam(as("ada", role));
      expect(people.map(({ id, hasSecondFactor, lastSeenAt }) => [id, hasSecondFactor, lastSeenAt !== null])).toEqual(
        expect.arrayContaining([
          ["ada", false, false],
          ["bo", true, true],
          ["cleo", true, false],
        ]),
      );
      expect(Object.keys(people[0] ?? {}).sort()).toEqual([
        "email",
        "hasSecondFactor",
        "id",
        "lastSeenAt",
        "name",
        "role",
      ]);
    }
  });

  type Act = (ctx: ReturnType<typeof as>, userId: string) => Promise<unknown>;
  const demote: Act = (ctx, userId) => changeRole(ctx, { userId, role: "viewer" });
  const remove: Act = (ctx, userId) => removePerson(ctx, { userId });
  const races: [string, Act, Act][] = [
    ["demote", demote, demote],
    ["remove", remove, remove],
    ["demote and remove", demote, remove],
  ];

  it.each(races)("leaves one owner when two %s each other at the same moment", async (_, one, other) => {
    const { db, adapters } = harness();
    // As another process would: with a connection of its own.
    const second = openDatabase(adapters.settings.databaseUrl);
    try {
      for (let round = 0; round < ROUNDS[db.kind]; round += 1) {
        await db.user.deleteMany();
        await addPerson("ada", "owner");
        await addPerson("bo", "owner");
        const results = await Promise.allSettled([one(as("ada"), "bo"), other({ ...as("bo"), db: second }, "ada")]);
        expect(Object.values(await roles()).filter((role) => role === "owner")).toHaveLength(1);
        expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
        expect(results.find((result) => result.status === "rejected")?.reason).toMatchObject({ code: "forbidden" });
      }
    } finally {
      await second.close();
    }
  });

  it("leaves one owner when two step down at the same moment", async () => {
    const { db, adapters } = harness();
    const second = openDatabase(adapters.settings.databaseUrl);
    try {
      for (let round = 0; round < ROUNDS[db.kind]; round += 1) {
        await db.user.deleteMany();
        await addPerson("ada", "owner");
        await addPerson("bo", "owner");
        const outcomes = await Promise.all([demote(as("ada"), "ada"), demote({ ...as("bo"), db: second }, "bo")]);
        expect(outcomes.map((outcome) => (outcome as { kind: string }).kind).sort()).toEqual(["changed", "last_owner"]);
      }
    } finally {
      await second.close();
    }
  });
});
