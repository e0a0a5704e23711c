import { expect, it } from "vitest";
import { isAppError } from "@/lib/domain/app-error";
import { after, DAY, MINUTE } from "@/lib/domain/durations";
import { RATE_LIMITS } from "@/lib/domain/rate-limit";
import { REVEAL_CONFIRMATION } from "@/lib/domain/reveal-rule";
import { onBothDatabases } from "@/lib/test/harness";
import { wholeDatabase } from "@/lib/test/whole-database";
import { createVault } from "@/lib/vault/seal";
import { disconnectAccount } from "./disconnect-account";
import { isRevealPossible } from "./reveal-switch";
import { revealToken } from "./reveal-token";
import { switchOffReveal } from "./switch-off-reveal";

const USERNAME = "casa.marisol";

onBothDatabases("reveal-token", (harness) => {
  const manager = () => harness().context({ role: "manager", name: "Bo Castellanos", address: "198.51.100.7" });
  const linesOf = async (accountId: string) =>
    (await harness().events(accountId)).filter(({ kind }) => kind === "token_revealed");
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => "nothing was thrown",
      (error: unknown) => (isAppError(error) ? error.code : String(error)),
    );

  it("gives the token to a manager, and tells who took it, when and from where", async () => {
    const accountId = await harness().connect(USERNAME);
    const token = await harness().storedToken(accountId);
    const ctx = manager();
    expect(await revealToken(ctx, { accountId })).toEqual({ kind: "revealed", token });
    expect(await linesOf(accountId)).toMatchObject([
      { actorName: "Bo Castellanos", at: ctx.now, detail: "From 198.51.100.7." },
    ]);
    expect(await harness().auditEvents()).toMatchObject([
      { action: "token_revealed", actorName: "Bo Castellanos", address: "198.51.100.7", subject: accountId },
    ]);
    expect(await wholeDatabase(harness().db)).not.toContain(token);
  });

  it("keeps of an address only as much as an address can be", async () => {
    const accountId = await harness().connect(USERNAME);
    await revealToken(harness().context({ address: `\u202e${"x".repeat(12_000)}` }), { accountId });
    expect((await linesOf(accountId))[0]?.detail).toBe(`From ${"x".repeat(200)}.`);
  });

  it("gives nothing without the role or a fresh proof, and writes no line of it", async () => {
    const accountId = await harness().connect(USERNAME);
    const reveal = (actor: Parameters<ReturnType<typeof harness>["context"]>[0]) =>
      codeOf(revealToken(harness().context(actor), { accountId }));
    expect(await reveal({ role: "viewer" })).toBe("forbidden");
    const stale = after(harness().adapters.clock(), -10 * MINUTE - 1);
    expect(await reveal({ role: "manager", provenAt: stale })).toBe("proof_needed");
    expect(await reveal({ role: "owner", provenAt: stale })).toBe("proof_needed");
    expect(await linesOf(accountId)).toEqual([]);
    expect(await harness().auditEvents()).toEqual([]);
  });

  it("has a reason where there is nothing to give", async () => {
    const accountId = await harness().connect(USERNAME);
    const reveal = (id: string) => revealToken(manager(), { accountId: id });
    expect(await reveal("nobody")).toEqual({ kind: "refused", refusal: "not_found" });
    await harness().db.connectedAccount.updateMany({ data: { verdict: "dead", verdictReason: "expired" } });
    expect(await reveal(accountId)).toEqual({ kind: "refused", refusal: "dead" });
    const expiresAt = after(harness().adapters.clock(), -DAY);
    await harness().db.connectedAccount.updateMany({ data: { verdict: null, expiresAt } });
    expect(await reveal(accountId)).toEqual({ kind: "refused", refusal: "expired" });
    await disconnectAccount(harness().context(), { accountId, typedUsername: USERNAME });
    expect(await reveal(accountId)).toEqual({ kind: "refused", refusal: "disconnected" });
    expect(await linesOf(accountId)).toEqual([]);
  });

  it("writes no line of a token that it cannot open", async () => {
    const accountId = await harness().connect(USERNAME);
    const vault = createVault({ sealingKeyId: "k9", keys: new Map([["k9", Buffer.alloc(32, 9)]]) });
    expect(await codeOf(revealToken({ ...manager(), vault }, { accountId }))).toBe("key_unknown");
    expect(await linesOf(accountId)).toEqual([]);
  });

  it("slows one person down, and nobody else", async () => {
    const accountId = await harness().connect(USERNAME);
    for (let count = 0; count < RATE_LIMITS.reveal.most; count += 1) await revealToken(manager(), { accountId });
    expect(await codeOf(revealToken(manager(), { accountId }))).toBe("too_many_requests");
    expect((await revealToken(harness().context({ userId: "bo" }), { accountId })).kind).toBe("revealed");
  });

  it("an owner switches it off for good, after the words and a proof", async () => {
    const accountId = await harness().connect(USERNAME);
    const typed = ` ${REVEAL_CONFIRMATION.toUpperCase()} `;
    const stale = after(harness().adapters.clock(), -DAY);
    expect(await codeOf(switchOffReveal(manager(), { typed }))).toBe("forbidden");
    expect(await codeOf(switchOffReveal(harness().context({ provenAt: stale }), { typed }))).toBe("proof_needed");
    expect(await switchOffReveal(harness().context(), { typed: "switch on" })).toBe("not_confirmed");
    expect(await isRevealPossible(manager())).toBe(true);

    expect(await switchOffReveal(harness().context(), { typed })).toBe("switched_off");
    expect(await isRevealPossible(manager())).toBe(false);
    expect(await revealToken(harness().context(), { accountId })).toEqual({ kind: "refused", refusal: "switched_off" });
    expect(await linesOf(accountId)).toEqual([]);
    expect(await switchOffReveal(harness().context(), { typed })).toBe("already_off");
    expect(await harness().auditEvents()).toMatchObject([
      { action: "setting_changed", detail: JSON.stringify({ setting: "reveal", value: "off" }) },
    ]);
  });

  it("at the moment it is switched off, a token leaves with its line or not at all", async () => {
    const accountId = await harness().connect(USERNAME);
    const off = () => switchOffReveal(harness().context(), { typed: REVEAL_CONFIRMATION });
    const reveals = Array.from({ length: 6 }, () => revealToken(manager(), { accountId }));
    const [, ...outcomes] = await Promise.all([off(), ...reveals]);
    const revealed = outcomes.filter(({ kind }) => kind === "revealed");
    expect(await linesOf(accountId)).toHaveLength(revealed.length);
    const actions = (await harness().auditEvents()).map(({ action }) => action);
    expect(actions).toEqual([...revealed.map(() => "token_revealed"), "setting_changed"]);
  });
});
