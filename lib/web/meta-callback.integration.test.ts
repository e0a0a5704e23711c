import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { findToken } from "@/lib/db/account-tokens";
import { after, DAY, HOUR, MINUTE, SECOND } from "@/lib/domain/durations";
import { RATE_LIMITS } from "@/lib/domain/rate-limit";
import { tokenStatus } from "@/lib/domain/token-status";
import { checkAccount } from "@/lib/services/check-account";
import { type ServiceContext, serverContext } from "@/lib/services/context";
import { disconnectAccount } from "@/lib/services/disconnect-account";
import { renewToken } from "@/lib/services/renew-token";
import { onBothDatabases } from "@/lib/test/harness";
import { callbackPayload, signRequest } from "@/simulator/signed-request";
import { answerDataDeletion, answerDeauthorize, handleCallback } from "./meta-callback";

const USERNAME = "casa.marisol";
const META_SECRET = "c2b7e0914d3f4a68b5a0917e6f2d8c43";
const ANSWERS = { deauthorize: answerDeauthorize, data_deletion: answerDataDeletion } as const;
type Kind = keyof typeof ANSWERS;

onBothDatabases("Meta's callbacks", (harness) => {
  const now = () => harness().adapters.clock();
  const secret = () => harness().adapters.settings.instagram.credentials?.clientSecret ?? "";

  function form(body: string | FormData, headers: Record<string, string> = {}): Request {
    const type: Record<string, string> =
      typeof body === "string" ? { "content-type": "application/x-www-form-urlencoded" } : {};
    return new Request("http://localhost:3000/api/instagram/any", {
      method: "POST",
      headers: { ...type, "x-forwarded-for": "192.0.2.66", ...headers },
      body,
    });
  }

  function context(): ServiceContext {
    const { adapters } = harness();
    const { instagram } = adapters.settings;
    const settings = { ...adapters.settings, instagram: { ...instagram, metaAppSecret: META_SECRET } };
    return serverContext({ ...adapters, settings });
  }

  async function post(kind: Kind, request: Request, ctx = context()) {
    const response = await handleCallback(ctx, request, ANSWERS[kind]);
    expect(response.headers.get("cache-control")).toBe("no-store");
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  function signed(kind: Kind, userId: string, at = now(), signer = secret()): string {
    return signRequest(callbackPayload(kind, userId, at.getTime()), signer);
  }

  const call = (kind: Kind, signedRequest: string) => post(kind, form(`signed_request=${signedRequest}`));
  const scopedId = async (accountId: string) => (await harness().account(accountId)).appScopedId ?? "";

  it.each(["app_scoped", "user_id"] as const)("deauthorize ends the account of the %s id", async (which) => {
    const accountId = await harness().connect(USERNAME, { ageDays: 20 });
    harness().simulator.simulator.addAccount({ username: "somebody.else" });
    const otherId = await harness().connect("somebody.else", { ageDays: 20 });
    const { instagramUserId, appScopedId } = await harness().account(accountId);
    const id = which === "user_id" ? instagramUserId : (appScopedId ?? "");
    expect(await call("deauthorize", signed("deauthorize", id))).toMatchObject({ status: 200 });

    const account = await harness().account(accountId);
    expect(tokenStatus(account, now())).toBe("reconnect_needed");
    expect(account).toMatchObject({
      verdictReason: "access_withdrawn",
      tokenVersion: 2,
      leaseId: null,
      nextAttemptAt: null,
      nextCheckAt: null,
      nextNoticeAt: null,
      urgency: 0,
    });
    expect(await findToken(harness().db, accountId)).toBeNull();
    expect((await harness().events(accountId)).at(-1)).toMatchObject({ kind: "access_withdrawn", actorName: null });
    const notices = await harness().db.notice.findMany();
    expect(notices).toMatchObject([{ kind: "reconnect_needed", accountId }]);
    expect(notices[0]?.detail).toContain("withdrew access at Instagram");
    expect(await harness().auditEvents()).toMatchObject([
      { action: "deauthorized", outcome: "done", subject: accountId, address: "192.0.2.66" },
    ]);
    expect(await findToken(harness().db, otherId)).not.toBeNull();
    expect((await harness().account(otherId)).verdict).toBeNull();
  });

  it("Meta's own secret counts as well, also in a multipart form", async () => {
    const accountId = await harness().connect(USERNAME);
    const body = new FormData();
    body.set("signed_request", signed("deauthorize", await scopedId(accountId), now(), META_SECRET));
    expect((await post("deauthorize", form(body))).status).toBe(200);
    expect(await findToken(harness().db, accountId)).toBeNull();
  });

  it("Check now on an account without a token says why, and asks nobody", async () => {
    const accountId = await harness().connect(USERNAME);
    await call("deauthorize", signed("deauthorize", await scopedId(accountId)));
    harness().simulator.simulator.resetStats();
    const outcome = await checkAccount(harness().context(), { accountId });
    expect(outcome).toMatchObject({ kind: "failed", reason: "access_withdrawn", lookAgainAt: null });
    expect((await renewToken(harness().context(), { accountId })).kind).toBe("refused");
    expect(harness().simulator.simulator.stats().total).toBe(0);
    expect((await harness().account(accountId)).nextCheckAt).toBeNull();
  });

  it("a replay does nothing more, and two at once do it once", async () => {
    const accountId = await harness().connect(USERNAME);
    const request = signed("deauthorize", await scopedId(accountId));
    const answers = await Promise.all([call("deauthorize", request), call("deauthorize", request)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await call("deauthorize", request)).status).toBe(200);
    const kinds = (await harness().events(accountId)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "access_withdrawn")).toHaveLength(1);
    expect(await harness().db.notice.count()).toBe(1);
    expect(await harness().auditEvents()).toHaveLength(1);
  });

  it.each(["deauthorize", "data_deletion"] as const)("an old %s cannot undo a later consent", async (kind) => {
    const accountId = await harness().connect(USERNAME);
    const request = signed("deauthorize", await scopedId(accountId));
    await call("deauthorize", request);
    harness().simulator.simulator.advance({ minutes: 10 });
    expect(await harness().connect(USERNAME)).toBe(accountId);
    const token = await harness().storedToken(accountId);
    expect(await call(kind, request)).toMatchObject({ status: 200 });
    expect(await harness().storedToken(accountId)).toBe(token);
    expect((await harness().account(accountId)).verdict).toBeNull();
    const refusals = (await harness().auditEvents()).filter(({ outcome }) => outcome === "refused");
    expect(refusals).toMatchObject([{ action: kind === "deauthorize" ? "deauthorized" : "data_deleted" }]);

    harness().simulator.simulator.advance({ minutes: 5 });
    await call("deauthorize", signed("deauthorize", await scopedId(accountId)));
    expect(await findToken(harness().db, accountId)).toBeNull();
  });

  it("a renewal of the same token is no consent", async () => {
    const accountId = await harness().connect(USERNAME, { ageDays: 40 });
    harness().simulator.simulator.advance({ minutes: 1 });
    const request = signed("deauthorize", await scopedId(accountId));
    harness().simulator.simulator.advance({ minutes: 5 });
    expect((await renewToken(harness().context(), { accountId })).kind).toBe("extended");
    await call("deauthorize", request);
    expect(await findToken(harness().db, accountId)).toBeNull();
  });

  it.each(["deauthorize", "data_deletion"] as const)("a renewal that runs meanwhile loses against %s", async (kind) => {
    const accountId = await harness().connect(USERNAME, { ageDays: 40 });
    const request = signed(kind, await scopedId(accountId));
    const { refresh } = harness().adapters.instagram;
    let called = false;
    const ctx = {
      ...harness().context(),
      instagram: {
        ...harness().adapters.instagram,
        refresh: async (token: string) => {
          const answer = await refresh(token);
          called = true;
          await call(kind, request);
          return answer;
        },
      },
    };
    expect((await renewToken(ctx, { accountId })).kind).toBe("superseded");
    expect(called).toBe(true);
    expect(await harness().db.accountToken.count()).toBe(0);
  });

  it("renewals and withdrawals at the same moment never leave a token", async () => {
    for (let round = 0; round < 5; round += 1) {
      harness().simulator.simulator.addAccount({ username: `racer.${round}` });
      const accountId = await harness().connect(`racer.${round}`, { ageDays: 40 });
      const request = signed("deauthorize", await scopedId(accountId));
      await Promise.all([renewToken(harness().context(), { accountId }), call("deauthorize", request)]);
      expect(await findToken(harness().db, accountId)).toBeNull();
      expect((await harness().account(accountId)).verdictReason).toBe("access_withdrawn");
    }
  });

  it("a disconnected account has nothing to withdraw", async () => {
    const accountId = await harness().connect(USERNAME);
    const id = await scopedId(accountId);
    await disconnectAccount(harness().context(), { accountId, typedUsername: USERNAME });
    expect((await call("deauthorize", signed("deauthorize", id))).status).toBe(200);
    expect((await harness().account(accountId)).verdict).toBeNull();
  });

  it.each(["0", "99999999999999999"])("the id %s, which nobody has, is answered and changes nothing", async (id) => {
    const accountId = await harness().connect(USERNAME);
    expect((await call("deauthorize", signed("deauthorize", id))).status).toBe(200);
    const { status, body } = await call("data_deletion", signed("data_deletion", id));
    expect(status).toBe(200);
    expect(body.confirmation_code).toMatch(/^[0-9a-f]{32}$/);
    expect(body.url).toBe(`http://localhost:3000/deletion/${body.confirmation_code}`);
    expect(await harness().db.deletionRequest.findMany()).toMatchObject([{ outcome: "nothing_stored" }]);
    expect(await findToken(harness().db, accountId)).not.toBeNull();
    expect(await harness().auditEvents()).toEqual([]);
  });

  it.each(["deauthorize", "data_deletion"] as const)(
    "%s believes nothing that is not signed, whole and young",
    async (kind) => {
      const accountId = await harness().connect(USERNAME);
      const id = await scopedId(accountId);
      const good = signed(kind, id);
      const [signature = "", payload = ""] = good.split(".");
      const refused = [
        signed(kind, id, now(), randomBytes(16).toString("hex")),
        signed(kind, id, after(now(), -DAY - SECOND)),
        signed(kind, id, after(now(), HOUR)),
        good.slice(0, -4),
        `${payload}.${signature}`,
        signature,
        "",
        signRequest({ user_id: id, algorithm: "none", issued_at: Math.floor(now().getTime() / 1_000) }, secret()),
      ];
      const bodies: unknown[] = [];
      for (const text of refused) {
        const { status, body } = await call(kind, text);
        expect(status, text).toBe(422);
        bodies.push(body);
      }
      expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
      const type = "application/json";
      const odd: Request[] = [
        form(`signed_request=${good}&signed_request=${good}`),
        form(`other=${good}`),
        form(JSON.stringify({ signed_request: good }), { "content-type": type }),
        form("--x\r\nnot a form", { "content-type": "multipart/form-data; boundary=y" }),
      ];
      const file = new FormData();
      file.set("signed_request", new Blob([good]));
      for (const request of [...odd, form(file)]) expect((await post(kind, request)).status).toBe(422);
      expect(await findToken(harness().db, accountId)).not.toBeNull();
      expect(await harness().db.deletionRequest.count()).toBe(0);
      expect((await call(kind, good)).status).toBe(200);
    },
  );

  it("counts what it reads, whatever length was announced", async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1;
        controller.enqueue(new TextEncoder().encode("signed_request=x".padEnd(1_024, "x")));
      },
    });
    const init = {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", "content-length": "10" },
      body: endless,
      duplex: "half",
    };
    const { status } = await post("deauthorize", new Request("http://localhost:3000/x", init));
    expect(status).toBe(413);
    expect(sent).toBeLessThan(30);
  });

  it("slows an address down, and says until when", async () => {
    const { most } = RATE_LIMITS.callback;
    for (let count = 0; count < most; count += 1) await call("deauthorize", "junk");
    const { status, headers } = await call("deauthorize", signed("deauthorize", "0"));
    expect(status).toBe(429);
    expect(Number(headers.get("retry-after"))).toBe((10 * MINUTE) / SECOND);
    const elsewhere = form(`signed_request=${signed("deauthorize", "0")}`, { "x-forwarded-for": "192.0.2.67" });
    expect((await post("deauthorize", elsewhere)).status).toBe(200);
  });

  it("believes nobody while no secret is set", async () => {
    const { adapters } = harness();
    const instagram = { ...adapters.settings.instagram, credentials: null };
    const ctx = serverContext({ ...adapters, settings: { ...adapters.settings, instagram } });
    const unsigned = form(`signed_request=${signed("deauthorize", "0", now(), "")}`);
    expect((await post("deauthorize", unsigned, ctx)).status).toBe(409);
  });
});
