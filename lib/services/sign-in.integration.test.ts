import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "@/lib/domain/durations";
import { LONGEST_PASSWORD } from "@/lib/domain/password-rule";
import { RATE_LIMITS } from "@/lib/domain/rate-limit";
import { SESSION_IDLE_LIFE, SESSION_LIFE } from "@/lib/domain/session-rule";
import { THROTTLE_MEMORY } from "@/lib/domain/sign-in-throttle";
import { onBothDatabases } from "@/lib/test/harness";
import { parseKeyRing } from "@/lib/vault/key-ring";
import { createVault } from "@/lib/vault/seal";
import { checkKeys } from "./check-keys";
import { serverContext } from "./context";
import { createOwner, isOwnerThere } from "./create-owner";
import { endSession, readSession } from "./read-session";
import { signIn } from "./sign-in";

const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const OWNER = { name: "Grace", email: " Grace@Example.com ", password: "correct horse battery" };

onBothDatabases("signing in", (harness) => {
  const attempt = (email: string, password: string, address = "192.0.2.1", previousSessionId: string | null = null) =>
    signIn(serverContext(harness().adapters), { email, password, address, userAgent: CHROME, previousSessionId });
  const setUp = async () => {
    await harness().db.user.deleteMany();
    return createOwner(serverContext(harness().adapters), OWNER);
  };

  it("makes one owner only, also when two set-ups come at the same moment", async () => {
    await harness().db.user.deleteMany();
    const outcomes = await Promise.all(
      ["a@example.com", "b@example.com"].map((email) =>
        createOwner(serverContext(harness().adapters), { ...OWNER, email }),
      ),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["created", "owner_exists"]);
    expect(await harness().db.user.count()).toBe(1);
    expect(await isOwnerThere(harness().adapters)).toBe(true);
    expect((await createOwner(serverContext(harness().adapters), OWNER)).kind).toBe("owner_exists");
  });

  it("names each field that needs another look", async () => {
    await harness().db.user.deleteMany();
    const outcome = await createOwner(serverContext(harness().adapters), {
      name: " ",
      email: "ada",
      password: "short",
    });
    expect(outcome.kind === "invalid" ? Object.keys(outcome.fieldErrors).sort() : null).toEqual([
      "email",
      "name",
      "password",
    ]);
  });

  it("takes no common password for the first owner, from the environment neither", async () => {
    await harness().db.user.deleteMany();
    const ctx = serverContext(harness().adapters);
    for (const password of ["passwordpassword", "PasswordPassword", "grace@example.com", "Perennial-2026"]) {
      const outcome = await createOwner(ctx, { ...OWNER, password });
      expect(outcome.kind === "invalid" ? Object.keys(outcome.fieldErrors) : outcome.kind).toEqual(["password"]);
    }
    expect(await isOwnerThere(harness().adapters)).toBe(false);
  });

  it("stores argon2id and opens a session for the right password only", async () => {
    await setUp();
    expect((await harness().db.user.findFirst())?.passwordHash).toMatch(/^\$argon2id\$/);
    expect((await attempt("GRACE@example.com", OWNER.password)).kind).toBe("signed_in");
    expect((await attempt("grace@example.com", "wrong password")).kind).toBe("wrong");
    expect((await attempt("nobody@example.com", OWNER.password)).kind).toBe("wrong");
  });

  it("ends a session with its row, and after its time", async () => {
    await setUp();
    const read = (sessionId: string) => readSession(harness().adapters, sessionId, "192.0.2.1");
    const wait = (milliseconds: number) => harness().simulator.simulator.advance({ ms: milliseconds });
    const first = await sessionOf(attempt);
    expect(await read(first)).toMatchObject({ email: "grace@example.com", role: "owner", address: "192.0.2.1" });
    await endSession(serverContext(harness().adapters), first, "192.0.2.1");
    expect(await read(first)).toBeNull();
    const second = await sessionOf(attempt);
    for (let day = 1; day < 30; day += 1) {
      wait(DAY);
      expect(await read(second)).not.toBeNull();
    }
    wait(DAY - 1);
    expect(await read(second)).not.toBeNull();
    wait(1);
    expect(await read(second)).toBeNull();
    expect(SESSION_LIFE).toBe(30 * DAY);
  });

  it("ends a session that nobody used for seven days", async () => {
    await setUp();
    const read = (sessionId: string) => readSession(harness().adapters, sessionId, "192.0.2.1");
    const [one, other] = [await sessionOf(attempt), await sessionOf(attempt)];
    harness().simulator.simulator.advance({ ms: SESSION_IDLE_LIFE - 1 });
    expect(await read(one)).not.toBeNull();
    harness().simulator.simulator.advance({ ms: 1 });
    expect(await read(one)).not.toBeNull();
    expect(await read(other)).toBeNull();
    await sessionOf(attempt);
    expect(await harness().db.session.count()).toBe(2);
  });

  it("slows the e-mail down after ten wrong passwords in a row, from whatever address", async () => {
    await setUp();
    for (let count = 1; count <= 10; count += 1) {
      expect((await attempt("grace@example.com", "wrong", `192.0.2.${count}`)).kind).toBe("wrong");
    }
    expect(await attempt("grace@example.com", OWNER.password, "192.0.2.99")).toMatchObject({ kind: "slow_down" });
    harness().simulator.simulator.advance({ ms: 30 * SECOND });
    expect((await attempt("grace@example.com", OWNER.password, "192.0.2.99")).kind).toBe("signed_in");
    expect((await attempt("grace@example.com", "wrong", "192.0.2.99")).kind).toBe("wrong");
  });

  it("slows the address down, whatever e-mail it tries, known or not", async () => {
    await setUp();
    for (let count = 1; count <= 10; count += 1) await attempt(`nobody${count}@example.com`, "wrong");
    expect((await attempt("grace@example.com", OWNER.password)).kind).toBe("slow_down");
    expect((await attempt("grace@example.com", OWNER.password, "198.51.100.7")).kind).toBe("signed_in");
  });

  it("slows down a whole IPv6 network, and nobody beside it", async () => {
    await setUp();
    for (let count = 1; count <= 10; count += 1)
      await attempt(`nobody${count}@example.com`, "wrong", `2001:db8:0:7::${count}`);
    expect((await attempt(OWNER.email, OWNER.password, "2001:db8:0:7:ffff::1")).kind).toBe("slow_down");
    expect((await attempt(OWNER.email, OWNER.password, "2001:db8:0:8::1")).kind).toBe("signed_in");
  });

  it("lets a person in from a known browser at once, whatever strangers tried all day, and no stranger", async () => {
    await setUp();
    const from = (address: string, knownFor: string | null, password = OWNER.password) => {
      const visitor = { address, userAgent: CHROME, previousSessionId: null, knownFor };
      return signIn(serverContext(harness().adapters), { email: "grace@example.com", password, ...visitor });
    };
    for (let hour = 1; hour <= 24; hour += 1) {
      harness().simulator.simulator.advance({ ms: HOUR });
      for (let count = 1; count <= 10; count += 1) await from(`198.51.${hour}.${count}`, null, "wrong");
      await from("192.0.2.1", null, "wrong");
    }
    for (const stranger of [null, "ada@example.com", ""])
      expect((await from("192.0.2.1", stranger)).kind, `${stranger}`).toBe("slow_down");
    expect((await from("192.0.2.1", "grace@example.com")).kind).toBe("signed_in");
    expect((await from("203.0.113.50", null)).kind).toBe("slow_down");
    for (let count = 1; count <= 10; count += 1) {
      expect((await from(`203.0.113.${count}`, "grace@example.com", "wrong")).kind).toBe("wrong");
    }
    expect((await from("203.0.113.99", "grace@example.com")).kind).toBe("slow_down");
  });

  it("waits longer each time, never more than a quarter of an hour, and forgets after a day", async () => {
    await setUp();
    for (let count = 1; count <= 30; count += 1) {
      await attempt("grace@example.com", "wrong");
      harness().simulator.simulator.advance({ ms: 15 * MINUTE });
    }
    const slow = await attempt("grace@example.com", "wrong").then(() => attempt("grace@example.com", "wrong"));
    const wait = slow.kind === "slow_down" ? slow.until.getTime() - harness().adapters.clock().getTime() : 0;
    expect(wait).toBe(15 * MINUTE);
    harness().simulator.simulator.advance({ ms: 25 * HOUR });
    expect((await attempt("grace@example.com", "wrong")).kind).toBe("wrong");
    expect((await attempt("grace@example.com", OWNER.password)).kind).toBe("signed_in");
  });

  it("does not let many guesses at the same moment slip through", async () => {
    await setUp();
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => attempt("grace@example.com", "wrong")));
    expect(outcomes.filter(({ kind }) => kind === "wrong").length).toBeLessThanOrEqual(10);
  });

  it("writes down who came in, who did not, and who left", async () => {
    await setUp();
    const sessionId = await sessionOf(attempt);
    await attempt("grace@example.com", "wrong password", "192.0.2.2");
    await attempt("my-secret-password", "grace@example.com", "192.0.2.3");
    for (const address of ["192.0.2.4", "192.0.2.5"])
      await endSession(serverContext(harness().adapters), sessionId, address);
    const events = await harness().auditEvents();
    const told = events.map(({ action, outcome, actorName, address, subject, detail }) => ({
      ...{ action, outcome, actorName, address, subject },
      ...JSON.parse(detail),
    }));
    const browser = "Chrome on Windows";
    const failed = { action: "sign_in_failed", outcome: "refused", actorName: null, browser };
    const grace = { outcome: "done", actorName: "Grace", subject: "grace@example.com" };
    expect(told.slice(1)).toEqual([
      { action: "signed_in", ...grace, address: "192.0.2.1", method: "password", browser },
      { ...failed, address: "192.0.2.2", subject: "grace@example.com" },
      { ...failed, address: "192.0.2.3", subject: null, note: "unknown e-mail" },
      { action: "signed_out", ...grace, address: "192.0.2.4" },
    ]);
    expect(JSON.stringify(events)).not.toContain("my-secret-password");
  });

  it("writes down that somebody was slowed down", async () => {
    await setUp();
    for (let count = 1; count <= 11; count += 1) await attempt("grace@example.com", "wrong");
    const actions = (await harness().auditEvents()).map(({ action }) => action);
    expect(actions.filter((action) => action === "sign_in_failed")).toHaveLength(10);
    expect(actions.at(-1)).toBe("sign_in_slowed_down");
  });

  it("lets strangers fill the audit log up to a limit, says so once, and keeps room for each person", async () => {
    await setUp();
    const { most, window } = RATE_LIMITS.recorded_refusals;
    const rowsSince = async (start: number) =>
      (await harness().auditEvents()).slice(start).map(({ action, subject }) => [action, subject]);
    const start = (await harness().auditEvents()).length;
    const knock = (count: number) => attempt(`nobody${count}@example.com`, "wrong", `192.0.2.${count}`);
    for (let count = 1; count <= most + 5; count += 1) await knock(count);
    expect(await rowsSince(start)).toEqual([
      ...Array.from({ length: most }, () => ["sign_in_failed", null]),
      ["refusals_left_out", null],
    ]);
    await attempt(OWNER.email, "wrong", "198.51.100.7");
    expect((await rowsSince(start)).slice(most + 1)).toEqual([["sign_in_failed", "grace@example.com"]]);
    harness().simulator.simulator.advance({ ms: window });
    await knock(1);
    expect((await rowsSince(start)).at(-1)).toEqual(["sign_in_failed", null]);
  });

  it("looks at no more than the limit of sign-ins from one address, right ones included, and writes down no more", async () => {
    await setUp();
    const { most, window } = RATE_LIMITS.sign_in;
    const key = `sign_in:${hashOf(harness().adapters.settings.secret, "sign_in\n192.0.2.1")}`;
    expect((await attempt(OWNER.email, OWNER.password)).kind).toBe("signed_in");
    await harness().db.rateLimit.update({ where: { key }, data: { count: most } });
    const written = (await harness().auditEvents()).length;
    expect((await attempt(OWNER.email, OWNER.password)).kind).toBe("slow_down");
    expect(await harness().auditEvents()).toHaveLength(written);
    expect((await attempt(OWNER.email, OWNER.password, "192.0.2.2")).kind).toBe("signed_in");
    harness().simulator.simulator.advance({ ms: window });
    expect((await attempt(OWNER.email, OWNER.password)).kind).toBe("signed_in");
  });

  it("forgets counts that count no longer, also when nobody ever comes in", async () => {
    await setUp();
    const counts = async () => [await harness().db.signInThrottle.count(), await harness().db.rateLimit.count()];
    const knock = (name: string, address: string) => attempt(`${name}@example.com`, "wrong", address);
    for (let count = 1; count <= 3; count += 1) await knock(`nobody${count}`, `192.0.2.${count}`);
    expect(await counts()).toEqual([6, 4]);
    harness().simulator.simulator.advance({ ms: HOUR });
    await knock("nobody4", "192.0.2.4");
    expect(await counts()).toEqual([8, 2]);
    harness().simulator.simulator.advance({ ms: THROTTLE_MEMORY + 1 });
    await knock("nobody5", "192.0.2.5");
    expect(await counts()).toEqual([2, 2]);
  });

  it("opens a new session at every sign-in and ends the one that the browser had", async () => {
    await setUp();
    const planted = await sessionOf(attempt);
    const outcome = await attempt(OWNER.email, OWNER.password, "192.0.2.1", planted);
    if (outcome.kind !== "signed_in") throw new Error(outcome.kind);
    expect(outcome.sessionId).not.toBe(planted);
    expect(await harness().db.session.findMany({ select: { id: true } })).toEqual([{ id: outcome.sessionId }]);
    expect((await attempt(OWNER.email, "wrong", "192.0.2.1", outcome.sessionId)).kind).toBe("wrong");
    expect(await harness().db.session.count()).toBe(1);
  });

  it("refuses a password beyond the longest, also when its beginning is right", async () => {
    const password = "plum lantern ".repeat(100).slice(0, LONGEST_PASSWORD);
    await harness().db.user.deleteMany();
    expect((await createOwner(serverContext(harness().adapters), { ...OWNER, password })).kind).toBe("created");
    expect((await attempt(OWNER.email, `${password}x`)).kind).toBe("wrong");
    expect((await attempt(OWNER.email, password)).kind).toBe("signed_in");
  });

  it("takes a password in whatever form its letters come", async () => {
    await harness().db.user.deleteMany();
    const [composed, apart] = ["crème brûlée maßlos", "crème brûlée maßlos"].map((text, index) =>
      text.normalize(index === 0 ? "NFC" : "NFD"),
    ) as [string, string];
    await createOwner(serverContext(harness().adapters), { ...OWNER, password: apart });
    expect((await attempt(OWNER.email, composed)).kind).toBe("signed_in");
  });

  it("keeps neither e-mails nor addresses that were tried", async () => {
    await attempt("secret.person@example.com", "wrong", "192.0.2.77");
    const rows = JSON.stringify(await harness().db.signInThrottle.findMany());
    expect(rows).not.toContain("secret.person");
    expect(rows).not.toContain("192.0.2.77");
  });

  it("refuses a wrong key set before anything is written", async () => {
    const { adapters } = harness();
    await checkKeys(adapters);
    await checkKeys(adapters);
    const withKeys = (text: string) => ({ ...adapters, vault: createVault(parseKeyRing(text)) });
    const key = (byte: number) => Buffer.alloc(32, byte).toString("base64");
    await expect(checkKeys(withKeys(`k1:${key(2)}`))).rejects.toMatchObject({ code: "key_set_wrong" });
    await expect(checkKeys(withKeys(`k9:${key(9)}`))).rejects.toMatchObject({ code: "key_set_wrong" });
    expect(await harness().db.keyCanary.count()).toBe(1);
    await checkKeys(withKeys(`k2:${key(2)},k1:${key(1)}`));
    expect(await harness().db.keyCanary.count()).toBe(2);
  });
});

async function sessionOf(attempt: (email: string, password: string) => ReturnType<typeof signIn>): Promise<string> {
  const outcome = await attempt(OWNER.email, OWNER.password);
  if (outcome.kind !== "signed_in") throw new Error(outcome.kind);
  return outcome.sessionId;
}

function hashOf(secret: string, text: string): string {
  return createHmac("sha256", secret).update(text).digest("base64url");
}
