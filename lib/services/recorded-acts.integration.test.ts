import { expect, it } from "vitest";
import type { ActivityQuery } from "@/lib/domain/activity-query";
import { onBothDatabases } from "@/lib/test/harness";
import { changeChannel } from "./change-channel";
import { serverContext } from "./context";
import { createChannel } from "./create-channel";
import { createFeedLink } from "./create-feed-link";
import { createOwner } from "./create-owner";
import { deleteChannel } from "./delete-channel";
import { disconnectAccount } from "./disconnect-account";
import { revokeFeedLink } from "./revoke-feed-link";
import { writeActivityCsv } from "./write-activity-csv";

onBothDatabases("what stands in the audit log", (harness) => {
  async function recorded() {
    const events = await harness().auditEvents();
    return events.map(({ action, subject, detail }) => [action, subject, JSON.parse(detail)]);
  }

  it("names every change of a notice channel, without its address", async () => {
    const ctx = harness().context();
    const url = "https://hooks.slack.com/services/T000/B000/very-secret-part";
    const created = await createChannel(ctx, {
      kind: "slack",
      name: "Team",
      target: url,
      events: ["reconnect_needed"],
    });
    if (created.kind !== "created") throw new Error(JSON.stringify(created));
    const { id: channelId } = created;
    await changeChannel(ctx, { channelId, name: "Agency", enabled: false });
    await changeChannel(ctx, { channelId, target: "https://hooks.slack.com/services/T000/B000/other-secret" });
    await deleteChannel(ctx, { channelId });
    await deleteChannel(ctx, { channelId });
    await changeChannel(ctx, { channelId, enabled: true });
    expect(await recorded()).toEqual([
      ["channel_created", "Team", { kind: "slack", target: "hooks.slack.com" }],
      ["channel_changed", "Team", { name: "Agency", enabled: false }],
      ["channel_changed", "Agency", { target: "hooks.slack.com" }],
      ["channel_deleted", "Agency", { kind: "slack", target: "hooks.slack.com" }],
    ]);
    expect(JSON.stringify(await harness().auditEvents())).not.toContain("secret");
  });

  it("names secret addresses by what they show, and accounts by their id alone", async () => {
    const ctx = harness().context();
    const accountId = await harness().connect("casa.marisol");
    const calendar = { kind: "calendar", accountId: null } as const;
    const made = await createFeedLink(ctx, calendar);
    await createFeedLink(ctx, { kind: "badge", accountId });
    await revokeFeedLink(ctx, calendar);
    await revokeFeedLink(ctx, calendar);
    await disconnectAccount(ctx, { accountId, typedUsername: "casa.marisol" });
    await disconnectAccount(ctx, { accountId, typedUsername: "casa.marisol" });
    expect(await recorded()).toEqual([
      ["feed_link_created", null, { kind: "calendar", accountId: null }],
      ["feed_link_created", null, { kind: "badge", accountId }],
      ["feed_link_revoked", null, { kind: "calendar", accountId: null }],
      ["accounts_disconnected", null, { accountId, count: 1 }],
    ]);
    const text = JSON.stringify(await harness().auditEvents());
    expect(text).not.toContain("casa.marisol");
    expect(text).not.toContain(made.kind === "created" ? made.secret : "");
  });

  it("tells who took the activity along and by what, but not the account that they looked for", async () => {
    const query: ActivityQuery = {
      account: "casa.marisol",
      kind: "renewals",
      person: "Ada Lindqvist",
      from: "2026-11-01",
      to: null,
      page: 1,
    };
    for await (const piece of await writeActivityCsv(harness().context({ role: "viewer" }), query)) void piece;
    const { account: _, page: __, ...rest } = query;
    expect(await recorded()).toEqual([["activity_exported", null, { ...rest, byAccount: true }]]);
  });

  it("tells who the first owner became, and from where", async () => {
    await harness().db.user.deleteMany();
    const ctx = serverContext(harness().adapters);
    const input = { name: "Ada Lindqvist", email: "ada@agency.example", password: "violet-acorn-lantern-wren" };
    expect(await createOwner(ctx, { ...input, address: "192.0.2.44" })).toEqual({ kind: "created" });
    expect(await createOwner(ctx, input)).toEqual({ kind: "owner_exists" });
    const [event, ...others] = await harness().auditEvents();
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      action: "owner_created",
      subject: "ada@agency.example",
      actorName: "Ada Lindqvist",
      address: "192.0.2.44",
    });
    expect(JSON.stringify(event)).not.toContain(input.password);
  });
});
