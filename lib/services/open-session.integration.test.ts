import { beforeEach, expect, it } from "vitest";
import type { Database } from "@/lib/db/client";
import { deletePasskeys, insertPasskey } from "@/lib/db/passkeys";
import { findUserById, type UserRow } from "@/lib/db/users";
import { onBothDatabases } from "@/lib/test/harness";
import { createUser } from "@/prisma/factories";
import { FACTORY_PASSWORD } from "@/prisma/factory-password";
import { type ServiceContext, serverContext } from "./context";
import { openSession } from "./open-session";
import { resetOwner } from "./reset-owner";
import { signIn } from "./sign-in";

const GRACE = { id: "grace", name: "Grace", email: "grace@example.com" };
const VISITOR = { address: "192.0.2.7", userAgent: "", previousSessionId: null };

onBothDatabases("opening a session", (harness) => {
  const server = () => serverContext(harness().adapters);
  const reset = (keepSecondFactor = true) =>
    resetOwner(server(), GRACE, { password: "kestrel marble quartz", keepSecondFactor });
  const found = async (): Promise<UserRow> => {
    const user = await findUserById(harness().db, GRACE.id);
    if (user === null) throw new Error("Grace is not there.");
    return user;
  };
  const signedIn = async () => (await harness().auditEvents()).filter(({ action }) => action === "signed_in");

  beforeEach(async () => {
    await createUser({ ...GRACE, createdAt: harness().adapters.clock() }, harness().db);
  });

  it("opens none for a password that was changed since it was judged", async () => {
    const before = await found();
    await reset();
    expect(await openSession(server(), before, { method: "password" }, VISITOR)).toBeNull();
    expect(await harness().db.session.count()).toBe(0);
    expect(await signedIn()).toEqual([]);
    expect(await openSession(server(), await found(), { method: "password" }, VISITOR)).not.toBeNull();
  });

  it("opens none for a passkey that is gone, nor for a person who is", async () => {
    const now = harness().adapters.clock();
    const passkey = { id: "k", userId: GRACE.id, name: "Key", publicKey: "AA", counter: 0, transports: "" };
    await insertPasskey(harness().db, { ...passkey, createdAt: now, lastUsedAt: null });
    const proven = { method: "passkey", passkeyId: "k" } as const;
    expect(await openSession(server(), await found(), proven, VISITOR)).not.toBeNull();
    // Nor for a password alone: the passkey was added after it was judged.
    expect(await openSession(server(), await found(), { method: "password" }, VISITOR)).toBeNull();
    expect(await openSession(server(), await found(), { method: "password_and_code" }, VISITOR)).not.toBeNull();
    await deletePasskeys(harness().db, GRACE.id);
    expect(await openSession(server(), await found(), proven, VISITOR)).toBeNull();
    const before = await found();
    await harness().db.user.delete({ where: { id: GRACE.id } });
    expect(await openSession(server(), before, { method: "password" }, VISITOR)).toBeNull();
  });

  it("lets no sign-in with the old password outlive a reset that comes while it is under way", async () => {
    const { db } = harness();
    // The first transaction after the look at the person is the one that opens the session.
    let [looked, judged] = [false, false];
    const transaction: Database["transaction"] = async (work) => {
      if (looked && !judged) {
        judged = true;
        await reset();
      }
      return db.transaction(work);
    };
    const slow = new Proxy(db, {
      get: (target, name) => {
        looked ||= name === "user";
        return name === "transaction" ? transaction : Reflect.get(target, name);
      },
    });
    const ctx: ServiceContext = { ...server(), db: slow };
    const outcome = await signIn(ctx, { email: GRACE.email, password: FACTORY_PASSWORD, ...VISITOR });
    expect([judged, outcome.kind]).toEqual([true, "wrong"]);
    expect(await db.session.count()).toBe(0);
    expect((await harness().auditEvents()).at(-1)).toMatchObject({ action: "sign_in_failed", subject: GRACE.email });
  });

  it("leaves none behind, whichever of a reset and a sign-in comes first", async () => {
    for (let round = 1; round <= 5; round += 1) {
      const before = await found();
      await Promise.all([
        openSession(server(), before, { method: "password" }, VISITOR),
        resetOwner(server(), GRACE, { password: `kestrel marble quartz ${round}`, keepSecondFactor: true }),
      ]);
      expect(await harness().db.session.count(), `round ${round}`).toBe(0);
    }
  });
});
