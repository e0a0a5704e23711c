import { randomUUID } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { expect, it } from "vitest";
import { confirmAuthenticator, putPendingAuthenticator } from "@/lib/db/authenticators";
import { insertPasskey } from "@/lib/db/passkeys";
import { replaceRecoveryCodes } from "@/lib/db/recovery-codes";
import { after, MINUTE, SECOND } from "@/lib/domain/durations";
import { OLD_COOKIE_LIFE } from "@/lib/domain/session-rule";
import { onBothDatabases } from "@/lib/test/harness";
import { type SigningChanges, SoftwareAuthenticator } from "@/lib/test/software-authenticator";
import { createSession } from "@/prisma/factories";
import { authenticatorContext, makeAuthenticatorSecret } from "./authenticator-secret";
import { userHandle } from "./check-passkey";
import { type PersonContext, serverContext } from "./context";
import { type GiveProofOutcome, giveProof } from "./give-proof";
import { hashPassword } from "./password";
import { endSession, readSession } from "./read-session";
import { recoveryCodeHash } from "./recovery-code-hash";
import { redeemConnect } from "./redeem-connect";
import { requireProof } from "./require-proof";
import { startConnect } from "./start-connect";
import { startPasskeyUse } from "./start-passkey-use";

const PASSWORD = "seven-words-that-nobody-else-would-think-of";

onBothDatabases("giving a proof", (harness) => {
  const advance = (ms: number) => harness().simulator.simulator.advance({ ms });

  /** Ada in one of her browsers, whose last proof before the test is an hour old. */
  async function stale(browser = "first"): Promise<PersonContext> {
    const { db, adapters } = harness();
    const now = adapters.clock();
    const seen = { userAgent: browser, createdAt: now, lastSeenAt: now, provenAt: after(now, -60 * MINUTE) };
    const { id: sessionId, provenAt } =
      (await db.session.findFirst({ where: { userAgent: browser } })) ??
      (await createSession({ userId: "ada", ...seen }, db));
    return harness().context({ provenAt, sessionId });
  }

  async function isProven(browser = "first"): Promise<boolean> {
    const { now, actor } = await stale(browser);
    return actor.provenAt.getTime() === now.getTime();
  }

  /** What a browser with the cookie of this session is taken for. */
  const holderOf = (sessionId: string) => readSession(harness().adapters, sessionId, "192.0.2.1");

  async function setPassword(): Promise<void> {
    await harness().db.user.update({ where: { id: "ada" }, data: { passwordHash: await hashPassword(PASSWORD) } });
  }

  async function setAuthenticator(): Promise<(offset?: number) => string> {
    const secret = makeAuthenticatorSecret();
    const { db, adapters } = harness();
    const sealed = adapters.vault.seal(secret, authenticatorContext("ada"));
    await putPendingAuthenticator(db, "ada", sealed);
    await confirmAuthenticator(db, { userId: "ada", sealed, step: 0, now: adapters.clock() });
    const app = new TOTP({ secret: Secret.fromBase32(secret) });
    return (offset = 0) => app.generate({ timestamp: adapters.clock().getTime() + offset });
  }

  async function setPasskey(userId = "ada"): Promise<SoftwareAuthenticator> {
    const authenticator = new SoftwareAuthenticator("http://localhost:3000");
    const { id, publicKey, counter } = authenticator;
    const createdAt = harness().adapters.clock();
    await insertPasskey(harness().db, {
      id,
      userId,
      name: "Test",
      publicKey,
      counter,
      transports: "internal",
      createdAt,
      lastUsedAt: null,
    });
    return authenticator;
  }

  async function question(ctx: PersonContext, purpose: "proof" | "sign_in" = "proof") {
    const asked = await startPasskeyUse(ctx, { purpose, address: "192.0.2.1" });
    if (asked.kind !== "ask") throw new Error(asked.kind);
    return asked;
  }

  async function proveByPasskey(
    ctx: PersonContext,
    authenticator: SoftwareAuthenticator,
    changes: SigningChanges = {},
  ): Promise<GiveProofOutcome> {
    const { challengeId, options } = await question(ctx);
    return giveProof(ctx, { kind: "passkey", challengeId, response: authenticator.sign(options, changes) });
  }

  it("takes the password, for this browser alone and for ten minutes", async () => {
    await setPassword();
    const ctx = await stale();
    await stale("another");
    expect(() => requireProof(ctx)).toThrow(expect.objectContaining({ code: "proof_needed" }));
    expect((await giveProof(ctx, { kind: "password", password: PASSWORD })).kind).toBe("proven");
    expect([await isProven(), await isProven("another")]).toEqual([true, false]);
    requireProof(await stale());
    advance(10 * MINUTE);
    requireProof(await stale());
    advance(1);
    const late = await stale();
    expect(() => requireProof(late)).toThrow(expect.objectContaining({ code: "proof_needed" }));
    const events = await harness().auditEvents();
    expect(events.map(({ action, outcome, actorId, detail }) => ({ action, outcome, actorId, detail }))).toEqual([
      { action: "proof_given", outcome: "done", actorId: "ada", detail: '{"way":"password"}' },
    ]);
  });

  it("gives the session a new id; the old cookie is proven never, and alive a few seconds longer", async () => {
    await setPassword();
    const ctx = await stale();
    const old = ctx.actor.sessionId;
    const outcome = await giveProof(ctx, { kind: "password", password: PASSWORD });
    if (outcome.kind !== "proven") throw new Error(outcome.kind);
    const { id, userId, expiresAt } = outcome.session;
    expect(await harness().db.session.findMany()).toMatchObject([{ id, userId, expiresAt, provenAt: ctx.now }]);
    const proven = await holderOf(id);
    expect(proven).toMatchObject({ sessionId: id, provenAt: ctx.now });
    const copy = await holderOf(old);
    if (copy === null) throw new Error("an open tab is signed out");
    expect(copy).toMatchObject({ userId, sessionId: id });
    const thief = harness().context(copy);
    expect(() => requireProof(thief)).toThrow(expect.objectContaining({ code: "proof_needed" }));
    advance(OLD_COOKIE_LIFE - 1);
    expect(await holderOf(old)).not.toBeNull();
    advance(1);
    expect([await holderOf(old), (await holderOf(id))?.userId]).toEqual([null, "ada"]);
  });

  it("signs out what an open tab still knows by its old cookie", async () => {
    await setPassword();
    const ctx = await stale();
    await giveProof(ctx, { kind: "password", password: PASSWORD });
    await endSession(serverContext(harness().adapters), ctx.actor.sessionId, "192.0.2.1");
    expect(await harness().db.session.count()).toBe(0);
  });

  it("gives two proofs of one browser at the same moment the same new id", async () => {
    await setPassword();
    const ctx = await stale();
    const proofs = await Promise.all([0, 1].map(() => giveProof(ctx, { kind: "password", password: PASSWORD })));
    const ids = proofs.map((proof) => (proof.kind === "proven" ? proof.session.id : proof.kind));
    expect(new Set(ids)).toEqual(new Set((await harness().db.session.findMany()).map(({ id }) => id)));
    await expect(
      giveProof(harness().context({ sessionId: "ended" }), { kind: "password", password: PASSWORD }),
    ).rejects.toMatchObject({ code: "not_signed_in" });
  });

  it("takes along what the session has under way: trips to Instagram, and questions to passkeys", async () => {
    await setPassword();
    const authenticator = await setPasskey();
    const ctx = await stale();
    const { state } = await startConnect(ctx, { reconnectAccountId: null });
    const asked = await question(ctx);
    expect((await giveProof(ctx, { kind: "password", password: PASSWORD })).kind).toBe("proven");
    const next = await stale();
    expect(next.actor.sessionId).not.toBe(ctx.actor.sessionId);
    expect((await redeemConnect(next, state)).kind).toBe("claimed");
    const response = authenticator.sign(asked.options);
    const answer = { kind: "passkey", challengeId: asked.challengeId, response } as const;
    expect((await giveProof(next, answer)).kind).toBe("proven");
  });

  it("refuses a wrong password, and writes down that it did, without the password", async () => {
    await setPassword();
    const ctx = await stale();
    expect(await giveProof(ctx, { kind: "password", password: "not-the-password" })).toEqual({ kind: "wrong" });
    expect(await isProven()).toBe(false);
    const events = await harness().auditEvents();
    expect(events).toMatchObject([{ action: "proof_failed", outcome: "refused" }]);
    expect(JSON.stringify(events)).not.toContain("not-the-password");
  });

  it("looks at nothing any more after ten wrong tries, and not at many at the same moment", async () => {
    await setPassword();
    const ctx = await stale();
    const guesses = Array.from({ length: 16 }, (_, count) =>
      giveProof(ctx, { kind: "code", code: String(100_000 + count) }),
    );
    const outcomes = await Promise.all(guesses);
    expect(outcomes.filter(({ kind }) => kind === "wrong").length).toBeLessThanOrEqual(10);
    expect((await giveProof(ctx, { kind: "password", password: PASSWORD })).kind).toBe("slow_down");
    advance(16 * MINUTE);
    const later = await stale();
    const burst = await Promise.all([1, 2, 3, 4].map(() => giveProof(later, { kind: "code", code: "000000" })));
    expect(burst.filter(({ kind }) => kind === "wrong").length).toBeLessThanOrEqual(1);
    advance(16 * MINUTE);
    expect((await giveProof(await stale(), { kind: "password", password: PASSWORD })).kind).toBe("proven");
  });

  it.each([
    ["the present code", 0, "proven"],
    ["the one before", -30 * SECOND, "proven"],
    ["the one after", 30 * SECOND, "proven"],
    ["one of a minute ago", -60 * SECOND, "wrong"],
    ["one of a minute ahead", 60 * SECOND, "wrong"],
  ] as const)("judges %s of the authenticator app", async (_what, offset, kind) => {
    const code = await setAuthenticator();
    expect((await giveProof(await stale(), { kind: "code", code: code(offset) })).kind).toBe(kind);
  });

  it("takes a code once, also when it comes twice at the same moment, and none that is older", async () => {
    const code = await setAuthenticator();
    const ctx = await stale();
    const text = code();
    const both = await Promise.all([0, 1].map(() => giveProof(ctx, { kind: "code", code: text })));
    expect(both.map(({ kind }) => kind).sort()).toEqual(["proven", "wrong"]);
    expect((await giveProof(ctx, { kind: "code", code: text })).kind).toBe("wrong");
    const next = await stale();
    expect((await giveProof(next, { kind: "code", code: code(-30 * SECOND) })).kind).toBe("wrong");
    expect((await giveProof(next, { kind: "code", code: ` ${code(30 * SECOND)} ` })).kind).toBe("proven");
  });

  it("takes a recovery code once, however it is written, and only from its owner", async () => {
    const { db } = harness();
    const code = "0123456789ABCDEF";
    await replaceRecoveryCodes(db, "ada", [{ id: randomUUID(), codeHash: recoveryCodeHash("ada", code) }]);
    const stranger = harness().context({ userId: "bo", sessionId: "session-of-bo" });
    expect((await giveProof(stranger, { kind: "code", code })).kind).toBe("wrong");
    const ctx = await stale();
    const both = await Promise.all(
      ["o123-4567-89ab-cdef", "0123 4567 89AB CDEF"].map((text) => giveProof(ctx, { kind: "code", code: text })),
    );
    expect(both.map(({ kind }) => kind).sort()).toEqual(["proven", "wrong"]);
    expect(await harness().auditEvents()).toEqual(
      expect.arrayContaining([expect.objectContaining({ action: "recovery_code_used", detail: '{"left":0}' })]),
    );
  });

  it("takes a passkey's signature once", async () => {
    const authenticator = await setPasskey();
    const ctx = await stale();
    const { challengeId, options } = await question(ctx);
    expect(options.allowCredentials).toMatchObject([{ id: authenticator.id }]);
    const response = authenticator.sign(options, { userHandle: userHandle("ada") });
    const both = await Promise.all([0, 1].map(() => giveProof(ctx, { kind: "passkey", challengeId, response })));
    expect(both.map(({ kind }) => kind).sort()).toEqual(["proven", "wrong"]);
    expect(await isProven()).toBe(true);
    expect(await harness().db.passkey.findUniqueOrThrow({ where: { id: authenticator.id } })).toMatchObject({
      counter: 1,
      lastUsedAt: ctx.now,
    });
  });

  it.each<[string, SigningChanges]>([
    ["another origin", { origin: "https://evil.example" }],
    ["another port of the same host", { origin: "http://localhost:4000" }],
    ["another relying party", { rpId: "evil.example" }],
    ["another challenge", { challenge: Buffer.from("another challenge").toString("base64url") }],
    ["a registration's answer", { type: "webauthn.create" }],
    ["nobody verified", { userVerified: false }],
    ["somebody else's handle", { userHandle: userHandle("bo") }],
    ["a counter that stands still", { counter: 7 }],
    ["a counter that goes back", { counter: 3 }],
  ])("refuses a signature with %s", async (_what, changes) => {
    const authenticator = await setPasskey();
    authenticator.counter = 6;
    expect((await proveByPasskey(await stale(), authenticator)).kind).toBe("proven");
    advance(SECOND);
    const ctx = await stale();
    expect((await proveByPasskey(ctx, authenticator, changes)).kind).toBe("wrong");
    expect(await isProven()).toBe(false);
  });

  it("takes signatures of an authenticator that has counted as far as it can", async () => {
    const authenticator = await setPasskey();
    for (const counter of [2 ** 31 - 2, 2 ** 31, 2 ** 32 - 2]) {
      authenticator.counter = counter;
      expect((await proveByPasskey(await stale(), authenticator)).kind, String(counter)).toBe("proven");
      advance(SECOND);
    }
  });

  it("refuses a challenge that is too old, of another purpose, of another session, or unknown", async () => {
    const authenticator = await setPasskey();
    const ctx = await stale();
    const answer = async (asked: Awaited<ReturnType<typeof question>>, by = ctx, challengeId = asked.challengeId) =>
      (await giveProof(by, { kind: "passkey", challengeId, response: authenticator.sign(asked.options) })).kind;
    expect(await answer(await question(ctx, "sign_in"))).toBe("wrong");
    expect(await answer(await question(ctx), await stale("another"))).toBe("wrong");
    expect(await answer(await question(ctx), ctx, randomUUID())).toBe("wrong");
    const asked = await question(ctx);
    advance(5 * MINUTE);
    expect(await answer(asked, await stale())).toBe("wrong");
    const next = await stale();
    expect(await answer(await question(next), next)).toBe("proven");
  });

  it("refuses another person's passkey, and answers that are none", async () => {
    const ctx = await stale();
    await harness().db.user.create({
      data: { id: "bo", email: "bo@example.com", name: "Bo", passwordHash: "x", role: "viewer", createdAt: ctx.now },
    });
    expect((await proveByPasskey(ctx, await setPasskey("bo"))).kind).toBe("wrong");
    for (const response of [null, {}, "text", { id: "x", rawId: "x", type: "public-key", response: {} }]) {
      const { challengeId } = await question(ctx);
      expect((await giveProof(ctx, { kind: "passkey", challengeId, response })).kind).toBe("wrong");
    }
  });
});
