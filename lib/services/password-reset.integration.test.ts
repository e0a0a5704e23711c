import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { HOUR, MINUTE } from "@/lib/domain/durations";
import { PASSWORD_RESET_LIFE } from "@/lib/domain/password-reset";
import { RATE_LIMITS } from "@/lib/domain/rate-limit";
import { onBothDatabases } from "@/lib/test/harness";
import { headerOf, partsOf } from "@/lib/test/mail-receiver";
import { NoticeWorld } from "@/lib/test/notice-world";
import { createSession, createUser } from "@/prisma/factories";
import { FACTORY_PASSWORD } from "@/prisma/factory-password";
import { serverContext } from "./context";
import { invitePerson } from "./invite-person";
import { readPasswordReset } from "./read-password-reset";
import { requestPasswordReset } from "./request-password-reset";
import { resetOwner } from "./reset-owner";
import { resetPassword } from "./reset-password";
import { sendPasswordReset } from "./send-password-reset";
import { signIn } from "./sign-in";

const GRACE = { id: "grace", name: "Grace", email: "grace@example.com" };
const NEXT = "kestrel marble quartz";
const ADDRESS = "192.0.2.7";

onBothDatabases("a forgotten password", (harness) => {
  let world: NoticeWorld;
  beforeAll(async () => {
    world = await NoticeWorld.start(harness());
  });
  beforeEach(async () => {
    world.mail.mails.length = 0;
    world.mail.refuse = () => null;
    await createUser({ ...GRACE, createdAt: harness().adapters.clock() }, harness().db);
  });
  afterAll(() => world.close());

  const server = () => serverContext(world.adapters);
  const wait = (milliseconds: number) => harness().simulator.simulator.advance({ ms: milliseconds });
  const ask = async (email: string, address = ADDRESS) => {
    const outcome = await requestPasswordReset(server(), { email, address });
    if (outcome.kind === "taken") await sendPasswordReset(server(), { email: outcome.email, address });
    return outcome.kind;
  };
  const secretOf = (raw: string) =>
    /\/reset-password\/([A-Za-z0-9_-]+)/.exec(partsOf(raw)["text/plain"] ?? "")?.[1] ?? "";
  const mailedSecret = async (): Promise<string> => {
    expect(await ask(GRACE.email)).toBe("taken");
    return secretOf(world.mail.mails.at(-1)?.raw ?? "");
  };
  const choose = (secret: string, password = NEXT, address = ADDRESS) =>
    resetPassword(server(), { secret, password, address });
  const enter = (password: string) =>
    signIn(server(), { email: GRACE.email, password, address: ADDRESS, userAgent: "", previousSessionId: null });

  /** One that nobody has used; returns its id. */
  async function openInvitation(createdById: string): Promise<string> {
    await harness().db.user.update({ where: { id: createdById }, data: { role: "owner" } });
    const ctx = harness().context({ userId: createdById });
    const { kind } = await invitePerson(ctx, { role: "manager", email: "" });
    expect(kind).toBe("made");
    return (await harness().db.invitation.findFirstOrThrow({ where: { createdById } })).id;
  }

  it("mails one link from the configured address, and stores its hash only", async () => {
    expect(await ask("  GRACE@example.com ")).toBe("taken");
    const [mail] = world.mail.mails;
    expect(mail?.to).toEqual([GRACE.email]);
    expect(headerOf(mail?.raw ?? "", "Subject")).toBe("A new password for Perennial");
    const secret = secretOf(mail?.raw ?? "");
    const { "text/plain": text = "", "text/html": html = "" } = partsOf(mail?.raw ?? "");
    const link = `http://localhost:3000/reset-password/${secret}`;
    expect(text).toContain(link);
    expect(html).toContain(`href="${link}"`);
    const stored = JSON.stringify([await harness().db.passwordReset.findMany(), await harness().auditEvents()]);
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(stored).not.toContain(secret);
    expect(
      (await harness().auditEvents()).map(({ action, outcome, subject, address }) => [
        action,
        outcome,
        subject,
        address,
      ]),
    ).toEqual([["password_reset_requested", "done", GRACE.email, ADDRESS]]);
  });

  it("answers alike and mails nobody where there is no account, and writes no typed e-mail down", async () => {
    expect(await ask("nobody@example.com")).toBe("taken");
    expect(world.mail.mails).toEqual([]);
    expect(await harness().db.passwordReset.count()).toBe(0);
    const events = await harness().auditEvents();
    expect(events).toHaveLength(1);
    expect(JSON.stringify(events)).not.toContain("nobody@");
  });

  it("says so without a mail server, and for what is no e-mail", async () => {
    const without = serverContext(harness().adapters);
    expect(await requestPasswordReset(without, { email: GRACE.email, address: ADDRESS })).toEqual({ kind: "no_mail" });
    expect(await ask("grace")).toBe("invalid");
  });

  it("sets the password, signs out everywhere, and lets the person in at once after wrong guesses", async () => {
    const { db } = harness();
    const now = harness().adapters.clock();
    for (const id of ["one", "two"]) await createSession({ id, userId: GRACE.id, createdAt: now, lastSeenAt: now }, db);
    await createSession({ id: "ada's", userId: "ada", createdAt: now, lastSeenAt: now }, db);
    for (let count = 1; count <= 11; count += 1) await enter("wrong");
    expect((await enter(FACTORY_PASSWORD)).kind).toBe("slow_down");
    await db.user.update({ where: { id: GRACE.id }, data: { sealedTotp: "sealed", totpConfirmedAt: now } });
    const secret = await mailedSecret();
    expect(await choose(secret)).toEqual({ kind: "reset" });
    expect(await db.session.findMany({ select: { id: true } })).toEqual([{ id: "ada's" }]);
    const user = await db.user.findUniqueOrThrow({ where: { id: GRACE.id } });
    expect(user.totpConfirmedAt).toEqual(now);
    expect((await harness().auditEvents()).at(-1)).toMatchObject({
      action: "password_reset",
      actorName: "Grace",
      address: ADDRESS,
    });
    await db.user.update({ where: { id: GRACE.id }, data: { sealedTotp: null, totpConfirmedAt: null } });
    expect((await enter(NEXT)).kind).toBe("signed_in");
    expect((await enter(FACTORY_PASSWORD)).kind).toBe("wrong");
  });

  it("revokes what the person invited and nobody has used", async () => {
    const { db } = harness();
    const ofAda = await openInvitation("ada");
    const ofGrace = await openInvitation(GRACE.id);
    expect(await choose(await mailedSecret())).toEqual({ kind: "reset" });
    expect(await db.invitation.findMany({ where: { revokedAt: null } })).toMatchObject([{ id: ofAda }]);
    expect((await harness().auditEvents()).at(-1)?.detail).toBe('{"invitations_revoked":1,"sessions_ended":0}');
    await db.invitation.update({ where: { id: ofGrace }, data: { revokedAt: null } });
    await resetOwner(server(), GRACE, { password: "walnut sierra tulip", keepSecondFactor: true });
    expect(await db.invitation.findMany({ where: { revokedAt: null } })).toMatchObject([{ id: ofAda }]);
  });

  it("works once", async () => {
    const secret = await mailedSecret();
    expect((await choose(secret)).kind).toBe("reset");
    expect((await choose(secret, "walnut sierra tulip")).kind).toBe("gone");
    expect(await readPasswordReset(server(), secret)).toBeNull();
    expect((await enter(NEXT)).kind).toBe("signed_in");
  });

  it("lets one of several uses at the same moment through", async () => {
    const secret = await mailedSecret();
    const passwords = [NEXT, "walnut sierra tulip", "copper fiddle meadow"];
    const outcomes = await Promise.all(passwords.map((password) => choose(secret, password)));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["gone", "gone", "reset"]);
    const winner = passwords[outcomes.findIndex(({ kind }) => kind === "reset")] ?? "";
    expect((await enter(winner)).kind).toBe("signed_in");
    const events = (await harness().auditEvents()).filter(({ action }) => action === "password_reset");
    expect(events).toHaveLength(1);
  });

  it("is good for half an hour", async () => {
    const secret = await mailedSecret();
    wait(PASSWORD_RESET_LIFE - 1);
    expect(await readPasswordReset(server(), secret)).not.toBeNull();
    wait(1);
    expect(await readPasswordReset(server(), secret)).toBeNull();
    expect((await choose(secret)).kind).toBe("gone");
    expect(PASSWORD_RESET_LIFE).toBe(30 * MINUTE);
    expect((await enter(FACTORY_PASSWORD)).kind).toBe("signed_in");
  });

  it("stays good when a newer one is asked for, and both are void after a use", async () => {
    const first = await mailedSecret();
    const second = await mailedSecret();
    expect(second).not.toBe(first);
    expect((await choose(first)).kind).toBe("reset");
    expect((await choose(second)).kind).toBe("gone");
    expect(await harness().db.passwordReset.count()).toBe(0);
  });

  it("always leaves a good link in the mailbox of whoever asks, however often strangers ask", async () => {
    const { most, window } = RATE_LIMITS.reset_mail;
    const [minutes, step] = [180, 4];
    for (let minute = 0; minute < minutes; minute += step) {
      for (const host of [1, 2, 3]) expect(await ask(GRACE.email, `198.51.${minute}.${host}`)).toBe("taken");
      const newest = secretOf(world.mail.mails.at(-1)?.raw ?? "");
      expect(await readPasswordReset(server(), newest), `minute ${minute}`).not.toBeNull();
      wait(step * MINUTE);
    }
    expect(world.mail.mails).toHaveLength((minutes * MINUTE * most) / window);
    expect(PASSWORD_RESET_LIFE - window).toBe(10 * MINUTE);
    expect(await harness().db.passwordReset.count()).toBeLessThanOrEqual(2 * most);
  });

  it("stays good while the new password is refused", async () => {
    const secret = await mailedSecret();
    expect(await choose(secret, "short")).toMatchObject({ kind: "unsuitable" });
    expect(await choose(secret, "passwordpassword")).toMatchObject({ kind: "unsuitable" });
    expect(await choose(secret, GRACE.email)).toMatchObject({ kind: "unsuitable" });
    expect((await choose(secret)).kind).toBe("reset");
  });

  it.each([[""], ["x"], ["A".repeat(43)], ["%00"], ["../../sign-in"], ["' OR 1=1 --"], ["A".repeat(100_000)]])(
    "takes %.20j for no link",
    async (secret) => {
      await mailedSecret();
      expect((await choose(secret)).kind).toBe("gone");
    },
  );

  it("slows down who asks too often from one address, and answers alike for any e-mail", async () => {
    for (const email of [GRACE.email, "nobody@example.com"]) {
      const address = `198.51.100.${email.length}`;
      for (let count = 1; count <= RATE_LIMITS.reset_request_address.most; count += 1) {
        expect(await ask(email, address)).toBe("taken");
      }
      expect(await ask(email, address)).toBe("slow_down");
    }
    expect(world.mail.mails).toHaveLength(RATE_LIMITS.reset_mail.most);
    wait(HOUR);
    expect(await ask(GRACE.email, `198.51.100.${GRACE.email.length}`)).toBe("taken");
  });

  it("slows down who tries links", async () => {
    const secret = await mailedSecret();
    for (let count = 1; count <= RATE_LIMITS.reset_password.most; count += 1) await choose("A".repeat(43));
    expect((await choose(secret)).kind).toBe("slow_down");
    expect((await choose(secret, NEXT, "203.0.113.9")).kind).toBe("reset");
  });

  it("survives a mail server that refuses", async () => {
    world.mail.refuse = () => 550;
    expect(await ask(GRACE.email)).toBe("taken");
    expect(world.mail.mails).toEqual([]);
  });
});
