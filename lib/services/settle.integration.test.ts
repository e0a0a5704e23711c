import { expect, it } from "vitest";
import { after, DAY } from "@/lib/domain/durations";
import { onBothDatabases } from "@/lib/test/harness";
import { claimAccount, settlement } from "./claimed-account";
import { serverContext } from "./context";
import { disconnectAccount } from "./disconnect-account";
import { setAutoRenew } from "./set-auto-renew";
import { setLabel } from "./set-label";
import { settle } from "./settle";
import { SettlementQueue } from "./settlement-queue";

onBothDatabases("settle", (harness) => {
  const ctx = () => serverContext(harness().adapters);

  async function claimed(username: string) {
    harness().simulator.simulator.addAccount({ username });
    const claim = await claimAccount(ctx(), await harness().connect(username, { ageDays: 10 }));
    if (claim === null) throw new Error("The lease could not be had.");
    return claim;
  }

  it("writes many accounts in one transaction and gives every lease back", async () => {
    const claims = await Promise.all(["one", "two", "three"].map(claimed));
    const at = ctx().now;
    const change = { lastCheckedAt: at, lastCheckOutcome: "works", scopes: "instagram_business_basic" };
    const written = await settle(
      ctx(),
      claims.map((claim) => settlement(claim, at, { change, events: [{ kind: "checked", durationMillis: 5 }] })),
    );
    expect(written).toEqual([true, true, true]);
    for (const { account } of claims) {
      expect(await harness().account(account.id)).toMatchObject({ ...change, leaseId: null, leaseExpiresAt: null });
      expect((await harness().events(account.id)).at(-1)).toMatchObject({ kind: "checked", durationMillis: 5, at });
    }
  });

  it("leaves out the one whose lease was taken away, with its history and notices", async () => {
    const claims = await Promise.all(["one", "two"].map(claimed));
    const [gone, kept] = claims.map(({ account }) => account.id);
    await disconnectAccount(harness().context(), { accountId: gone ?? "", typedUsername: "one" });
    const dead = { verdict: "dead" as const, verdictReason: "app_removed" as const, verdictAt: ctx().now };
    const written = await settle(
      ctx(),
      claims.map((claim) => settlement(claim, ctx().now, { change: dead, events: [{ kind: "declared_dead" }] })),
    );
    expect(written).toEqual([false, true]);
    expect((await harness().events(gone ?? "")).map(({ kind }) => kind)).toEqual(["imported", "disconnected"]);
    expect((await harness().db.notice.findMany()).map(({ accountId }) => accountId)).toEqual([kept]);
  });

  it("keeps what people changed while the work went on", async () => {
    const claim = await claimed("one");
    const accountId = claim.account.id;
    await setLabel(harness().context(), { accountId, label: "Client" });
    await setAutoRenew(harness().context(), { accountId, autoRenew: false });
    await settle(ctx(), [settlement(claim, ctx().now, { change: { lastCheckOutcome: "works" } })]);
    expect(await harness().account(accountId)).toMatchObject({
      label: "Client",
      autoRenew: false,
      nextAttemptAt: null,
      lastCheckOutcome: "works",
    });
  });

  it("finds an account under its new name and the label of this moment", async () => {
    const claim = await claimed("one");
    await setLabel(harness().context(), { accountId: claim.account.id, label: "Client" });
    const { name, appScopedId, accountType, followersCount, pictureUrl } = claim.account;
    const profile = { username: "renamed", name, appScopedId, accountType, followersCount, pictureUrl };
    await settle(ctx(), [settlement(claim, ctx().now, { profile })]);
    const { searchText, username } = await harness().account(claim.account.id);
    expect(username).toBe("renamed");
    expect(searchText).toContain("renamed");
    expect(searchText).toContain("client");
  });

  it("writes a group that fails one by one, so that a fault stays with its account", async () => {
    const claims = await Promise.all(["one", "two", "three"].map(claimed));
    const queue = new SettlementQueue(ctx());
    const results = await Promise.allSettled(
      claims.map((claim, index) =>
        // A number that is none becomes NULL, which neither database takes here.
        queue.settle(settlement(claim, ctx().now, { change: { suspicionProbes: index === 1 ? Number.NaN : 7 } })),
      ),
    );
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    const probes = await Promise.all(claims.map(({ account }) => harness().account(account.id)));
    expect(probes.map(({ suspicionProbes }) => suspicionProbes)).toEqual([7, 0, 7]);
  });

  it("tells a threshold once, however often it is looked at", async () => {
    const id = (await claimed("one")).account.id;
    await setAutoRenew(harness().context(), { accountId: id, autoRenew: false });
    const expiresAt = after(ctx().now, 6 * DAY);
    await harness().db.connectedAccount.update({
      where: { id },
      data: { expiresAt, nextNoticeAt: ctx().now, leaseId: null, leaseExpiresAt: null },
    });
    for (let look = 0; look < 3; look += 1) {
      const again = await claimAccount(ctx(), id);
      if (again === null) throw new Error("The lease could not be had.");
      const account = { ...again.account, nextNoticeAt: ctx().now };
      await settle(ctx(), [settlement({ ...again, account }, ctx().now, {})]);
    }
    const notices = await harness().db.notice.findMany();
    expect(notices.map(({ kind, key }) => [kind, key])).toEqual([
      ["token_expiring", `${id}:until-${expiresAt.getTime()}:expiring:7`],
    ]);
  });
});
