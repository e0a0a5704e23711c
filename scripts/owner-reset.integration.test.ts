import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DatabaseKind } from "@/lib/db/database-url";
import { migrateDatabase } from "@/lib/db/migrate";
import { type Adapters, serverContext } from "@/lib/services/context";
import { readSession } from "@/lib/services/read-session";
import { signIn } from "@/lib/services/sign-in";
import { createTestDatabase } from "@/lib/test/harness";
import { createSession, createUser } from "@/prisma/factories";
import { FACTORY_PASSWORD } from "@/prisma/factory-password";
import { localEnvironment } from "./local-environment";
import { newSecrets } from "./local-secrets";
import { adaptersFor } from "./prepare-database";
import { runNode } from "./run-command";

const PRINTED = /^ {2}((?:[a-z]+-){5}[a-z]+)$/m;
/** Milliseconds. Each run starts a process that reads TypeScript. */
const LONG = 240_000;

describe.each<DatabaseKind>(["sqlite", "postgresql"])("npm run owner:reset on %s", (kind) => {
  let env: Record<string, string>;
  let adapters: Adapters;
  let remove: () => Promise<void>;

  beforeAll(async () => {
    const database = await createTestDatabase(kind);
    remove = database.remove;
    const local = {
      port: 3000,
      databaseUrl: database.url,
      simulatorUrl: "http://localhost:4100",
      secrets: newSecrets(),
    };
    env = localEnvironment(local);
    await migrateDatabase(database.url);
    adapters = adaptersFor(env);
  });
  afterAll(async () => {
    await adapters.db.close();
    await remove();
  });

  const run = (...parameters: string[]) =>
    runNode("scripts/run.mjs", ["scripts/owner-reset.ts", ...parameters], { env });
  const enter = (email: string, password: string) =>
    signIn(serverContext(adapters), {
      email,
      password,
      address: "192.0.2.1",
      userAgent: "",
      previousSessionId: null,
    });

  it("says where to begin while there is no owner", { timeout: LONG }, async () => {
    await createUser({ email: "viewer@example.com", role: "viewer" }, adapters.db);
    const { code, output } = await run();
    expect(code).toBe(1);
    expect(output).toContain("There is no owner yet. Open http://localhost:3000/setup");
  });

  it("lets the only owner in again, signed out everywhere and without the lost second factor", {
    timeout: LONG,
  }, async () => {
    const { db } = adapters;
    const now = new Date();
    const { id: userId, email } = await createUser(
      { id: "grace", name: "Grace", email: "grace@example.com", role: "owner" },
      db,
    );
    const { id: sessionId } = await createSession({ userId }, db);
    await db.user.update({
      where: { id: userId },
      data: { sealedTotp: "lost", totpConfirmedAt: now, totpLastStep: 7 },
    });
    await db.recoveryCode.create({ data: { id: "code", userId, codeHash: "hash" } });
    await db.passkey.create({
      data: { id: "key", userId, name: "Key", publicKey: "", counter: 0, transports: "", createdAt: now },
    });
    const { code, output } = await run();
    expect(output).toContain("Grace (grace@example.com) has a new password");
    expect(output).toContain("1 browser was signed out. The second factor was removed");
    expect(code).toBe(0);
    expect(await readSession(adapters, sessionId, "192.0.2.1")).toBeNull();
    expect((await enter(email, PRINTED.exec(output)?.[1] ?? "")).kind).toBe("signed_in");
    expect((await enter(email, FACTORY_PASSWORD)).kind).toBe("wrong");
    expect(await db.user.findUniqueOrThrow({ where: { id: userId } })).toMatchObject({
      sealedTotp: null,
      totpConfirmedAt: null,
      totpLastStep: null,
    });
    expect([await db.recoveryCode.count(), await db.passkey.count()]).toEqual([0, 0]);
    const event = await db.auditEvent.findFirstOrThrow({ where: { action: "password_reset" } });
    expect(event).toMatchObject({ subject: email, actorName: null, address: null });
    expect(JSON.stringify(event)).not.toContain(PRINTED.exec(output)?.[1]);
  });

  it("asks which of several owners is meant, and keeps the second factor when told to", { timeout: LONG }, async () => {
    const { db } = adapters;
    const ada = await createUser({ name: "Ada", email: "ada@example.com", role: "owner" }, db);
    await db.user.update({ where: { id: ada.id }, data: { sealedTotp: "kept", totpConfirmedAt: new Date() } });
    const which = await run();
    expect(which).toMatchObject({ code: 1 });
    for (const text of ["There are several owners", "ada@example.com  (Ada)", "grace@example.com  (Grace)"]) {
      expect(which.output).toContain(text);
    }
    const unknown = await run("viewer@example.com");
    expect(unknown).toMatchObject({ code: 1 });
    expect(unknown.output).toContain("viewer@example.com is no owner's e-mail");
    const before = await db.user.findUniqueOrThrow({ where: { id: "grace" } });
    const { code, output } = await run("ADA@example.com", "--keep-second-factor");
    expect(output).toContain("still asked for");
    expect(code).toBe(0);
    expect((await db.user.findUniqueOrThrow({ where: { id: ada.id } })).sealedTotp).toBe("kept");
    await db.user.update({ where: { id: ada.id }, data: { sealedTotp: null, totpConfirmedAt: null } });
    expect((await enter(ada.email, PRINTED.exec(output)?.[1] ?? "")).kind).toBe("signed_in");
    expect(await db.user.findUniqueOrThrow({ where: { id: "grace" } })).toEqual(before);
  });

  it("changes nothing when it cannot", { timeout: LONG }, async () => {
    const misspelt = await run("--keep-factor");
    expect(misspelt).toMatchObject({ code: 1 });
    expect(misspelt.output).toContain("Write: npm run owner:reset");
    const nothingTyped = await run("grace@example.com", "--ask");
    expect(nothingTyped).toMatchObject({ code: 1 });
    expect(nothingTyped.output).toContain("Nothing was changed.");
    const address = kind === "sqlite" ? "file:/nowhere/perennial.db" : "postgresql://nobody:x@127.0.0.1:1/nothing";
    const away = await runNode("scripts/run.mjs", ["scripts/owner-reset.ts"], {
      env: { ...env, DATABASE_URL: address },
    });
    expect(away).toMatchObject({ code: 1 });
    expect(away.output).toMatch(/There is no database at|The database does not answer/);
    expect(away.output).not.toContain("    at ");
  });
});
