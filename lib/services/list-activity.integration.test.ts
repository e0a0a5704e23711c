import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, it } from "vitest";
import { insertAccount } from "@/lib/db/accounts";
import { type ActivityQuery, parseActivityQuery } from "@/lib/domain/activity-query";
import { after, DAY, HOUR, SECOND } from "@/lib/domain/durations";
import { EVENT_GROUP_NAMES, EVENT_KINDS, kindsOf } from "@/lib/domain/event-groups";
import { onBothDatabases } from "@/lib/test/harness";
import { accountEvent, accountRecord } from "@/prisma/factories";
import { listActivity } from "./list-activity";
import { writeActivityCsv } from "./write-activity-csv";

const NOW = new Date("2026-11-24T12:00:00.000Z");
const query = (change: Partial<ActivityQuery> = {}): ActivityQuery => ({ ...parseActivityQuery({}), ...change });

onBothDatabases("list-activity", (harness) => {
  const ctx = () => ({ ...harness().context(), now: NOW });
  const list = (change: Partial<ActivityQuery> = {}) => listActivity(ctx(), query(change));

  async function addAccount(username: string, change: { label?: string; disconnectedAt?: Date } = {}): Promise<string> {
    const account = accountRecord({ username, ...change });
    await insertAccount(harness().db, account);
    return account.id;
  }

  async function addEvents(events: readonly Parameters<typeof accountEvent>[0][]): Promise<void> {
    await harness().db.accountEvent.createMany({ data: events.map(accountEvent) });
  }

  async function download(change: Partial<ActivityQuery> = {}): Promise<{ text: string; pieces: number }> {
    let text = "";
    let pieces = 0;
    for await (const piece of await writeActivityCsv(ctx(), query(change))) {
      text += piece;
      pieces += 1;
    }
    return { text, pieces };
  }

  it("shows what happened to accounts and to the app, newest first", async () => {
    const accountId = await addAccount("north.bakery");
    await addEvents([
      {
        accountId,
        at: after(NOW, -2 * HOUR),
        kind: "extend_failed",
        code: 190,
        subcode: 460,
        reason: "password_changed",
      },
      { accountId: null, at: after(NOW, -HOUR), kind: "app_fault" },
      { accountId, at: NOW, kind: "checked", actorId: "ada", actorName: "Ada Lindqvist" },
    ]);
    const { entries, hasMore, people, accountsCut } = await list();
    expect(entries.map(({ kind, username, accountId: of }) => [kind, username, of])).toEqual([
      ["checked", "north.bakery", accountId],
      ["app_fault", null, null],
      ["extend_failed", "north.bakery", accountId],
    ]);
    expect(entries[2]).toMatchObject({ code: 190, subcode: 460, meaning: expect.stringMatching(/password/i) });
    expect({ hasMore, people, accountsCut }).toEqual({ hasMore: false, people: ["Ada Lindqvist"], accountsCut: false });
  });

  it("finds accounts by username, part of it, name or label, connected or not", async () => {
    const north = await addAccount("north", { label: "Clients" });
    const bakery = await addAccount("north_bakery");
    const gone = await addAccount("northern", { disconnectedAt: NOW });
    await addEvents([north, bakery, gone].map((accountId) => ({ accountId })));
    const found = async (account: string) => (await list({ account })).entries.map(({ username }) => username).sort();
    expect(await found("north")).toEqual(["north"]);
    expect(await found("NORTH")).toEqual(["north"]);
    expect(await found("north_")).toEqual(["north_bakery"]);
    expect(await found("nort")).toEqual(["north", "north_bakery", "northern"]);
    expect(await found("northern")).toEqual(["northern"]);
    expect(await found("clients")).toEqual(["north"]);
    expect(await found("%")).toEqual([]);
    expect(await found("nobody")).toEqual([]);
  });

  it("filters by kind, person and days", async () => {
    const accountId = await addAccount("north");
    const ada = { actorId: "ada", actorName: "Ada Lindqvist" };
    await addEvents([
      { accountId, at: new Date("2026-11-20T00:00:00.000Z"), kind: "connected", ...ada },
      { accountId, at: new Date("2026-11-20T23:59:59.999Z"), kind: "checked" },
      { accountId, at: new Date("2026-11-21T00:00:00.000Z"), kind: "extended", actorId: "bo", actorName: "Bo" },
      { accountId, at: new Date("2026-11-22T00:00:00.000Z"), kind: "extended", ...ada, actorName: "Ada L." },
    ]);
    const kinds = async (change: Partial<ActivityQuery>) => (await list(change)).entries.map(({ kind }) => kind);
    expect(await kinds({ kind: "extended" })).toEqual(["extended", "extended"]);
    expect(await kinds({ kind: "renewals" })).toEqual(["extended", "extended"]);
    expect(await kinds({ kind: "server" })).toEqual([]);
    expect(await kinds({ person: "server" })).toEqual(["checked"]);
    // By the name that they had last, whatever stood there before.
    expect(await kinds({ person: "ada l." })).toEqual(["extended", "connected"]);
    expect(await kinds({ person: "Bo" })).toEqual(["extended"]);
    expect(await kinds({ person: "Nobody" })).toEqual([]);
    expect(await kinds({ from: "2026-11-20", to: "2026-11-20" })).toEqual(["checked", "connected"]);
    expect(await kinds({ from: "2026-11-21" })).toEqual(["extended", "extended"]);
    expect(await kinds({ to: "2026-11-19" })).toEqual([]);
    expect((await list()).people).toEqual(["Ada L.", "Bo"]);
  });

  it("finds on its pages, and writes into the file, exactly what the filters say, on random histories", async () => {
    const accounts = [await addAccount("one"), await addAccount("two"), null];
    const anyEvent = fc.record({
      accountId: fc.constantFrom(...accounts),
      kind: fc.constantFrom(...EVENT_KINDS),
      actor: fc.constantFrom(null, "ada", "bo"),
      // Few instants: many events share one.
      at: fc.nat({ max: 20 }).map((seconds) => after(NOW, -seconds * SECOND)),
    });
    const anyQuery = fc.record({
      account: fc.constantFrom("", "", "one"),
      kind: fc.constantFrom(null, ...EVENT_GROUP_NAMES, "checked" as const),
      person: fc.constantFrom("", "", "server", "ada"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { minLength: 40, maxLength: 160 }), anyQuery, async (facts, filter) => {
        await harness().db.accountEvent.deleteMany();
        const events = facts.map(({ actor, ...fact }) => accountEvent({ ...fact, actorId: actor, actorName: actor }));
        await harness().db.accountEvent.createMany({ data: events });
        const expected = events
          .filter(({ accountId }) => filter.account === "" || accountId === accounts[0])
          .filter(({ kind }) => filter.kind === null || kindsOf(filter.kind).includes(kind))
          .filter(({ actorId }) => filter.person === "" || actorId === (filter.person === "server" ? null : "ada"))
          .sort((one, other) => other.at.getTime() - one.at.getTime() || (one.id < other.id ? 1 : -1))
          .map(({ id }) => id);
        const found: string[] = [];
        for (let page = 1, hasMore = true; hasMore; page += 1) {
          const shown = await list({ ...filter, page });
          found.push(...shown.entries.map(({ id }) => id));
          hasMore = shown.hasMore;
        }
        expect(found).toEqual(expected);
        const records = parse((await download(filter)).text, { bom: true, columns: true }) as { event_id: string }[];
        expect(records.map((record) => record.event_id)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it("writes a long history in pieces, each event once, whatever happens meanwhile", async () => {
    const accountId = await addAccount("north");
    const many = Array.from({ length: 1_234 }, (_, index) => ({
      accountId,
      kind: index % 3 === 0 ? ("checked" as const) : ("check_failed" as const),
      at: after(NOW, -Math.floor(index / 7) * SECOND),
    }));
    await addEvents(many);
    const ids: string[] = [];
    let pieces = 0;
    for await (const piece of await writeActivityCsv(ctx(), query({ kind: "checks" }))) {
      pieces += 1;
      if (pieces === 2) await addEvents([{ accountId, kind: "checked", at: after(NOW, DAY) }]);
      ids.push(...(parse(piece, { bom: true }) as string[][]).map((cells) => cells.at(-1) ?? ""));
    }
    expect(pieces).toBe(4);
    expect(new Set(ids).size).toBe(1_234 + 1);
  });

  it("keeps every cell as text: no formula, no broken row", async () => {
    const accountId = await addAccount("north");
    const hostile = [
      "=1+1",
      "+1",
      "-1",
      "@SUM(A1)",
      "\t=1",
      "\r=1",
      '"quoted"',
      "a,b;c\nd",
      "<script>",
      "😀 \u202eevil",
      "＝1",
    ];
    await addEvents(hostile.map((detail, index) => ({ accountId, detail, at: after(NOW, -index * SECOND) })));
    const { text } = await download();
    expect(text.startsWith("\ufefftime,account,event,person,")).toBe(true);
    const records = parse(text, { bom: true, columns: true }) as Record<string, string>[];
    expect(records.map(({ detail }) => detail)).toEqual([
      "'=1+1",
      "'+1",
      "'-1",
      "'@SUM(A1)",
      "'\t=1",
      "'\r=1",
      '"quoted"',
      "a,b;c\nd",
      "<script>",
      "😀 \u202eevil",
      "'＝1",
    ]);
    expect(records[0]).toMatchObject({ time: "2026-11-24T12:00:00.000Z", account: "north", person: "server" });
  });

  it("never holds a token", async () => {
    const accountId = await harness().connect("casa.marisol");
    const token = (await harness().storedToken(accountId)) ?? "";
    expect(token).not.toBe("");
    const everything = JSON.stringify(await listActivity(harness().context(), query())) + (await download()).text;
    expect(everything).toContain("casa.marisol");
    expect(everything).not.toContain(token);
  });
});
