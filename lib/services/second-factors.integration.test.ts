import { setTimeout as pause } from "node:timers/promises";
import { Secret } from "otpauth";
import { expect, it } from "vitest";
import { openDatabase } from "@/lib/db/client";
import { touchSession } from "@/lib/db/sessions";
import { MINUTE, SECOND } from "@/lib/domain/durations";
import { onBothDatabases } from "@/lib/test/harness";
import { SoftwareAuthenticator } from "@/lib/test/software-authenticator";
import { createSession, createUser } from "@/prisma/factories";
import { addPasskey } from "./add-passkey";
import { authenticatorContext } from "./authenticator-secret";
import { confirmAuthenticator } from "./confirm-authenticator";
import { giveProof } from "./give-proof";
import { makeRecoveryCodes } from "./make-recovery-codes";
import { readSecondFactors } from "./read-second-factors";
import { readSession } from "./read-session";
import { recordAudit } from "./record-audit";
import { removeAuthenticator } from "./remove-authenticator";
import { removePasskey } from "./remove-passkey";
import { renamePasskey } from "./rename-passkey";
import { setFactorRule } from "./set-factor-rule";
import { startAuthenticator } from "./start-authenticator";
import { startPasskey } from "./start-passkey";

const ORIGIN = "http://localhost:3000";
const STALE = { code: "proof_needed" };

import { factorActs } from "@/lib/test/factor-acts";

onBothDatabases("second factors", (harness) => {
  const { ada, sessionId, start, addAuthenticator, turnOn, register, proveByCode, actions } = factorActs(harness);

  it("adds an authenticator app once it has shown a code, with recovery codes", async () => {
    const { secret, uri, code } = await start();
    expect(new URL(uri)).toMatchObject({ protocol: "otpauth:", host: "totp" });
    expect(Object.fromEntries(new URL(uri).searchParams)).toEqual({
      issuer: "Perennial",
      secret,
      algorithm: "SHA1",
      digits: "6",
      period: "30",
    });
    expect(Secret.fromBase32(secret).bytes.length).toBe(20);
    expect(await readSecondFactors(ada())).toEqual({ authenticator: false, passkeys: 0, recoveryCodes: 0 });
    expect(await giveProof(ada(), { kind: "code", code: code() })).toEqual({ kind: "wrong" });
    expect(await confirmAuthenticator(ada(), { code: code(-60 * SECOND) })).toEqual({ kind: "wrong" });
    const confirmed = await turnOn(code());
    const codes = confirmed.kind === "confirmed" ? (confirmed.recoveryCodes ?? []) : [];
    expect(new Set(codes).size).toBe(10);
    expect(await readSecondFactors(ada())).toEqual({ authenticator: true, passkeys: 0, recoveryCodes: 10 });
    expect(await giveProof(ada(), { kind: "code", code: code() })).toEqual({ kind: "wrong" });
    expect(await proveByCode(codes[3])).toBe("proven");
    expect((await readSecondFactors(ada())).recoveryCodes).toBe(9);
    expect(await startAuthenticator(ada())).toEqual({ kind: "already_there" });
  });

  it("gives the session a new id when a factor is added", async () => {
    const before = sessionId();
    await addAuthenticator();
    const between = sessionId();
    await register(new SoftwareAuthenticator(ORIGIN));
    expect(new Set([before, between, sessionId()]).size).toBe(3);
    expect(await harness().db.session.findMany({ select: { id: true } })).toEqual([{ id: sessionId() }]);
  });

  it.each(["authenticator", "passkey"])("signs out every other browser with the first factor, by %s", async (way) => {
    const { db, adapters } = harness();
    const bo = await createUser({ id: "bo", email: "bo@example.com", name: "Bo" }, db);
    const seen = { createdAt: ada().now, lastSeenAt: ada().now };
    const others = await Promise.all([0, 1].map(() => createSession({ userId: "ada", ...seen }, db)));
    const stranger = await createSession({ userId: bo.id, ...seen }, db);
    const alive = async (id: string) => (await readSession(adapters, id, "192.0.2.1")) !== null;
    const add = () => (way === "passkey" ? register(new SoftwareAuthenticator(ORIGIN)) : addAuthenticator());
    expect(await add()).toMatchObject({ ended: 2 });
    expect(await Promise.all([sessionId(), stranger.id, ...others.map(({ id }) => id)].map(alive))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect((await harness().auditEvents())[0]?.detail).toBe('{"sessions_ended":2}');
    const known = await createSession({ userId: "ada", ...seen }, db);
    expect(await register(new SoftwareAuthenticator(ORIGIN))).toMatchObject({ ended: 0 });
    expect(await alive(known.id)).toBe(true);
  });

  it("waits for the session before its turn in the log, so that a proof at the same moment is no deadlock", async () => {
    const { db, adapters } = harness();
    const { code } = await start();
    let attempts = 0;
    const counted = (work: Parameters<typeof db.transaction>[0]) =>
      db.transaction((tx) => {
        attempts += 1;
        return work(tx);
      });
    const watched = new Proxy(db, {
      get: (target, name) => (name === "transaction" ? counted : Reflect.get(target, name)),
    });
    const other = openDatabase(adapters.settings.databaseUrl);
    try {
      let adding: Promise<unknown> = Promise.resolve();
      await other.transaction(async (tx) => {
        await touchSession(tx, sessionId(), ada().now);
        // SQLite has one writer at a time and makes the second one wait at its beginning.
        if (db.kind === "postgresql") {
          adding = confirmAuthenticator({ ...ada(), db: watched }, { code: code() });
          await pause(500);
        }
        await recordAudit(ada(), tx, { action: "proof_given" });
      });
      if (db.kind === "sqlite") adding = confirmAuthenticator({ ...ada(), db: watched }, { code: code() });
      expect(await adding).toMatchObject({ kind: "confirmed" });
      expect(attempts).toBe(1);
    } finally {
      await other.close();
    }
  });

  it("keeps secrets sealed and codes hashed", async () => {
    const { secret, code } = await start();
    const confirmed = await turnOn(code());
    const [first = ""] = (confirmed.kind === "confirmed" && confirmed.recoveryCodes) || [];
    const { sealedTotp } = await harness().db.user.findUniqueOrThrow({ where: { id: "ada" } });
    const stored = JSON.stringify([
      sealedTotp,
      await harness().db.recoveryCode.findMany(),
      await harness().auditEvents(),
    ]);
    for (const clear of [secret, first, first.replaceAll("-", "")]) expect(stored).not.toContain(clear);
    const { vault } = harness().adapters;
    expect(vault.open(sealedTotp ?? "", authenticatorContext("ada"))).toBe(secret);
    expect(() => vault.open(sealedTotp ?? "", authenticatorContext("bo"))).toThrow();
  });

  it("confirms one secret once, and the newest one only", async () => {
    const first = await start();
    const second = await start();
    expect(await confirmAuthenticator(ada(), { code: first.code() })).toEqual({ kind: "wrong" });
    const both = await Promise.all([0, 1].map(() => confirmAuthenticator(ada(), { code: second.code() })));
    expect(both.map(({ kind }) => kind).sort()).toEqual(["confirmed", "not_started"]);
    expect(await actions()).toEqual(["authenticator_added", "recovery_codes_made"]);
  });

  it("makes new recovery codes, after which no old one works", async () => {
    expect(await makeRecoveryCodes(ada())).toEqual({ kind: "no_factor" });
    const confirmed = await addAuthenticator();
    const old = (confirmed.kind === "confirmed" && confirmed.recoveryCodes) || [];
    const made = await makeRecoveryCodes(ada());
    const codes = made.kind === "made" ? made.codes : [];
    expect(await proveByCode(old[0])).toBe("wrong");
    expect(await proveByCode(codes[0])).toBe("proven");
    expect((await readSecondFactors(ada())).recoveryCodes).toBe(9);
  });

  it("needs a fresh proof for everything but a new name", async () => {
    const old = harness().context({ provenAt: new Date(ada().now.getTime() - 11 * MINUTE) });
    const input = { name: "", challengeId: "", response: null };
    await expect(startAuthenticator(old)).rejects.toMatchObject(STALE);
    await expect(confirmAuthenticator(old, { code: "123456" })).rejects.toMatchObject(STALE);
    await expect(removeAuthenticator(old)).rejects.toMatchObject(STALE);
    await expect(makeRecoveryCodes(old)).rejects.toMatchObject(STALE);
    await expect(startPasskey(old)).rejects.toMatchObject(STALE);
    await expect(addPasskey(old, input)).rejects.toMatchObject(STALE);
    await expect(removePasskey(old, "any")).rejects.toMatchObject(STALE);
    await expect(setFactorRule(old, false)).rejects.toMatchObject(STALE);
    expect(await renamePasskey(old, { id: "any", name: "New" })).toEqual({ kind: "gone" });
  });
});
