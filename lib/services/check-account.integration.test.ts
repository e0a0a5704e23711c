import { expect, it } from "vitest";
import { after, MINUTE } from "@/lib/domain/durations";
import { tokenStatus } from "@/lib/domain/token-status";
import { onBothDatabases } from "@/lib/test/harness";
import { checkAccount } from "./check-account";
import { disconnectAccount } from "./disconnect-account";
import { setLabel } from "./set-label";

const USERNAME = "casa.marisol";

onBothDatabases("check-account", (harness) => {
  const check = (accountId: string) => checkAccount(harness().context(), { accountId });
  const status = async (accountId: string) =>
    tokenStatus(await harness().account(accountId), harness().adapters.clock());

  it("records that the token works and learns the profile", async () => {
    const accountId = await harness().connect(USERNAME);
    harness().simulator.simulator.updateAccount({ username: USERNAME, newUsername: "casa.marisol.new", followers: 77 });
    expect(await check(accountId)).toEqual({ kind: "works", username: "casa.marisol.new", revived: false });
    const account = await harness().account(accountId);
    expect(account).toMatchObject({ username: "casa.marisol.new", followersCount: 77, lastCheckOutcome: "works" });
    expect(account.searchText).toContain("casa.marisol.new");
    expect((await harness().events(accountId)).at(-1)).toMatchObject({ kind: "checked", actorName: "Ada Lindqvist" });
  });

  it.each([
    ["checkpoint", "action_needed"],
    ["unconfirmed_user", "action_needed"],
    ["no_tester_role", "permission_problem"],
    ["permission_withdrawn", "permission_problem"],
    ["personal_account", "permission_problem"],
  ] as const)("believes %s at once, for it ends nothing", async (fault, expected) => {
    const accountId = await harness().connect(USERNAME);
    harness().simulator.simulator.setAccountFault({ username: USERNAME, fault });
    expect((await check(accountId)).kind).toBe("failed");
    expect(await status(accountId)).toBe(expected);
    expect(await harness().storedToken(accountId)).not.toBeNull();
  });

  it.each(["odd_error", "odd_facts"] as const)("writes down what it can of an answer like %s", async (kind) => {
    const accountId = await harness().connect(USERNAME);
    harness().simulator.simulator.setFault({ kind, endpoints: ["me"] });
    expect((await check(accountId)).kind).toBe(kind === "odd_error" ? "failed" : "works");
    expect(await harness().account(accountId)).toMatchObject({ leaseId: null, verdict: null });
    const [last] = (await harness().events(accountId)).slice(-1);
    expect(last?.message?.isWellFormed() ?? true).toBe(true);
    expect(last).toMatchObject(kind === "odd_error" ? { code: null, subcode: null } : { kind: "checked" });
  });

  it.each(["password_changed", "app_removed", "expired"] as const)(
    "believes %s when a look five minutes later agrees, and not a millisecond earlier",
    async (fault) => {
      const accountId = await harness().connect(USERNAME);
      harness().simulator.simulator.setAccountFault({ username: USERNAME, fault });
      const lookAgainAt = after(harness().adapters.clock(), 5 * MINUTE);
      expect(await check(accountId)).toMatchObject({ kind: "failed", lookAgainAt });
      harness().simulator.simulator.advance({ ms: 5 * MINUTE - 1 });
      await check(accountId);
      expect(await status(accountId)).toBe("active");
      harness().simulator.simulator.advance({ ms: 1 });
      await check(accountId);
      expect(await status(accountId)).toBe("reconnect_needed");
      expect(await harness().storedToken(accountId)).not.toBeNull();
      const kinds = (await harness().events(accountId)).map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === "death_suspected" || kind === "declared_dead")).toEqual([
        "death_suspected",
        "declared_dead",
      ]);
    },
  );

  it("believes a refusal without a clear text only after three looks an hour apart", async () => {
    const accountId = await harness().connect(USERNAME);
    harness().simulator.simulator.setFault({ kind: "session_invalid", endpoints: ["me"] });
    await check(accountId);
    for (const expected of ["active", "active", "reconnect_needed"]) {
      harness().simulator.simulator.advance({ hours: 1 });
      await check(accountId);
      expect(await status(accountId)).toBe(expected);
    }
  });

  it("does not believe a death that a later look denies", async () => {
    const accountId = await harness().connect(USERNAME);
    harness().simulator.simulator.setFault({ kind: "code_190_no_subcode", endpoints: ["me"], times: 1 });
    expect(await check(accountId)).toMatchObject({ kind: "failed" });
    harness().simulator.simulator.advance({ minutes: 5 });
    expect((await check(accountId)).kind).toBe("works");
    expect(await status(accountId)).toBe("active");
    expect(await harness().account(accountId)).toMatchObject({ suspectedAt: null, suspicionProbes: 0, urgency: 1 });
  });

  it.each(["outage", "html_502", "empty_body", "reset_before", "rate_limit_app"] as const)(
    "leaves the status alone when Instagram answers %s",
    async (kind) => {
      const accountId = await harness().connect(USERNAME);
      harness().simulator.simulator.setFault({ kind, endpoints: ["me"] });
      expect((await check(accountId)).kind).toBe("failed");
      expect(await status(accountId)).toBe("active");
    },
  );

  it("brings a token that works again back to life", async () => {
    const accountId = await harness().connect(USERNAME);
    harness().simulator.simulator.setAccountFault({ username: USERNAME, fault: "checkpoint" });
    await check(accountId);
    harness().simulator.simulator.setAccountFault({ username: USERNAME, fault: null });
    expect(await check(accountId)).toEqual({ kind: "works", username: USERNAME, revived: true });
    expect(await status(accountId)).toBe("active");
  });

  it("raises an alarm and changes nothing when the token answers for another account", async () => {
    const accountId = await harness().connect(USERNAME);
    harness().simulator.simulator.setFault({ kind: "other_account", endpoints: ["me"] });
    expect(await check(accountId)).toMatchObject({ kind: "failed", reason: "account_changed" });
    expect((await harness().account(accountId)).username).toBe(USERNAME);
    expect((await harness().events(accountId)).at(-1)?.kind).toBe("account_changed");
  });

  it("falls back to fewer fields where Instagram refuses user_id", async () => {
    const accountId = await harness().connect(USERNAME);
    harness().simulator.simulator.setFault({ kind: "user_id_unsupported", endpoints: ["me"] });
    expect((await check(accountId)).kind).toBe("works");
  });

  it("asks for the username before it disconnects, and keeps the history without the token", async () => {
    const accountId = await harness().connect(USERNAME);
    const disconnect = (typedUsername: string) => disconnectAccount(harness().context(), { accountId, typedUsername });
    expect((await disconnect("casa.other")).kind).toBe("username_differs");
    expect((await disconnect(" @Casa.Marisol ")).kind).toBe("disconnected");
    expect(await harness().storedToken(accountId)).toBeNull();
    expect((await disconnect(USERNAME)).kind).toBe("not_found");
    expect((await check(accountId)).kind).toBe("disconnected");
    expect((await harness().events(accountId)).map(({ kind }) => kind)).toEqual(["imported", "disconnected"]);
  });

  it("keeps odd labels as text and finds them whatever the case", async () => {
    const accountId = await harness().connect(USERNAME);
    const label = "Ünï‮code <b>&amp; 🌱 ÇLIENT";
    expect(await setLabel(harness().context(), { accountId, label })).toEqual({
      kind: "set",
      label: "Ünï code <b>&amp; 🌱 ÇLIENT",
    });
    expect((await harness().account(accountId)).searchText).toContain("çlient");
    expect((await setLabel(harness().context(), { accountId: "none", label })).kind).toBe("not_found");
  });
});
