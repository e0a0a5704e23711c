import { afterEach, beforeEach, expect, it } from "vitest";
import { openDatabase } from "@/lib/db/client";
import { insertUser } from "@/lib/db/users";
import { HOUR } from "@/lib/domain/durations";
import { RATE_LIMITS } from "@/lib/domain/rate-limit";
import { ROLES } from "@/lib/domain/role";
import { createNotifier } from "@/lib/notify/notifier";
import { onBothDatabases } from "@/lib/test/harness";
import { headerOf, type MailReceiver, partsOf, startMailReceiver } from "@/lib/test/mail-receiver";
import { acceptInvitation } from "./accept-invitation";
import { changeRole } from "./change-role";
import { serverContext } from "./context";
import { invitePerson } from "./invite-person";
import { listTeam } from "./list-team";
import { readInvitation } from "./read-invitation";
import { removePerson } from "./remove-person";
import { revokeInvitation } from "./revoke-invitation";

const ADDRESS = "203.0.113.7";
const TYPED = {
  name: "Cleo  Marchetti",
  email: " Cleo@Example.com",
  password: "four words nobody guesses",
  address: ADDRESS,
};

onBothDatabases("invitations", (harness) => {
  let mail: MailReceiver;

  beforeEach(async () => {
    mail = await startMailReceiver();
  });

  afterEach(() => mail.close());

  const visitor = () => serverContext(harness().adapters);

  /** As Ada, on a server that can send mail. */
  function withMail() {
    const ctx = harness().context();
    const settings = { ...ctx.settings, smtpUrl: mail.url, mailFrom: "perennial@example.com" };
    const { smtpUrl, mailFrom, baseUrl } = settings;
    return { ...ctx, settings, notifier: createNotifier({ smtpUrl, mailFrom, baseUrl, allowPrivateAddresses: false }) };
  }

  async function invite(input: Partial<Parameters<typeof invitePerson>[1]> = {}, ctx = harness().context()) {
    const outcome = await invitePerson(ctx, { role: "manager", email: "", ...input });
    if (outcome.kind !== "made") throw new Error(outcome.kind);
    return outcome.url.slice(`${ctx.settings.baseUrl}/invite/`.length);
  }

  const openOnes = async () => (await listTeam(harness().context())).invitations;

  it("writes down who came with an invitation that is not good, and why", async () => {
    const secret = await invite({ email: "cleo@example.com" });
    expect((await acceptInvitation(visitor(), { secret, ...TYPED })).kind).toBe("joined");
    expect((await acceptInvitation(visitor(), { secret, ...TYPED })).kind).toBe("used");
    expect((await readInvitation(visitor(), { secret: "x".repeat(43), address: ADDRESS })).kind).toBe("unknown");
    const refused = { action: "invitation_refused", outcome: "refused", actorName: null, address: ADDRESS };
    expect((await harness().auditEvents()).slice(-2)).toMatchObject([
      { ...refused, subject: "cleo@example.com", detail: '{"because":"used"}' },
      { ...refused, subject: null, detail: '{"because":"unknown"}' },
    ]);
  });

  it("lets one person in, with the role that it fixes", async () => {
    const h = harness();
    const secret = await invite();
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const stored = await h.db.invitation.findMany();
    expect(JSON.stringify(stored)).not.toContain(secret);
    expect(await openOnes()).toMatchObject([{ role: "manager", email: null, createdByName: "Ada Lindqvist" }]);
    expect(await readInvitation(visitor(), { secret, address: ADDRESS })).toEqual({
      kind: "open",
      role: "manager",
      email: null,
      invitedBy: "Ada Lindqvist",
    });
    expect(await acceptInvitation(visitor(), { secret, ...TYPED })).toEqual({ kind: "joined" });
    expect(await h.db.user.findUnique({ where: { email: "cleo@example.com" } })).toMatchObject({
      name: "Cleo Marchetti",
      role: "manager",
      passwordHash: expect.stringMatching(/^\$argon2id\$/),
    });
    expect(await readInvitation(visitor(), { secret, address: ADDRESS })).toEqual({ kind: "used" });
    expect(await acceptInvitation(visitor(), { secret, ...TYPED, email: "dora@example.com" })).toEqual({
      kind: "used",
    });
    expect(await openOnes()).toEqual([]);
    const cleo = await h.db.user.findUniqueOrThrow({ where: { email: "cleo@example.com" } });
    const events = await h.auditEvents();
    expect(events).toMatchObject([
      { action: "invitation_created", actorId: "ada", subject: null, detail: '{"role":"manager"}' },
      {
        action: "invitation_accepted",
        actorId: cleo.id,
        actorName: "Cleo Marchetti",
        address: ADDRESS,
        subject: "cleo@example.com",
        detail: '{"invitedBy":"Ada Lindqvist","role":"manager"}',
      },
      { action: "invitation_refused", detail: '{"because":"used"}' },
      { action: "invitation_refused", detail: '{"because":"used"}' },
    ]);
    expect(JSON.stringify(events)).not.toContain(secret);
  });

  it("makes one person of two uses at the same moment", async () => {
    const { db, adapters } = harness();
    const second = openDatabase(adapters.settings.databaseUrl);
    try {
      const secret = await invite();
      const uses = [
        acceptInvitation(visitor(), { secret, ...TYPED }),
        acceptInvitation({ ...visitor(), db: second }, { secret, ...TYPED, email: "dora@example.com" }),
        acceptInvitation(visitor(), { secret, ...TYPED, email: "emil@example.com" }),
      ];
      const kinds = (await Promise.all(uses)).map(({ kind }) => kind).sort();
      expect(kinds).toEqual(["joined", "used", "used"]);
      expect(await db.user.count()).toBe(2);
    } finally {
      await second.close();
    }
  });

  it("works for 72 hours", async () => {
    const { simulator } = harness().simulator;
    const secret = await invite();
    simulator.advance({ ms: 72 * HOUR - 1 });
    expect(await readInvitation(visitor(), { secret, address: ADDRESS })).toMatchObject({ kind: "open" });
    simulator.advance({ ms: 1 });
    expect(await readInvitation(visitor(), { secret, address: ADDRESS })).toEqual({ kind: "expired" });
    expect(await acceptInvitation(visitor(), { secret, ...TYPED })).toEqual({ kind: "expired" });
    expect(await harness().db.user.count()).toBe(1);
  });

  it("is revoked once", async () => {
    const secret = await invite({ email: "cleo@example.com" });
    const [{ id: invitationId } = { id: "" }] = await openOnes();
    expect(await revokeInvitation(harness().context(), { invitationId })).toBe("revoked");
    expect(await revokeInvitation(harness().context(), { invitationId })).toBe("none");
    expect(await acceptInvitation(visitor(), { secret, ...TYPED })).toEqual({ kind: "revoked" });
    expect((await harness().auditEvents()).map(({ action, subject }) => [action, subject])).toEqual([
      ["invitation_created", "cleo@example.com"],
      ["invitation_revoked", "cleo@example.com"],
      ["invitation_refused", "cleo@example.com"],
    ]);
  });

  it.each(["", "short", "a".repeat(43), "../../etc", "a".repeat(5_000)])("nobody gets in with “%s”", async (secret) => {
    expect(await acceptInvitation(visitor(), { secret, ...TYPED })).toEqual({ kind: "unknown" });
    expect(await harness().db.user.count()).toBe(1);
  });

  it("keeps to the address that it names", async () => {
    const secret = await invite({ email: " Emil@Example.com " });
    expect(await acceptInvitation(visitor(), { secret, ...TYPED, email: "cleo@example.com" })).toEqual({
      kind: "joined",
    });
    const emails = (await harness().db.user.findMany({ select: { email: true } })).map(({ email }) => email).sort();
    expect(emails).toEqual(["ada@example.com", "emil@example.com"]);
  });

  it("says that an address has an account, and stays usable", async () => {
    const secret = await invite();
    const taken = { secret, ...TYPED, email: "ADA@example.com" };
    expect(await acceptInvitation(visitor(), taken)).toEqual({ kind: "email_taken" });
    expect(await acceptInvitation(visitor(), { secret, ...TYPED })).toEqual({ kind: "joined" });
    expect(await invitePerson(harness().context(), { role: "viewer", email: "CLEO@example.com" })).toEqual({
      kind: "joined_already",
      name: "Cleo Marchetti",
    });
  });

  it("names every field that is wrong, and stays usable", async () => {
    const secret = await invite();
    const outcome = await acceptInvitation(visitor(), {
      secret,
      name: " ",
      email: "x",
      password: "short",
      address: ADDRESS,
    });
    expect(outcome).toMatchObject({
      kind: "invalid",
      fieldErrors: { name: expect.any(String), email: expect.any(String), password: expect.any(String) },
    });
    expect(await acceptInvitation(visitor(), { secret, ...TYPED })).toEqual({ kind: "joined" });
  });

  it("a newer one for the same address replaces the older one", async () => {
    const older = await invite({ email: "cleo@example.com", role: "owner" });
    const other = await invite({ email: "dora@example.com" });
    const newer = await invite({ email: "cleo@example.com", role: "viewer" });
    expect(await readInvitation(visitor(), { secret: older, address: ADDRESS })).toEqual({ kind: "revoked" });
    expect((await harness().auditEvents()).map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      "invitation_created cleo@example.com",
      "invitation_created dora@example.com",
      "invitation_revoked cleo@example.com",
      "invitation_created cleo@example.com",
      "invitation_refused cleo@example.com",
    ]);
    expect(await readInvitation(visitor(), { secret: other, address: ADDRESS })).toMatchObject({ kind: "open" });
    expect(await acceptInvitation(visitor(), { secret: newer, ...TYPED })).toEqual({ kind: "joined" });
  });

  it.each(["demoted", "removed"])("of an owner who is %s since lets nobody in", async (since) => {
    const { db, adapters } = harness();
    const bo = { id: "bo", email: "bo@example.com", name: "Bo", role: "owner" as const };
    await insertUser(db, { ...bo, passwordHash: "unused", createdAt: adapters.clock() });
    const secret = await invite({ role: "owner" }, harness().context({ userId: "bo", name: "Bo" }));
    if (since === "demoted") await changeRole(harness().context(), { userId: "bo", role: "viewer" });
    else await removePerson(harness().context(), { userId: "bo" });
    expect(await acceptInvitation(visitor(), { secret, ...TYPED })).toEqual({ kind: "revoked" });
  });

  it.each(ROLES)("to be %s needs a fresh proof", async (role) => {
    const stale = harness().context({ provenAt: new Date(0) });
    await expect(invitePerson(stale, { role, email: "" })).rejects.toMatchObject({ code: "proof_needed" });
    expect(await harness().db.invitation.count()).toBe(0);
    expect(await invitePerson(harness().context(), { role, email: "" })).toMatchObject({ kind: "made" });
  });

  it("goes by mail where there is a mail server and an address, and is then shown to nobody", async () => {
    const outcome = await invitePerson(withMail(), { role: "viewer", email: "cleo@example.com" });
    expect(outcome).toEqual({ kind: "mailed", email: "cleo@example.com", replaced: false });
    const [{ raw, to } = { raw: "", to: [] }] = mail.mails;
    expect(to).toEqual(["cleo@example.com"]);
    expect(headerOf(raw, "Subject")).toBe("Ada Lindqvist invites you to Perennial");
    const secret = /\/invite\/([A-Za-z0-9_-]{43})\r?\n/.exec(partsOf(raw)["text/plain"] ?? "")?.[1] ?? "";
    expect(await acceptInvitation(visitor(), { secret, ...TYPED })).toEqual({ kind: "joined" });
  });

  it("is shown where no mail could go out", async () => {
    expect(await invitePerson(withMail(), { role: "viewer", email: "" })).toMatchObject({ mailProblem: null });
    mail.refuse = () => 550;
    expect(await invitePerson(withMail(), { role: "viewer", email: "cleo@example.com" })).toMatchObject({
      kind: "made",
      url: expect.stringContaining("/invite/"),
      mailProblem: expect.stringContaining("550"),
    });
  });

  it("has limits for those who make them and those who look", async () => {
    const made = RATE_LIMITS.invite.most;
    for (let count = 0; count < made; count += 1) await invite();
    await expect(invite()).rejects.toMatchObject({ code: "too_many_requests" });
    const secret = "b".repeat(43);
    for (let count = 0; count < RATE_LIMITS.accept_invitation.most; count += 1) {
      expect(await readInvitation(visitor(), { secret, address: ADDRESS })).toEqual({ kind: "unknown" });
    }
    expect(await readInvitation(visitor(), { secret, address: ADDRESS })).toEqual({ kind: "slow_down" });
    expect(await acceptInvitation(visitor(), { secret, ...TYPED })).toEqual({ kind: "slow_down" });
    expect(await readInvitation(visitor(), { secret, address: "198.51.100.1" })).toEqual({ kind: "unknown" });
  });
});
