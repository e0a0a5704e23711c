import { expect, it } from "vitest";
import { after, HOUR, MINUTE } from "@/lib/domain/durations";
import { SESSION_IDLE_LIFE } from "@/lib/domain/session-rule";
import { FREE_FAILURES, LONGEST_BLOCK } from "@/lib/domain/sign-in-throttle";
import { onBothDatabases } from "@/lib/test/harness";
import { createSession, createUser } from "@/prisma/factories";
import { FACTORY_PASSWORD } from "@/prisma/factory-password";
import { changeName } from "./change-name";
import { changePassword } from "./change-password";
import { type PersonContext, serverContext } from "./context";
import { endOtherSessions } from "./end-other-sessions";
import { endOwnSession } from "./end-own-session";
import { listSessions, sessionHandle } from "./list-sessions";
import { readSession } from "./read-session";
import { rotateSession } from "./rotate-session";
import { signIn } from "./sign-in";

const NEXT = "kestrel marble quartz";
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

onBothDatabases("a person's own profile", (harness) => {
  /** Somebody with a password of their own, in front of the first of `browsers` signed-in browsers. */
  const somebody = async (name: string, browsers = 1): Promise<{ ctx: PersonContext; sessions: string[] }> => {
    const { db, adapters } = harness();
    const now = adapters.clock();
    const { id: userId, email, role } = await createUser({ name, role: "viewer", createdAt: now }, db);
    const sessions: string[] = [];
    for (let index = 0; index < browsers; index += 1) {
      const seen = after(now, -index * HOUR);
      const dates = { createdAt: seen, lastSeenAt: seen, expiresAt: after(now, HOUR), provenAt: seen };
      sessions.push(
        (await createSession({ userId, userAgent: FIREFOX, address: `192.0.2.${index}`, ...dates }, db)).id,
      );
    }
    return { ctx: harness().context({ userId, name, email, role, sessionId: sessions[0] ?? "" }), sessions };
  };
  const idsOf = async (userId: string) =>
    (await harness().db.session.findMany({ where: { userId }, select: { id: true } })).map(({ id }) => id);
  const trial = (email: string, password: string) =>
    signIn(serverContext(harness().adapters), {
      email,
      password,
      address: "198.51.100.1",
      userAgent: "",
      previousSessionId: null,
    });
  const actions = async () => (await harness().auditEvents()).map(({ action, outcome }) => `${action} ${outcome}`);

  it("shows each person's own living sessions only, this browser first, without their ids", async () => {
    const grace = await somebody("Grace", 3);
    await somebody("Mallory", 2);
    const idle = after(harness().adapters.clock(), -SESSION_IDLE_LIFE);
    await createSession({ userId: grace.ctx.actor.userId, lastSeenAt: idle }, harness().db);
    const last = { ...grace.ctx, actor: { ...grace.ctx.actor, sessionId: grace.sessions[2] ?? "" } };
    const views = await listSessions(last);
    expect(views.map(({ address, current, browser }) => [address, current, browser])).toEqual([
      ["192.0.2.2", true, "Firefox on Linux"],
      ["192.0.2.0", false, "Firefox on Linux"],
      ["192.0.2.1", false, "Firefox on Linux"],
    ]);
    for (const id of grace.sessions) expect(JSON.stringify(views)).not.toContain(id);
  });

  it("ends one session, and all others", async () => {
    const { ctx, sessions } = await somebody("Grace", 4);
    const [, second = ""] = sessions;
    expect(await endOwnSession(ctx, sessionHandle(second))).toEqual({ kind: "ended", browser: "Firefox on Linux" });
    expect(await readSession(harness().adapters, second, "192.0.2.1")).toBeNull();
    expect(await endOwnSession(ctx, sessionHandle(second))).toEqual({ kind: "gone" });
    expect(await endOtherSessions(ctx)).toBe(2);
    expect(await endOtherSessions(ctx)).toBe(0);
    expect(await idsOf(ctx.actor.userId)).toEqual([ctx.actor.sessionId]);
    expect(await endOwnSession(ctx, sessionHandle(ctx.actor.sessionId))).toEqual({ kind: "this_browser" });
    expect(await idsOf(ctx.actor.userId)).toEqual([ctx.actor.sessionId]);
    expect(await actions()).toEqual(["session_ended done", "sessions_ended done"]);
  });

  it("ends nobody else's session, whatever name or id is guessed", async () => {
    const { sessions } = await somebody("Grace", 2);
    const mallory = await somebody("Mallory", 2);
    for (const guess of [...sessions, ...sessions.map(sessionHandle), "", "%", "undefined"]) {
      expect(await endOwnSession(mallory.ctx, guess)).toEqual({ kind: "gone" });
    }
    await endOtherSessions(mallory.ctx);
    for (const id of sessions) expect(await readSession(harness().adapters, id, "192.0.2.1")).not.toBeNull();
  });

  it("changes the name as one plain line", async () => {
    const { ctx } = await somebody("Grace");
    expect(await changeName(ctx, " Grace \n Hopper\u202e ")).toEqual({ kind: "changed", name: "Grace Hopper" });
    expect(await changeName(ctx, "Grace")).toEqual({ kind: "unchanged" });
    expect(await changeName(ctx, " \u200e ")).toEqual({ kind: "blank" });
    const read = await readSession(harness().adapters, ctx.actor.sessionId, "192.0.2.1");
    expect(read?.name).toBe("Grace Hopper");
    expect(await actions()).toEqual(["profile_changed done"]);
  });

  it("changes the password, signs out every other browser and gives this one another id", async () => {
    const { ctx, sessions } = await somebody("Grace", 3);
    const { userId, email, sessionId } = ctx.actor;
    const { expiresAt } = await harness().db.session.findUniqueOrThrow({ where: { id: sessionId } });
    await harness().db.passwordReset.create({
      data: { id: "open", userId, secretHash: "open", createdAt: ctx.now, expiresAt: after(ctx.now, HOUR) },
    });
    const mallory = await somebody("Mallory", 1);
    const outcome = await changePassword(ctx, { present: FACTORY_PASSWORD, next: NEXT });
    if (outcome.kind !== "changed") throw new Error(outcome.kind);
    expect(outcome).toMatchObject({ ended: 2, session: { userId, expiresAt } });
    expect(await idsOf(userId)).toEqual([outcome.session.id]);
    for (const old of sessions) expect(await readSession(harness().adapters, old, "192.0.2.1")).toBeNull();
    expect(await readSession(harness().adapters, outcome.session.id, "192.0.2.1")).toMatchObject({ userId });
    expect(await harness().db.passwordReset.count()).toBe(0);
    expect(await idsOf(mallory.ctx.actor.userId)).toEqual(mallory.sessions);
    expect((await trial(email, FACTORY_PASSWORD)).kind).toBe("wrong");
    expect((await trial(email, NEXT)).kind).toBe("signed_in");
    expect((await actions()).slice(0, 2)).toEqual(["proof_given done", "password_changed done"]);
  });

  it("asks for the present password and for one that is neither common nor the same", async () => {
    const { ctx, sessions } = await somebody("Grace", 2);
    const change = (present: string, next: string) => changePassword(ctx, { present, next });
    expect(await change("not the password", NEXT)).toEqual({ kind: "wrong" });
    expect(await change(FACTORY_PASSWORD, "short")).toMatchObject({ kind: "unsuitable" });
    expect(await change(FACTORY_PASSWORD, "passwordpassword")).toMatchObject({ kind: "unsuitable" });
    expect(await change(FACTORY_PASSWORD, ctx.actor.email)).toMatchObject({ kind: "unsuitable" });
    expect(await change(FACTORY_PASSWORD, FACTORY_PASSWORD)).toMatchObject({ kind: "unsuitable" });
    expect((await idsOf(ctx.actor.userId)).sort()).toEqual([...sessions].sort());
    expect((await trial(ctx.actor.email, FACTORY_PASSWORD)).kind).toBe("signed_in");
    expect((await actions())[0]).toBe("proof_failed refused");
  });

  it("slows guesses at the present password down, however new the session", async () => {
    const { ctx } = await somebody("Grace");
    for (let count = 1; count <= FREE_FAILURES; count += 1) {
      expect((await changePassword(ctx, { present: "wrong", next: NEXT })).kind).toBe("wrong");
    }
    expect((await changePassword(ctx, { present: FACTORY_PASSWORD, next: NEXT })).kind).toBe("slow_down");
    const later = { ...ctx, now: after(ctx.now, LONGEST_BLOCK + MINUTE) };
    expect((await changePassword(later, { present: FACTORY_PASSWORD, next: NEXT })).kind).toBe("changed");
  });

  it("lets one of two changes at the same moment through", async () => {
    const { ctx } = await somebody("Grace");
    const outcomes = await Promise.allSettled(
      [NEXT, "walnut sierra tulip"].map((next) => changePassword(ctx, { present: FACTORY_PASSWORD, next })),
    );
    const kinds = outcomes.map((outcome) => (outcome.status === "fulfilled" ? outcome.value.kind : "thrown"));
    expect(kinds.sort()).toEqual(["changed", "wrong"]);
    expect(await idsOf(ctx.actor.userId)).toHaveLength(1);
  });

  it("gives a session another id once: the loser of a race is signed out, never the wrong person in", async () => {
    const { ctx } = await somebody("Grace");
    const { db } = harness();
    const outcomes = await Promise.allSettled([rotateSession(ctx, db), rotateSession(ctx, db)]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const lost = outcomes.find((outcome) => outcome.status === "rejected");
    expect(lost?.reason).toMatchObject({ code: "not_signed_in" });
    const stranger = harness().context({ userId: "ada", sessionId: (await idsOf(ctx.actor.userId))[0] ?? "" });
    await expect(rotateSession(stranger, db)).rejects.toMatchObject({ code: "not_signed_in" });
  });
});
