import { setTimeout as pause } from "node:timers/promises";
import { Secret, TOTP } from "otpauth";
import { beforeEach, expect, it } from "vitest";
import { openDatabase } from "@/lib/db/client";
import { touchSession } from "@/lib/db/sessions";
import { MINUTE, SECOND } from "@/lib/domain/durations";
import { MOST_PASSKEYS } from "@/lib/domain/passkey";
import { mayDo, VERBS } from "@/lib/domain/role";
import { onBothDatabases } from "@/lib/test/harness";
import { type SigningChanges, SoftwareAuthenticator } from "@/lib/test/software-authenticator";
import { createSession, createUser } from "@/prisma/factories";
import { type AddPasskeyOutcome, addPasskey } from "./add-passkey";
import { authenticatorContext } from "./authenticator-secret";
import { confirmAuthenticator } from "./confirm-authenticator";
import { authorize, type PersonContext } from "./context";
import { giveProof } from "./give-proof";
import { listPasskeys } from "./list-passkeys";
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
import { startPasskeyUse } from "./start-passkey-use";

const ORIGIN = "http://localhost:3000";
const STALE = { code: "proof_needed" };

onBothDatabases("second factors", (harness) => {
  /** It gets a new id whenever a factor is added. */
  let sessionId = "";
  const ada = (): PersonContext => harness().context({ sessionId });

  beforeEach(async () => {
    const now = harness().adapters.clock();
    sessionId = (await createSession({ userId: "ada", createdAt: now, lastSeenAt: now }, harness().db)).id;
  });

  async function start(ctx = ada()) {
    const outcome = await startAuthenticator(ctx);
    if (outcome.kind !== "started") throw new Error(outcome.kind);
    const app = new TOTP({ secret: Secret.fromBase32(outcome.secret) });
    return { ...outcome, code: (offset = 0) => app.generate({ timestamp: ctx.now.getTime() + offset }) };
  }

  async function addAuthenticator() {
    const { code } = await start();
    return turnOn(code());
  }

  async function turnOn(code: string) {
    const outcome = await confirmAuthenticator(ada(), { code });
    if (outcome.kind === "confirmed") sessionId = outcome.session.id;
    return outcome;
  }

  async function register(
    authenticator: SoftwareAuthenticator,
    { ctx = ada(), name = "Laptop", changes }: { ctx?: PersonContext; name?: string; changes?: SigningChanges } = {},
  ): Promise<AddPasskeyOutcome> {
    const asked = await startPasskey(ctx);
    if (asked.kind !== "ask") throw new Error(asked.kind);
    const response = authenticator.register(asked.options, changes);
    const outcome = await addPasskey(ctx, { name, challengeId: asked.challengeId, response });
    if (outcome.kind === "added" && ctx.actor.userId === "ada") sessionId = outcome.session.id;
    return outcome;
  }

  /** A recovery code as the proof. */
  async function proveByCode(code = "") {
    const outcome = await giveProof(ada(), { kind: "code", code });
    if (outcome.kind === "proven") sessionId = outcome.session.id;
    return outcome.kind;
  }

  const actions = async () => (await harness().auditEvents()).map(({ action }) => action);

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
    const before = sessionId;
    await addAuthenticator();
    const between = sessionId;
    await register(new SoftwareAuthenticator(ORIGIN));
    expect(new Set([before, between, sessionId]).size).toBe(3);
    expect(await harness().db.session.findMany({ select: { id: true } })).toEqual([{ id: sessionId }]);
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
    expect(await Promise.all([sessionId, stranger.id, ...others.map(({ id }) => id)].map(alive))).toEqual([
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
        await touchSession(tx, sessionId, ada().now);
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

  it("adds, lists, renames and removes passkeys", async () => {
    const laptop = new SoftwareAuthenticator(ORIGIN);
    const phone = new SoftwareAuthenticator(ORIGIN);
    expect(await register(laptop, { name: "  My \u202e laptop " })).toMatchObject({ kind: "added", name: "My laptop" });
    expect(await register(phone, { name: "" })).toMatchObject({ kind: "added", name: "Passkey", recoveryCodes: null });
    expect(await harness().db.passkey.findUnique({ where: { id: laptop.id } })).toMatchObject({
      publicKey: laptop.publicKey,
      transports: "internal",
    });
    expect(await renamePasskey(ada(), { id: phone.id, name: "Phone" })).toEqual({ kind: "renamed", name: "Phone" });
    expect(await renamePasskey(ada(), { id: phone.id, name: " \n " })).toEqual({ kind: "no_name" });
    expect((await listPasskeys(ada())).map(({ name }) => name).sort()).toEqual(["My laptop", "Phone"]);
    expect(await removePasskey(ada(), laptop.id)).toBe("removed");
    expect(await removePasskey(ada(), laptop.id)).toBe("gone");
    expect((await readSecondFactors(ada())).recoveryCodes).toBe(10);
    expect(await removePasskey(ada(), phone.id)).toBe("removed");
    expect(await readSecondFactors(ada())).toEqual({ authenticator: false, passkeys: 0, recoveryCodes: 0 });
    expect(await actions()).toEqual([
      "passkey_added",
      "recovery_codes_made",
      "passkey_added",
      "passkey_renamed",
      "passkey_removed",
      "passkey_removed",
    ]);
  });

  it.each<[string, SigningChanges]>([
    ["another origin", { origin: "https://evil.example" }],
    ["another relying party", { rpId: "evil.example" }],
    ["another challenge", { challenge: "YW5vdGhlcg" }],
    ["a sign-in's answer", { type: "webauthn.get" }],
    ["nobody verified", { userVerified: false }],
  ])("refuses a new passkey with %s", async (_what, changes) => {
    expect(await register(new SoftwareAuthenticator(ORIGIN), { changes })).toEqual({ kind: "refused" });
    expect(await harness().db.passkey.count()).toBe(0);
  });

  it("takes an answer once, from the session that asked, in time and for a new passkey only", async () => {
    const ctx = ada();
    const authenticator = new SoftwareAuthenticator(ORIGIN);
    const asked = await startPasskey(ctx);
    if (asked.kind !== "ask") throw new Error(asked.kind);
    const { challengeId, options } = asked;
    const input = { name: "Laptop", challengeId, response: authenticator.register(options) };
    expect(await addPasskey(harness().context({ sessionId: "another" }), input)).toEqual({ kind: "refused" });
    const both = await Promise.all([0, 1].map(() => addPasskey(ctx, input)));
    expect(both.map(({ kind }) => kind).sort()).toEqual(["added", "refused"]);
    sessionId = both.flatMap((outcome) => (outcome.kind === "added" ? [outcome.session.id] : []))[0] ?? "";
    expect(await register(authenticator)).toEqual({ kind: "known_already" });
    const proof = await startPasskeyUse(ada(), { purpose: "proof", address: "192.0.2.1" });
    if (proof.kind !== "ask") throw new Error(proof.kind);
    const other = new SoftwareAuthenticator(ORIGIN);
    const response = other.register({ ...options, challenge: proof.options.challenge });
    expect(await addPasskey(ada(), { ...input, challengeId: proof.challengeId, response })).toEqual({
      kind: "refused",
    });
    const late = await startPasskey(ada());
    if (late.kind !== "ask") throw new Error(late.kind);
    harness().simulator.simulator.advance({ ms: 5 * MINUTE });
    const answer = { name: "Late", challengeId: late.challengeId, response: other.register(late.options) };
    expect(await addPasskey(ada(), answer)).toEqual({ kind: "refused" });
  });

  it("refuses a passkey that somebody else has, and one too many", async () => {
    const authenticator = new SoftwareAuthenticator(ORIGIN);
    const bo = await createUser({ id: "bo", email: "bo@example.com", name: "Bo" }, harness().db);
    const session = await createSession({ userId: bo.id }, harness().db);
    const other = harness().context({ userId: bo.id, email: bo.email, sessionId: session.id });
    expect(await register(authenticator, { ctx: other })).toMatchObject({ kind: "added" });
    expect(await register(authenticator)).toEqual({ kind: "known_already" });
    expect(await renamePasskey(ada(), { id: authenticator.id, name: "Mine" })).toEqual({ kind: "gone" });
    expect(await removePasskey(ada(), authenticator.id)).toBe("gone");
    expect((await harness().auditEvents()).at(-1)?.action).not.toBe("passkey_removed");
    for (let count = 0; count < MOST_PASSKEYS; count += 1) {
      expect((await register(new SoftwareAuthenticator(ORIGIN))).kind).toBe("added");
    }
    expect(await register(new SoftwareAuthenticator(ORIGIN))).toEqual({ kind: "too_many" });
  });

  it("cannot be required by somebody who has none, nor lost while required", async () => {
    expect(await setFactorRule(ada(), true)).toBe("own_factor_first");
    await addAuthenticator();
    const laptop = new SoftwareAuthenticator(ORIGIN);
    await register(laptop);
    expect(await setFactorRule(ada(), true)).toBe("set");
    const both = await Promise.all([removeAuthenticator(ada()), removePasskey(ada(), laptop.id)]);
    expect(both.sort()).toEqual(["last_one_required", "removed"]);
    const left = await readSecondFactors(ada());
    expect(Number(left.authenticator) + left.passkeys).toBe(1);
    expect(await setFactorRule(ada(), false)).toBe("set");
    expect([await removeAuthenticator(ada()), await removePasskey(ada(), laptop.id)]).toContain("removed");
    expect(await readSecondFactors(ada())).toEqual({ authenticator: false, passkeys: 0, recoveryCodes: 0 });
  });

  it("stands before everything else while it is required and missing", async () => {
    const { adapters, db } = harness();
    const bo = await createUser({ id: "bo", email: "bo@example.com", name: "Bo" }, db);
    const session = await createSession({ userId: bo.id, createdAt: ada().now, lastSeenAt: ada().now }, db);
    const actor = async () => {
      const person = await readSession(adapters, session.id, "192.0.2.9");
      if (person === null) throw new Error("no session");
      return person;
    };
    expect((await actor()).mustAddFactor).toBe(false);
    await addAuthenticator();
    await setFactorRule(ada(), true);
    const gated = { ...ada(), actor: await actor() };
    expect(gated.actor.mustAddFactor).toBe(true);
    for (const verb of VERBS.filter((each) => each !== "change_profile" && mayDo("manager", each))) {
      expect(() => authorize(gated, verb)).toThrow(expect.objectContaining({ code: "second_factor_needed" }));
    }
    expect(() => authorize(gated, "see_audit")).toThrow(expect.objectContaining({ code: "forbidden" }));
    authorize(gated, "change_profile");
    const ctx = harness().context(gated.actor);
    const added = await register(new SoftwareAuthenticator(ORIGIN), { ctx });
    if (added.kind === "added") session.id = added.session.id;
    expect((await actor()).mustAddFactor).toBe(false);
  });

  it("is an owner's to require", async () => {
    for (const role of ["manager", "viewer"] as const) {
      await expect(setFactorRule(harness().context({ role }), true)).rejects.toMatchObject({ code: "forbidden" });
    }
  });
});
