import { setTimeout as pause } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "@/lib/db/client";
import { DAY, HOUR, after as later, MINUTE } from "@/lib/domain/durations";
import { DEFAULT_EVENTS, NOTICE_KINDS } from "@/lib/domain/notice";
import { onBothDatabases } from "@/lib/test/harness";
import { headerOf, partsOf } from "@/lib/test/mail-receiver";
import { NoticeWorld } from "@/lib/test/notice-world";
import { changeChannel } from "./change-channel";
import { deliverNotices } from "./deliver-notices";
import { resendDelivery } from "./resend-delivery";

onBothDatabases("deliver-notices", (harness) => {
  let world: NoticeWorld;
  beforeEach(async () => {
    world = await NoticeWorld.start(harness());
    await world.withoutDigests();
  });
  afterEach(() => world.close());

  const advance = (ms: number) => harness().simulator.simulator.advance({ ms });
  const refuse = (status: number) => {
    world.http.answer = (response) => response.writeHead(status).end();
  };

  describe("every event that the settings offer is really sent", () => {
    it.each(NOTICE_KINDS)("%s by e-mail", async (kind) => {
      await world.addChannel("email", [kind]);
      const accountId = await harness().connect("casa.marisol");
      await world.write(kind, "casa.marisol", accountId);
      expect(await world.deliver()).toEqual({ dispatched: 1, sent: 1, failed: 0 });
      const [{ raw, to } = { raw: "", to: [] }] = world.mail.mails;
      expect(to).toEqual(["ada@example.com"]);
      expect(headerOf(raw, "Subject").length).toBeGreaterThan(10);
      for (const part of Object.values(partsOf(raw))) {
        expect(part).toContain("What of casa.marisol.");
        expect(part).toContain(`http://localhost:3000/accounts/${accountId}`);
      }
      expect(Object.keys(partsOf(raw))).toEqual(["text/plain", "text/html"]);
    });

    it.each(NOTICE_KINDS)("%s by webhook", async (kind) => {
      const { secret } = await world.addChannel("webhook", [kind]);
      const accountId = await harness().connect("casa.marisol");
      await world.write(kind, "casa.marisol", accountId);
      expect(await world.deliver()).toEqual({ dispatched: 1, sent: 1, failed: 0 });
      const [{ body, headers } = { body: "", headers: {} }] = world.http.requests;
      const sent = new Webhook(secret ?? "").verify(body, headers as Record<string, string>);
      expect(sent).toMatchObject({ type: `notice.${kind}`, data: { kind, total: 1, items: [{ accountId }] } });
      expect(body).not.toContain("IGAA");
      const [delivery] = await world.deliveries();
      expect(headers).toMatchObject({ "webhook-id": delivery?.id });
      expect(delivery).toMatchObject({ state: "sent", attempts: 1, nextAttemptAt: null, lastError: null });
    });
  });

  it("tells many accounts of one run in one message a kind", async () => {
    await world.addChannel("webhook");
    await world.addChannel("email");
    for (const name of ["a", "b", "c"]) await world.write("reconnect_needed", name, await accountOf());
    await world.write("app_fault", "app");
    expect(await world.deliver()).toEqual({ dispatched: 4, sent: 4, failed: 0 });
    const bodies = world.http.requests.map(({ body }) => JSON.parse(body).data);
    const many = bodies.find(({ kind }) => kind === "reconnect_needed");
    expect(many).toMatchObject({ title: "3 accounts must be reconnected", total: 3 });
    expect(many.items.map(({ username }: { username: string }) => username)).toEqual(["a", "b", "c"]);
    expect(world.mail.mails).toHaveLength(2);
    expect(await world.deliver()).toEqual({ dispatched: 0, sent: 0, failed: 0 });
  });

  it("cuts a long list and counts the rest", async () => {
    await world.addChannel("webhook");
    for (let index = 0; index < 205; index += 1) await world.write("recovered", `n${index}`);
    await world.deliver();
    const { data } = JSON.parse(world.http.requests[0]?.body ?? "{}");
    expect(data).toMatchObject({ total: 205 });
    expect(data.items).toHaveLength(200);
  });

  it("is done with what nobody wants, and asks only those who want it and are on", async () => {
    await world.addChannel(
      "email",
      DEFAULT_EVENTS.filter((kind) => kind !== "recovered"),
    );
    const off = await world.addChannel("webhook");
    await changeChannel(world.context(), { channelId: off.id, enabled: false });
    await world.write("recovered", "a");
    expect(await world.deliver()).toEqual({ dispatched: 0, sent: 0, failed: 0 });
    expect(await harness().db.notice.count({ where: { dispatchedAt: null } })).toBe(0);
    await changeChannel(world.context(), { channelId: off.id, enabled: true });
    expect(await world.deliver()).toEqual({ dispatched: 0, sent: 0, failed: 0 });
    await world.write("scheduler_stopped", "b");
    expect(await world.deliver()).toEqual({ dispatched: 2, sent: 2, failed: 0 });
  });

  it("tries again for a day, then gives up, and a person can resend", async () => {
    await world.addChannel("webhook");
    refuse(503);
    await world.write("app_fault", "a");
    const start = world.adapters.clock();
    const seen: number[] = [];
    for (let tick = 0; tick < 24 * 12 + 2; tick += 1) {
      const before = world.http.requests.length;
      await world.deliver();
      if (world.http.requests.length > before) seen.push((world.adapters.clock().getTime() - start.getTime()) / MINUTE);
      advance(5 * MINUTE);
    }
    expect(seen).toEqual([0, 5, 10, 25, 85, 265, 625, 985, 1_345, 1_440]);
    const [dead] = await world.deliveries();
    expect(dead).toMatchObject({ state: "dead", attempts: 10, nextAttemptAt: null });
    expect(dead?.lastError).toContain("answered 503");
    const ids = new Set(world.http.requests.map(({ headers }) => headers["webhook-id"]));
    expect(ids).toEqual(new Set([dead?.id]));

    const resend = () => resendDelivery(world.context(), { deliveryId: dead?.id ?? "" });
    expect(await resend()).toMatchObject({ kind: "failed", nextAttemptAt: later(world.adapters.clock(), MINUTE) });
    expect(await resend()).toEqual({ kind: "not_dead" });
    refuse(204);
    advance(MINUTE);
    expect(await world.deliver()).toEqual({ dispatched: 0, sent: 1, failed: 0 });
    expect(world.http.requests.at(-1)?.headers["webhook-id"]).toBe(dead?.id);
    expect(await resend()).toEqual({ kind: "not_dead" });
    expect(await resendDelivery(world.context(), { deliveryId: "none" })).toEqual({ kind: "not_found" });
  }, 120_000);

  it("gives up at once where trying again is pointless", async () => {
    await world.addChannel("webhook");
    refuse(410);
    await world.write("app_fault", "a");
    expect(await world.deliver()).toEqual({ dispatched: 1, sent: 0, failed: 1 });
    expect(await world.deliveries()).toMatchObject([{ state: "dead", attempts: 1, nextAttemptAt: null }]);
  });

  it("one channel's trouble never touches another", async () => {
    await world.addChannel("slack");
    await world.addChannel("email");
    const broken = await world.addChannel("webhook");
    await harness().db.noticeChannel.update({ where: { id: broken.id }, data: { sealedTarget: "p1.k1.broken" } });
    refuse(500);
    await world.write("app_fault", "a");
    expect(await world.deliver()).toEqual({ dispatched: 3, sent: 1, failed: 2 });
    expect(world.mail.mails).toHaveLength(1);
    const stored = await harness().db.noticeDelivery.findFirst({ where: { channelId: broken.id } });
    expect(stored?.lastError).toContain("unexpected error");
  });

  it("gives up what waits for a channel that is switched off", async () => {
    const { id } = await world.addChannel("webhook");
    refuse(500);
    await world.write("app_fault", "a");
    await world.deliver();
    await changeChannel(world.context(), { channelId: id, enabled: false });
    advance(HOUR);
    expect(await world.deliver()).toEqual({ dispatched: 0, sent: 0, failed: 0 });
    const [dead] = await world.deliveries();
    expect(dead).toMatchObject({ state: "dead", lastError: expect.stringContaining("switched off") });
    const resent = await resendDelivery(world.context(), { deliveryId: dead?.id ?? "" });
    expect(resent).toMatchObject({ kind: "failed", nextAttemptAt: null });
  });

  it("sends each message once when several processes deliver at the same time", async () => {
    await world.addChannel("webhook");
    await world.addChannel("email");
    for (let index = 0; index < 20; index += 1) await world.write(NOTICE_KINDS[index % 9] ?? "recovered", `n${index}`);
    world.http.answer = async (response) => {
      await pause(20);
      response.writeHead(204).end();
    };
    const other = openDatabase(world.adapters.settings.databaseUrl);
    const reports = await Promise.all(
      [world.adapters, { ...world.adapters, db: other }, world.adapters, { ...world.adapters, db: other }].map(
        (adapters) => world.deliver(adapters),
      ),
    );
    await other.close();
    const sum = (name: "dispatched" | "sent" | "failed") => reports.reduce((total, report) => total + report[name], 0);
    expect([sum("dispatched"), sum("sent"), sum("failed")]).toEqual([18, 18, 0]);
    expect(world.http.requests).toHaveLength(9);
    expect(new Set(world.http.requests.map(({ headers }) => headers["webhook-id"])).size).toBe(9);
    expect(world.mail.mails).toHaveLength(9);
    const told = world.http.requests.flatMap(({ body }) => JSON.parse(body).data.items);
    expect(told).toHaveLength(20);
  });

  it("leaves a message to others when its sender dies, after the lease", async () => {
    await world.addChannel("webhook");
    await world.write("app_fault", "a");
    const notifier = { ...world.adapters.notifier, send: () => new Promise<never>(() => undefined) };
    const dying = { ...world.adapters, notifier };
    void world.deliver(dying);
    await expect.poll(async () => (await world.deliveries())[0]?.attempts).toBe(1);
    expect(await world.deliver()).toEqual({ dispatched: 0, sent: 0, failed: 0 });
    advance(3 * MINUTE);
    expect(await world.deliver()).toEqual({ dispatched: 0, sent: 1, failed: 0 });
    expect(await world.deliveries()).toMatchObject([{ state: "sent", attempts: 2 }]);
  });

  it("begins nothing after its deadline or its signal", async () => {
    await world.addChannel("webhook");
    await world.write("app_fault", "a");
    const { adapters } = world;
    const late = await deliverNotices(adapters, { deadline: adapters.clock() });
    expect(late).toEqual({ dispatched: 1, sent: 0, failed: 0 });
    const deadline = later(adapters.clock(), MINUTE);
    const stopped = await deliverNotices(adapters, { deadline, signal: AbortSignal.abort() });
    expect(stopped).toEqual({ dispatched: 0, sent: 0, failed: 0 });
    expect(world.http.requests).toEqual([]);
    expect(await world.deliver()).toEqual({ dispatched: 0, sent: 1, failed: 0 });
  });

  it("works through more than one reading holds, and forgets what is older than 90 days", async () => {
    const { id: channelId } = await world.addChannel("webhook");
    const now = world.adapters.clock();
    await world.write("app_fault", "a");
    await world.deliver();
    const [sent] = await world.deliveries();
    if (sent === undefined) throw new Error("nothing was sent");
    const copies = Array.from({ length: 230 }, (_, index) => ({
      ...sent,
      id: `copy-${index}`,
      channelId,
      state: "pending",
      nextAttemptAt: now,
    }));
    await harness().db.noticeDelivery.createMany({ data: copies });
    expect(await world.deliver()).toEqual({ dispatched: 0, sent: 230, failed: 0 });
    advance(91 * DAY);
    await world.write("app_fault", "b");
    await world.deliver();
    expect(await harness().db.noticeDelivery.count()).toBe(1);
  });

  async function accountOf(): Promise<string> {
    const known = await harness().db.connectedAccount.findFirst({ select: { id: true } });
    return known?.id ?? harness().connect("casa.marisol");
  }
});
