import ICAL from "ical.js";
import { expect, it } from "vitest";
import { insertAccount } from "@/lib/db/accounts";
import { after, DAY, HOUR, SECOND } from "@/lib/domain/durations";
import { onBothDatabases } from "@/lib/test/harness";
import { accountRecord } from "@/prisma/factories";
import { createFeedLink } from "./create-feed-link";
import { readBadge } from "./read-badge";
import { readCalendar } from "./read-calendar";
import { readFeedLink } from "./read-feed-link";
import { revokeFeedLink } from "./revoke-feed-link";

const NOW = new Date("2026-11-24T12:00:00.000Z");
const CALENDAR = { kind: "calendar", accountId: null } as const;

onBothDatabases("feed links", (harness) => {
  const ctx = () => ({ ...harness().context(), now: NOW });

  async function addAccount(change: Partial<Parameters<typeof accountRecord>[0]> = {}): Promise<string> {
    const account = accountRecord({ username: "north", expiresAt: after(NOW, 41 * DAY), ...change });
    await insertAccount(harness().db, account);
    return account.id;
  }

  async function create(place: Parameters<typeof createFeedLink>[1]): Promise<string> {
    const outcome = await createFeedLink(ctx(), place);
    if (outcome.kind !== "created") throw new Error(outcome.kind);
    return outcome.secret;
  }

  async function entries(secret: string): Promise<{ uid: string; summary: string; at: Date }[]> {
    const calendar = new ICAL.Component(ICAL.parse((await readCalendar(ctx(), secret)) ?? ""));
    return calendar.getAllSubcomponents("vevent").map((component) => {
      const event = new ICAL.Event(component);
      return { uid: event.uid, summary: event.summary, at: event.startDate.toJSDate() };
    });
  }

  it("shows expiries and what is off or failing, by a secret that is stored nowhere", async () => {
    const healthy = await addAccount();
    const off = await addAccount({ username: "off", autoRenew: false, expiresAt: after(NOW, 9 * DAY) });
    await addAccount({ username: "gone", disconnectedAt: NOW });
    await addAccount({ username: "long.gone", expiresAt: after(NOW, -31 * DAY) });
    const secret = await create(CALENDAR);
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await entries(secret)).toEqual([
      { uid: `${off}-expiry@perennial`, summary: "@off: token ends", at: after(NOW, 9 * DAY) },
      { uid: `${off}-renewal@perennial`, summary: "@off: extend by hand", at: after(NOW, 6 * DAY) },
      { uid: `${healthy}-expiry@perennial`, summary: "@north: token ends", at: after(NOW, 41 * DAY) },
    ]);
    const calendar = new ICAL.Component(ICAL.parse((await readCalendar(ctx(), secret)) ?? ""));
    const last = calendar.getAllSubcomponents("vevent").at(-1);
    expect(last?.getFirstPropertyValue("url")).toBe(`http://localhost:3000/accounts/${healthy}`);
    expect(JSON.stringify(await harness().db.feedLink.findMany())).not.toContain(secret);
    expect(await readFeedLink(ctx(), CALENDAR)).toEqual({ createdAt: NOW, createdBy: "Ada Lindqvist" });
  });

  it("needs a fresh proof for the calendar, which names every account, and none for a badge, which names nothing", async () => {
    const accountId = await addAccount();
    const first = await create(CALENDAR);
    const stale = { ...harness().context({ provenAt: after(NOW, -HOUR) }), now: NOW };
    await expect(createFeedLink(stale, CALENDAR)).rejects.toMatchObject({ code: "proof_needed" });
    expect(await readCalendar(ctx(), first)).not.toBeNull();
    expect((await createFeedLink(stale, { kind: "badge", accountId })).kind).toBe("created");
  });

  it("answers nobody once it is replaced or revoked", async () => {
    const first = await create(CALENDAR);
    const second = await create(CALENDAR);
    expect(second).not.toBe(first);
    expect(await readCalendar(ctx(), first)).toBeNull();
    expect(await readCalendar(ctx(), second)).toContain("BEGIN:VCALENDAR");
    expect(await revokeFeedLink(ctx(), CALENDAR)).toBe("revoked");
    expect(await readCalendar(ctx(), second)).toBeNull();
    expect(await readFeedLink(ctx(), CALENDAR)).toBeNull();
    expect(await revokeFeedLink(ctx(), CALENDAR)).toBe("none");
  });

  it("keeps each account's badge and the calendar apart", async () => {
    const [north, south] = [await addAccount(), await addAccount({ username: "south", expiresAt: after(NOW, HOUR) })];
    const badges = {
      north: await create({ kind: "badge", accountId: north }),
      south: await create({ kind: "badge", accountId: south }),
    };
    const calendar = await create(CALENDAR);
    expect(await readBadge(ctx(), badges.north)).toContain("instagram token: 41 days");
    expect(await readBadge(ctx(), badges.south)).toContain("instagram token: 1 hour, expiring soon");
    expect(await readBadge(ctx(), badges.north)).not.toMatch(/north|<script/);
    expect(await readBadge(ctx(), calendar)).toBeNull();
    expect(await readCalendar(ctx(), badges.north)).toBeNull();
    expect(await readBadge(ctx(), "x".repeat(43))).toBeNull();
    await revokeFeedLink(ctx(), { kind: "badge", accountId: north });
    expect(await readBadge(ctx(), badges.north)).toBeNull();
    expect(await readBadge(ctx(), badges.south)).not.toBeNull();
    await harness().db.connectedAccount.update({ where: { id: south }, data: { disconnectedAt: NOW } });
    expect(await readBadge(ctx(), badges.south)).toContain("disconnected");
    await harness().db.connectedAccount.delete({ where: { id: south } });
    expect(await readBadge(ctx(), badges.south)).toBeNull();
  });

  it("is made and revoked by those who may change accounts, for accounts that are there", async () => {
    const viewer = { ...harness().context({ role: "viewer" }), now: NOW };
    await expect(createFeedLink(viewer, CALENDAR)).rejects.toMatchObject({ code: "forbidden" });
    await expect(revokeFeedLink(viewer, CALENDAR)).rejects.toMatchObject({ code: "forbidden" });
    expect(await createFeedLink(ctx(), { kind: "badge", accountId: "unknown" })).toEqual({ kind: "not_found" });
  });

  it("holds the 2,000 accounts that end soonest, and says that there are more", async () => {
    const records = Array.from({ length: 2_100 }, (_, index) =>
      accountRecord({
        username: `user.${index}`,
        autoRenew: index % 5 !== 0,
        expiresAt: after(NOW, DAY + (2_100 - index) * SECOND),
      }),
    );
    for (let start = 0; start < records.length; start += 500) {
      await harness().db.connectedAccount.createMany({ data: records.slice(start, start + 500) });
    }
    const secret = await create(CALENDAR);
    const text = (await readCalendar(ctx(), secret)) ?? "";
    const calendar = new ICAL.Component(ICAL.parse(text));
    const events = calendar.getAllSubcomponents("vevent");
    expect(events).toHaveLength(2_000 + 400);
    expect(calendar.getFirstPropertyValue("description")).toContain("the 2,000 accounts that end soonest");
    expect(new Set(events.map((event) => event.getFirstPropertyValue("uid"))).size).toBe(events.length);
    expect(text).toContain("@user.2099: token ends");
    expect(text).not.toContain("@user.99: token ends");
  });
});
