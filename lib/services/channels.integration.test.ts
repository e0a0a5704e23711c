import { afterEach, beforeEach, expect, it } from "vitest";
import { DEFAULT_EVENTS } from "@/lib/domain/notice";
import { onBothDatabases } from "@/lib/test/harness";
import { NoticeWorld } from "@/lib/test/notice-world";
import { changeChannel } from "./change-channel";
import { createChannel } from "./create-channel";
import { deleteChannel } from "./delete-channel";
import { listChannels } from "./list-channels";
import { listDeliveries } from "./list-deliveries";
import { resendDelivery } from "./resend-delivery";
import { testChannel } from "./test-channel";

const SLACK = "https://hooks.slack.com/services/T000/B000/XXXXXXXX";

onBothDatabases("channels", (harness) => {
  let world: NoticeWorld;
  beforeEach(async () => {
    world = await NoticeWorld.start(harness());
  });
  afterEach(() => world.close());

  const slack = { kind: "slack", name: " Ops\n", target: SLACK, events: DEFAULT_EVENTS };

  it("keeps addresses and secrets sealed and shows hints only", async () => {
    const created = await createChannel(world.context(), slack);
    const webhook = await world.addChannel("webhook");
    await createChannel(world.context(), {
      ...slack,
      kind: "email",
      name: "",
      target: "ada@example.com, bo@example.com",
    });
    expect(created).toMatchObject({ kind: "created", name: "Ops", secret: null });
    expect(webhook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const stored = JSON.stringify(await harness().db.noticeChannel.findMany());
    for (const secret of [SLACK, "XXXXXXXX", webhook.secret, "bo@example.com", "/webhook"]) {
      expect(stored).not.toContain(secret);
    }
    const listed = await listChannels(world.context());
    expect(listed.map(({ kind, name, targetHint }) => [kind, name, targetHint])).toEqual([
      ["slack", "Ops", "hooks.slack.com"],
      ["webhook", "Webhook", new URL(world.http.url).host],
      ["email", "E-mail", "ada@example.com and 1 more"],
    ]);
    expect(Object.keys(listed[0] ?? {}).sort()).toEqual(["enabled", "events", "id", "kind", "name", "targetHint"]);
    expect(listed[0]).toMatchObject({ enabled: true, events: DEFAULT_EVENTS });
  });

  it("needs a fresh proof for a new channel and for another address of one, and for nothing else", async () => {
    const { id: channelId } = await world.addChannel("webhook");
    const stored = () => harness().db.noticeChannel.findMany();
    const before = await stored();
    const stale = { ...world.context(), actor: { ...world.context().actor, provenAt: new Date(0) } };
    const target = `${world.http.url}/other`;
    for (const act of [
      () => createChannel(stale, slack),
      () => createChannel(stale, { ...slack, kind: "webhook", target }),
      () => changeChannel(stale, { channelId, target }),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: "proof_needed" });
    }
    expect(await stored()).toEqual(before);
    expect((await changeChannel(stale, { channelId, name: "New", target: " ", enabled: false })).kind).toBe("changed");
    expect((await changeChannel(world.context(), { channelId, target })).kind).toBe("changed");
  });

  it.each([
    [{ ...slack, kind: "pigeon" }, "kind"],
    [{ ...slack, target: "ftp://example.com" }, "target"],
    [{ ...slack, events: [] }, "events"],
    [{ ...slack, events: ["nonsense"] }, "events"],
    [{ ...slack, kind: "email" }, "target"],
  ])("refuses %j with a word at the field", async (input, field) => {
    const outcome = await createChannel(world.context(), input);
    expect(outcome.kind === "invalid" && Object.keys(outcome.problems)).toEqual([field]);
    expect(await listChannels(world.context())).toEqual([]);
  });

  it("adds no e-mail while there is no mail server", async () => {
    const ctx = { ...world.context(), settings: harness().adapters.settings };
    const outcome = await createChannel(ctx, { ...slack, kind: "email", target: "ada@example.com" });
    expect(outcome).toMatchObject({ kind: "invalid", problems: { kind: expect.stringContaining("SMTP_URL") } });
  });

  it("changes what is given and keeps the address when the field is blank", async () => {
    const { id } = await world.addChannel("webhook");
    const change = (input: object) => changeChannel(world.context(), { channelId: id, ...input });
    expect(await change({ name: "", target: " ", events: ["recovered"] })).toEqual({
      kind: "changed",
      name: "Webhook",
    });
    expect(await listChannels(world.context())).toMatchObject([{ events: ["recovered"], enabled: true }]);
    expect(await testChannel(world.context(), { channelId: id })).toMatchObject({ kind: "sent" });
    expect(await change({ target: "nonsense" })).toMatchObject({
      kind: "invalid",
      problems: { target: expect.stringContaining("http(s)") },
    });
    expect(await change({ events: [] })).toMatchObject({ kind: "invalid" });
    expect(await change({ target: `${world.http.url}/moved` })).toMatchObject({ kind: "changed" });
    await testChannel(world.context(), { channelId: id });
    expect(world.http.requests.map(({ path }) => path)).toEqual(["/webhook", "/moved"]);
    expect(await changeChannel(world.context(), { channelId: "none" })).toEqual({ kind: "not_found" });
  });

  it("tests a channel that is off, tells the result and logs it", async () => {
    const { id } = await world.addChannel("webhook");
    await changeChannel(world.context(), { channelId: id, enabled: false });
    expect(await testChannel(world.context(), { channelId: id })).toEqual({
      kind: "sent",
      name: "Webhook",
      note: null,
    });
    world.http.answer = (response) => response.writeHead(500).end();
    const failed = await testChannel(world.context(), { channelId: id });
    expect(failed).toMatchObject({ kind: "failed", problem: expect.stringContaining("answered 500") });
    expect(JSON.parse(world.http.requests[0]?.body ?? "")).toMatchObject({ type: "notice.test" });
    const { rows, total } = await listDeliveries(world.context(), { page: 1 });
    expect(total).toBe(2);
    expect(rows).toMatchObject([
      { state: "dead", title: "Test notice from Perennial", channelName: "Webhook", attempts: 1 },
      { state: "sent" },
    ]);
    expect(JSON.stringify(rows)).not.toContain(world.http.url);
  });

  it("pages the log, newest first, and shows the last page for one beyond it", async () => {
    const { id } = await world.addChannel("webhook");
    for (let index = 0; index < 27; index += 1) await testChannel(world.context(), { channelId: id });
    const first = await listDeliveries(world.context(), { page: 1 });
    expect([first.rows.length, first.total, first.page, first.pages]).toEqual([25, 27, 1, 2]);
    const last = await listDeliveries(world.context(), { page: 99 });
    expect([last.rows.length, last.page]).toEqual([2, 2]);
    const ids = [...first.rows, ...last.rows].map((row) => row.id);
    expect(ids).toEqual([...ids].sort().reverse());
  });

  it("deletes a channel with its log and what waits for it", async () => {
    const { id } = await world.addChannel("webhook");
    await testChannel(world.context(), { channelId: id });
    await world.write("app_fault", "a");
    expect(await deleteChannel(world.context(), { channelId: id })).toEqual({ kind: "deleted" });
    expect(await deleteChannel(world.context(), { channelId: id })).toEqual({ kind: "not_found" });
    expect(await testChannel(world.context(), { channelId: id })).toEqual({ kind: "not_found" });
    expect(await world.deliver()).toEqual({ dispatched: 0, sent: 0, failed: 0 });
    expect(await world.deliveries()).toEqual([]);
  });

  it("lets a viewer read and change nothing", async () => {
    const { id: channelId } = await world.addChannel("webhook");
    const ctx = { ...world.context(), actor: { ...harness().person, role: "viewer" as const } };
    expect(await listChannels(ctx)).toHaveLength(1);
    expect(await listDeliveries(ctx, { page: 1 })).toMatchObject({ total: 0 });
    for (const attempt of [
      () => createChannel(ctx, slack),
      () => changeChannel(ctx, { channelId, enabled: false }),
      () => deleteChannel(ctx, { channelId }),
      () => testChannel(ctx, { channelId }),
      () => resendDelivery(ctx, { deliveryId: "x" }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
    }
    expect(world.http.requests).toEqual([]);
  });
});
