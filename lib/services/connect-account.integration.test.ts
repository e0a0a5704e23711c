import { expect, it } from "vitest";
import { countAccounts } from "@/lib/db/account-list";
import { connectSentence } from "@/lib/domain/connect-outcome";
import { HOUR } from "@/lib/domain/durations";
import { type ConsentChoice, giveConsent } from "@/lib/test/consent";
import { type Harness, onBothDatabases } from "@/lib/test/harness";
import { ConnectAttempt } from "@/lib/web/connect-attempt";
import type { PersonContext } from "./context";
import { disconnectAccount } from "./disconnect-account";
import { readConnectOutcome } from "./redeem-connect";
import { startConnect } from "./start-connect";

const INSIGHTS = "instagram_business_manage_insights";
const BASIC = "instagram_business_basic";

/** What next-auth does with the query that came back: its steps, one after the other. */
async function callBack(ctx: PersonContext, query: URLSearchParams): Promise<string> {
  const attempt = new ConnectAttempt(ctx);
  const error = query.get("error");
  if (error !== null) {
    await attempt.refused(query.get("state") ?? "", error, query.get("error_description") ?? "");
    return attempt.destination;
  }
  try {
    await attempt.exchange(query.get("state") ?? undefined, query.get("code") ?? undefined);
    await attempt.readProfile();
    await attempt.finish();
  } catch {
    // The outcome is on record; next-auth would end here too.
  }
  return attempt.destination;
}

onBothDatabases("connect-account", (harness) => {
  const total = () =>
    countAccounts(harness().db, { search: "", label: null, status: null }, harness().adapters.clock());
  const start = (reconnectAccountId: string | null = null) => startConnect(harness().context(), { reconnectAccountId });

  async function connect(choice: ConsentChoice, reconnectAccountId: string | null = null) {
    const started = await start(reconnectAccountId);
    const query = await giveConsent(harness().adapters.settings, started, choice);
    const destination = await callBack(harness().context(), query);
    return { destination, query, started, ...(await outcomeOf(harness(), started.flowId)) };
  }

  it("runs code, long-lived exchange and /me, and keeps exact ids", async () => {
    const { outcome, accountId, destination, started } = await connect({ username: "casa.marisol" });
    expect(outcome).toEqual({ kind: "connected", username: "casa.marisol", missing: [] });
    expect(destination).toBe(`/accounts/${accountId}?connect=${started.flowId}`);
    const account = await harness().account(accountId ?? "");
    expect(account).toMatchObject({
      instagramUserId: "17841405309211845",
      appScopedId: "28970000000402975",
      tokenVersion: 1,
    });
    const { simulator } = harness().simulator;
    expect(simulator.validToken({ username: "casa.marisol" })).toContain(await harness().storedToken(account.id));
    expect(account.expiresAt.getTime()).toBeGreaterThan(harness().adapters.clock().getTime() + 59 * 24 * HOUR);
    expect((await harness().events(account.id)).map(({ kind }) => kind)).toEqual(["connected"]);
  });

  it.each(["data_string", "flat_old", "flat_integer_array"] as const)("accepts the body shape %s", async (shape) => {
    harness().simulator.simulator.setSwitches({
      codeExchangeShape: shape,
      meWrapped: shape === "data_string",
      meIdsAsNumbers: true,
    });
    const { outcome, accountId } = await connect({ username: "casa.marisol" });
    expect(outcome?.kind).toBe("connected");
    expect((await harness().account(accountId ?? "")).instagramUserId).toBe("17841405309211845");
  });

  it("takes a code exchange that already gives a long-lived token", async () => {
    harness().simulator.simulator.setSwitches({ codeExchangeLongLived: true });
    expect((await connect({ username: "casa.marisol" })).outcome?.kind).toBe("connected");
    expect(harness().simulator.simulator.stats().endpoints.long_lived).toBe(0);
  });

  it("replaces the token and clears errors when a colleague connects the same account again", async () => {
    const first = await connect({ username: "casa.marisol" });
    const accountId = first.accountId ?? "";
    const before = await harness().storedToken(accountId);
    await harness().db.connectedAccount.updateMany({
      data: { verdict: "dead", verdictReason: "password_changed", failedAttempts: 4 },
    });
    const second = await connect({ username: "casa.marisol" });
    expect(second.outcome?.kind).toBe("reconnected");
    expect(second.accountId).toBe(accountId);
    expect(await total()).toBe(1);
    expect(await harness().storedToken(accountId)).not.toBe(before);
    expect(await harness().account(accountId)).toMatchObject({ verdict: null, failedAttempts: 0, tokenVersion: 2 });
  });

  it("overwrites nothing when another account than the one to reconnect consents", async () => {
    const first = await connect({ username: "casa.marisol" });
    const before = await harness().storedToken(first.accountId ?? "");
    const wrong = await connect({ username: "northlight_studio" }, first.accountId);
    expect(wrong.outcome).toEqual({ kind: "wrong_account", expected: "casa.marisol", username: "northlight_studio" });
    expect(wrong.destination).toBe(`/accounts/connect/${wrong.started.flowId}`);
    expect(await harness().storedToken(first.accountId ?? "")).toBe(before);
    expect(await total()).toBe(1);
  });

  it("brings a disconnected account back with its history", async () => {
    const first = await connect({ username: "casa.marisol" });
    const accountId = first.accountId ?? "";
    await disconnectAccount(harness().context(), { accountId, typedUsername: "@casa.marisol" });
    expect(await harness().storedToken(accountId)).toBeNull();
    const again = await connect({ username: "casa.marisol" });
    expect(again.accountId).toBe(accountId);
    expect((await harness().account(accountId)).disconnectedAt).toBeNull();
    expect((await harness().events(accountId)).map(({ kind }) => kind)).toEqual([
      "connected",
      "disconnected",
      "connected",
    ]);
  });

  it("shows what was not granted, and connects", async () => {
    harness().adapters.settings.instagram.scopes = [BASIC, INSIGHTS];
    const { outcome, accountId } = await connect({ username: "casa.marisol", scopes: [BASIC] });
    harness().adapters.settings.instagram.scopes = [BASIC];
    expect(outcome).toEqual({ kind: "connected", username: "casa.marisol", missing: [INSIGHTS] });
    expect((await harness().account(accountId ?? "")).missingScopes).toBe(INSIGHTS);
  });

  it("stores nothing without the basic permission", async () => {
    harness().adapters.settings.instagram.scopes = [BASIC, INSIGHTS];
    const { outcome } = await connect({ username: "casa.marisol", scopes: [INSIGHTS] });
    harness().adapters.settings.instagram.scopes = [BASIC];
    expect(outcome?.kind).toBe("basic_missing");
    expect(await total()).toBe(0);
  });

  it("says that the person cancelled, with and without a state", async () => {
    const cancelled = await connect({ username: "casa.marisol", decision: "cancel" });
    expect(cancelled.outcome).toEqual({ kind: "cancelled" });
    expect(cancelled.destination).toBe(`/accounts?connect=${cancelled.started.flowId}`);
    const { title, text } = connectSentence({ kind: "cancelled" });
    expect(`${title} ${text}`).toBe("You cancelled on Instagram. Nothing was changed.");
    harness().simulator.simulator.setSwitches({ stateOnCancel: false });
    expect((await connect({ username: "casa.marisol", decision: "cancel" })).destination).toBe(
      "/accounts?connect=cancelled",
    );
  });

  it("redeems a code once: a reload and ten clicks at the same moment show the stored outcome", async () => {
    const started = await start();
    const query = await giveConsent(harness().adapters.settings, started, { username: "casa.marisol" });
    const destinations = await Promise.all(Array.from({ length: 10 }, () => callBack(harness().context(), query)));
    destinations.push(await callBack(harness().context(), query));
    expect(harness().simulator.simulator.stats().endpoints.code_exchange).toBe(1);
    expect(await total()).toBe(1);
    for (const destination of destinations) expect(destination).toContain(started.flowId);
  });

  it("lets two tabs connect at once", async () => {
    const [one, other] = [await start(), await start()];
    const { settings } = harness().adapters;
    const [first, second] = [
      await giveConsent(settings, one, { username: "casa.marisol" }),
      await giveConsent(settings, other, { username: "northlight_studio" }),
    ];
    await Promise.all([callBack(harness().context(), first), callBack(harness().context(), second)]);
    expect((await outcomeOf(harness(), one.flowId)).outcome?.kind).toBe("connected");
    expect((await outcomeOf(harness(), other.flowId)).outcome?.kind).toBe("connected");
    expect(await total()).toBe(2);
  });

  it("makes one row when two tabs connect the same new account at once", async () => {
    const flows = [await start(), await start()];
    const queries = [];
    for (const flow of flows) {
      queries.push(await giveConsent(harness().adapters.settings, flow, { username: "casa.marisol" }));
    }
    await Promise.all(queries.map((query) => callBack(harness().context(), query)));
    expect(await total()).toBe(1);
  });

  it.each([
    ["missing", (query: URLSearchParams) => query.delete("state")],
    ["altered", (query: URLSearchParams) => query.set("state", `${query.get("state")}x`)],
  ])("refuses a state that is %s", async (_name, change) => {
    const started = await start();
    const query = await giveConsent(harness().adapters.settings, started, { username: "casa.marisol" });
    change(query);
    expect(await callBack(harness().context(), query)).toBe("/accounts/connect/unknown");
    expect(harness().simulator.simulator.stats().endpoints.code_exchange).toBe(0);
    expect(await total()).toBe(0);
  });

  it("refuses a state of another browser, or an hour old", async () => {
    const started = await start();
    const query = await giveConsent(harness().adapters.settings, started, { username: "casa.marisol" });
    const elsewhere = harness().context({ sessionId: "another-browser" });
    expect(await callBack(elsewhere, query)).toBe("/accounts/connect/unknown");
    harness().simulator.simulator.advance({ hours: 1 });
    expect(await callBack(harness().context(), query)).toBe("/accounts/connect/unknown");
    expect(await total()).toBe(0);
  });

  it.each([
    ["outage", "long_lived", "outage"],
    ["html_502", "code_exchange", "outage"],
    ["empty_body", "long_lived", "unreadable_answer"],
    ["malformed_json", "code_exchange", "unreadable_answer"],
    ["reset_before", "code_exchange", "network"],
    ["reset_after", "code_exchange", "network"],
    ["reset_after", "long_lived", "network"],
    ["missing_expires_in", "long_lived", "unusable_expiry"],
    ["expires_in_zero", "long_lived", "unusable_expiry"],
    ["expires_in_negative", "long_lived", "unusable_expiry"],
    ["expires_in_absurd", "long_lived", "unusable_expiry"],
    ["expires_in_one_hour", "long_lived", "unusable_expiry"],
    ["blank_token", "long_lived", "blank_token"],
    ["blank_token", "code_exchange", "blank_token"],
    ["outage", "me", "outage"],
    ["app_disabled", "me", "not_eligible"],
  ] as const)("stores nothing when Instagram answers %s at %s", async (kind, endpoint, reason) => {
    const started = await start();
    const query = await giveConsent(harness().adapters.settings, started, { username: "casa.marisol" });
    harness().simulator.simulator.setFault({ kind, endpoints: [endpoint] });
    await callBack(harness().context(), query);
    expect((await outcomeOf(harness(), started.flowId)).outcome).toMatchObject({ kind: "failed", reason });
    expect(await total()).toBe(0);
    expect(await harness().db.accountToken.count()).toBe(0);
  });

  it.each([
    ["redirect_text", "redirect_or_secret"],
    ["plain", "wrong_secret"],
  ] as const)("names the settings to compare for a wrong secret (%s)", async (wrongSecret, reason) => {
    const started = await start();
    const query = await giveConsent(harness().adapters.settings, started, { username: "casa.marisol" });
    harness().simulator.simulator.setSwitches({ wrongSecret });
    harness().simulator.simulator.rotateSecret({ clientSecret: "a-new-secret-of-the-app" });
    await callBack(harness().context(), query);
    expect((await outcomeOf(harness(), started.flowId)).outcome).toMatchObject({ kind: "failed", reason });
  });

  it("keeps a hostile name as text", async () => {
    const { accountId } = await connect({ username: "tinywheels" });
    expect((await harness().account(accountId ?? "")).name).toContain("<script>alert(1)</script>");
  });

  it("keeps an outcome to the person who made the trip", async () => {
    const { started } = await connect({ username: "casa.marisol" });
    expect(await readConnectOutcome(harness().context({ userId: "somebody-else" }), started.flowId)).toBeNull();
  });

  it("refuses a viewer before anything leaves", async () => {
    const viewer = harness().context({ role: "viewer" });
    await expect(startConnect(viewer, { reconnectAccountId: null })).rejects.toMatchObject({ code: "forbidden" });
  });
});

async function outcomeOf(harness: Harness, flowId: string) {
  const found = await readConnectOutcome(harness.context(), flowId);
  return { outcome: found?.outcome ?? null, accountId: found?.accountId ?? null };
}
