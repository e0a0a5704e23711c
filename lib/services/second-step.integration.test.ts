import { Secret, TOTP } from "otpauth";
import { beforeEach, expect, it } from "vitest";
import { MINUTE, SECOND } from "@/lib/domain/durations";
import { onBothDatabases } from "@/lib/test/harness";
import { type SigningChanges, SoftwareAuthenticator } from "@/lib/test/software-authenticator";
import { createSession } from "@/prisma/factories";
import { addPasskey } from "./add-passkey";
import { confirmAuthenticator } from "./confirm-authenticator";
import { serverContext } from "./context";
import { hashPassword } from "./password";
import { type SignInInput, signIn } from "./sign-in";
import { signInWithPasskey } from "./sign-in-with-passkey";
import { startAuthenticator } from "./start-authenticator";
import { startPasskey } from "./start-passkey";
import { startPasskeyUse } from "./start-passkey-use";

const PASSWORD = "seven-words-that-nobody-else-would-think-of";
const VISITOR = { address: "192.0.2.1", userAgent: "test", previousSessionId: null };

onBothDatabases("the second step of a sign-in", (harness) => {
  const server = () => serverContext(harness().adapters);
  const advance = (ms: number) => harness().simulator.simulator.advance({ ms });
  const attempt = (input: Partial<SignInInput> = {}) =>
    signIn(server(), { email: "ada@example.com", password: PASSWORD, ...VISITOR, ...input });

  beforeEach(async () => {
    await harness().db.user.update({ where: { id: "ada" }, data: { passwordHash: await hashPassword(PASSWORD) } });
  });

  /** Signed in, as somebody is who sets up a factor. */
  async function session() {
    const now = harness().adapters.clock();
    const { id: sessionId } = await createSession({ userId: "ada", createdAt: now, lastSeenAt: now }, harness().db);
    return harness().context({ sessionId });
  }

  async function addAuthenticator() {
    const ctx = await session();
    const started = await startAuthenticator(ctx);
    if (started.kind !== "started") throw new Error(started.kind);
    const app = new TOTP({ secret: Secret.fromBase32(started.secret) });
    const code = () => app.generate({ timestamp: harness().adapters.clock().getTime() });
    const confirmed = await confirmAuthenticator(ctx, { code: code() });
    if (confirmed.kind !== "confirmed") throw new Error(confirmed.kind);
    advance(30 * SECOND);
    return { code, recoveryCodes: confirmed.recoveryCodes ?? [] };
  }

  async function addOnePasskey(): Promise<SoftwareAuthenticator> {
    const ctx = await session();
    const asked = await startPasskey(ctx);
    if (asked.kind !== "ask") throw new Error(asked.kind);
    const authenticator = new SoftwareAuthenticator("http://localhost:3000");
    const response = authenticator.register(asked.options);
    const added = await addPasskey(ctx, { name: "Laptop", challengeId: asked.challengeId, response });
    expect(added.kind).toBe("added");
    return authenticator;
  }

  async function question() {
    const asked = await startPasskeyUse(server(), { purpose: "sign_in", address: VISITOR.address });
    if (asked.kind !== "ask") throw new Error(asked.kind);
    return asked;
  }

  async function byPasskey(authenticator: SoftwareAuthenticator, changes?: SigningChanges) {
    const { challengeId, options } = await question();
    return signInWithPasskey(server(), { challengeId, response: authenticator.sign(options, changes), ...VISITOR });
  }

  async function methodOf(outcome: Awaited<ReturnType<typeof attempt | typeof byPasskey>>): Promise<string> {
    if (outcome.kind !== "signed_in") return outcome.kind;
    return (await harness().db.session.findUniqueOrThrow({ where: { id: outcome.sessionId } })).method;
  }

  it("asks for nothing more while there is no second factor", async () => {
    expect(await methodOf(await attempt())).toBe("password");
    expect(await methodOf(await attempt({ code: "123456" }))).toBe("password");
  });

  it("asks for a code after the right password, and says nothing of it before", async () => {
    const { code } = await addAuthenticator();
    const sessions = await harness().db.session.count();
    expect(await attempt({ password: "wrong" })).toEqual({ kind: "wrong" });
    expect(await attempt({ password: "wrong", code: code() })).toEqual({ kind: "wrong" });
    expect(await attempt()).toEqual({
      kind: "second_factor_needed",
      ways: { authenticator: true, code: true, passkey: false },
    });
    expect(await attempt({ code: "000000" })).toEqual({ kind: "wrong_code" });
    expect(await harness().db.session.count()).toBe(sessions);
    expect(await methodOf(await attempt({ code: code() }))).toBe("password_and_code");
    expect(await attempt({ code: code() })).toEqual({ kind: "wrong_code" });
  });

  it("writes down that a right password came without a code, once for each time", async () => {
    const { code } = await addAuthenticator();
    await attempt({ address: "192.0.2.9" });
    await attempt({ address: "192.0.2.9", code: code() });
    const rows = (await harness().auditEvents()).slice(-2);
    expect(rows).toMatchObject([
      { action: "code_asked_for", outcome: "done", subject: "ada@example.com", address: "192.0.2.9", actorName: null },
      { action: "signed_in", actorName: "Ada Lindqvist" },
    ]);
  });

  it("takes a recovery code once", async () => {
    const { recoveryCodes } = await addAuthenticator();
    const [code = ""] = recoveryCodes;
    expect(await methodOf(await attempt({ code }))).toBe("password_and_recovery_code");
    expect(await attempt({ code })).toEqual({ kind: "wrong_code" });
    const actions = (await harness().auditEvents()).map(({ action, outcome }) => `${action} ${outcome}`);
    expect(actions.slice(-3)).toEqual(["recovery_code_used done", "signed_in done", "sign_in_failed refused"]);
  });

  it("slows down after ten wrong codes, which a right password does not make undone", async () => {
    const { code } = await addAuthenticator();
    const outcomes: string[] = [];
    for (let count = 0; count < 6; count += 1) {
      outcomes.push((await attempt()).kind, (await attempt({ code: "000000" })).kind);
    }
    expect(outcomes.filter((kind) => kind === "wrong_code").length).toBeLessThanOrEqual(5);
    expect((await attempt({ code: code() })).kind).toBe("slow_down");
    advance(16 * MINUTE);
    expect((await attempt({ code: code() })).kind).toBe("signed_in");
    expect(await attempt()).toMatchObject({ kind: "second_factor_needed" });
  });

  it("signs in with a passkey alone, and offers it after a password", async () => {
    const authenticator = await addOnePasskey();
    expect(await attempt()).toEqual({
      kind: "second_factor_needed",
      ways: { authenticator: false, code: true, passkey: true },
    });
    expect(await methodOf(await byPasskey(authenticator))).toBe("passkey");
    expect((await harness().auditEvents()).at(-1)).toMatchObject({ action: "signed_in", actorId: "ada" });
    await harness().db.recoveryCode.deleteMany();
    expect(await attempt()).toMatchObject({ ways: { code: false, passkey: true } });
  });

  it("tells nobody by its question who has a passkey", async () => {
    await addOnePasskey();
    const { options } = await question();
    expect(options).toMatchObject({ rpId: "localhost", userVerification: "required", allowCredentials: [] });
  });

  it.each<[string, SigningChanges]>([
    ["no user handle", { userHandle: null }],
    ["somebody else's handle", { userHandle: Buffer.from("bo").toString("base64url") }],
    ["another origin", { origin: "https://evil.example" }],
    ["another relying party", { rpId: "evil.example" }],
    ["nobody verified", { userVerified: false }],
    ["an id that is not known", { id: "bm90LWtub3du" }],
  ])("refuses a passkey with %s", async (_what, changes) => {
    const authenticator = await addOnePasskey();
    expect(await byPasskey(authenticator, changes)).toEqual({ kind: "refused" });
    expect((await harness().auditEvents()).at(-1)).toMatchObject({ action: "sign_in_failed", outcome: "refused" });
  });

  it("refuses an answer that was made for a proof, or comes twice, and slows strangers down", async () => {
    const authenticator = await addOnePasskey();
    const proof = await startPasskeyUse(await session(), { purpose: "proof", address: VISITOR.address });
    if (proof.kind !== "ask") throw new Error(proof.kind);
    const stolen = { challengeId: proof.challengeId, response: authenticator.sign(proof.options), ...VISITOR };
    expect(await signInWithPasskey(server(), stolen)).toEqual({ kind: "refused" });
    const { challengeId, options } = await question();
    const answer = { challengeId, response: authenticator.sign(options), ...VISITOR };
    const both = await Promise.all([0, 1].map(() => signInWithPasskey(server(), answer)));
    expect(both.map(({ kind }) => kind).sort()).toEqual(["refused", "signed_in"]);
    const kinds: string[] = [];
    for (let count = 0; count < 12; count += 1) {
      kinds.push((await signInWithPasskey(server(), { challengeId: "x", response: null, ...VISITOR })).kind);
    }
    expect(kinds.at(-1)).toBe("slow_down");
    expect((await harness().auditEvents()).at(-1)).toMatchObject({
      ...{ action: "sign_in_slowed_down", outcome: "refused", address: VISITOR.address, subject: null },
      detail: expect.stringContaining('"way":"passkey"'),
    });
  });
});
