import { afterEach, beforeEach, expect, it } from "vitest";
import { DAY } from "@/lib/domain/durations";
import { DEFAULT_EVENTS, NOTICE_KINDS } from "@/lib/domain/notice";
import { onBothDatabases } from "@/lib/test/harness";
import { NoticeWorld } from "@/lib/test/notice-world";

onBothDatabases("write-digest", (harness) => {
  let world: NoticeWorld;
  beforeEach(async () => {
    world = await NoticeWorld.start(harness());
  });
  afterEach(() => world.close());

  /** The notices of a tick at that instant. */
  const deliverAt = (instant: string) => world.deliver({ ...world.adapters, clock: () => new Date(instant) });
  const digests = () => world.http.requests.map(({ body }) => JSON.parse(body).data);

  it("comes once a week, on Monday from 08:00 UTC on, to those who want it", async () => {
    await world.addChannel("webhook", ["weekly_digest"]);
    await world.addChannel("email", DEFAULT_EVENTS);
    for (const instant of ["2027-01-03T12:00:00Z", "2027-01-04T07:59:00Z"]) {
      expect(await deliverAt(instant)).toEqual({ dispatched: 0, sent: 0, failed: 0 });
    }
    expect(await deliverAt("2027-01-04T08:00:00Z")).toEqual({ dispatched: 1, sent: 1, failed: 0 });
    expect(await deliverAt("2027-01-04T08:01:00Z")).toEqual({ dispatched: 0, sent: 0, failed: 0 });
    expect(await deliverAt("2027-01-11T23:00:00Z")).toEqual({ dispatched: 1, sent: 1, failed: 0 });
    expect(digests()).toMatchObject([{ title: "Your weekly digest" }, { title: "Your weekly digest" }]);
    expect(world.mail.mails).toEqual([]);
  });

  it("is not written while nobody wants it, and written later the same Monday when somebody does", async () => {
    expect(await deliverAt("2027-01-04T08:00:00Z")).toMatchObject({ dispatched: 0 });
    expect(await harness().db.notice.count()).toBe(0);
    await world.addChannel("webhook", NOTICE_KINDS);
    expect(await deliverAt("2027-01-04T09:00:00Z")).toMatchObject({ dispatched: 1, sent: 1 });
  });

  it("has the totals, then those that need a person, then those that end within 14 days", async () => {
    await world.addChannel("webhook", ["weekly_digest"]);
    const monday = new Date("2027-01-04T08:00:00Z");
    const ids = [];
    for (const username of ["casa.marisol", "tinywheels", "marta.cerqueira"]) {
      const known = harness().simulator.simulator;
      if (username === "marta.cerqueira") known.addAccount({ username });
      ids.push(await harness().connect(username));
    }
    const [healthy = "", ending = "", dead = ""] = ids;
    const set = (id: string, days: number, verdict: string | null) =>
      harness().db.connectedAccount.update({
        where: { id },
        data: { expiresAt: new Date(monday.getTime() + days * DAY), verdict },
      });
    await set(healthy, 40, null);
    await set(ending, 5, null);
    await set(dead, 20, "dead");
    await deliverAt(monday.toISOString());
    const [{ items, total }] = digests();
    expect(total).toBe(3);
    expect(items.map(({ accountId, what }: { accountId: string; what: string }) => [accountId, what])).toEqual([
      [null, "3 accounts: 1 active, 1 expiring soon, 1 reconnect needed."],
      [dead, "Reconnect needed."],
      [ending, "Expiring soon."],
    ]);
    expect(items[0].next).toBe("1 account needs you now.");
  });

  it("is written once by several processes at the same time", async () => {
    await world.addChannel("webhook", ["weekly_digest"]);
    await harness().connect("casa.marisol");
    const reports = await Promise.all(Array.from({ length: 5 }, () => deliverAt("2027-01-04T08:00:00Z")));
    expect(reports.reduce((sum, { sent }) => sum + sent, 0)).toBe(1);
    expect(digests()).toHaveLength(1);
  });
});
