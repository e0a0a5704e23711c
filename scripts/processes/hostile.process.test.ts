import ICAL from "ical.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DatabaseKind } from "@/lib/db/database-url";
import { ACCOUNTS_PER_PAGE } from "@/lib/domain/account-query";
import { plainLine } from "@/lib/domain/plain-line";
import { HOSTILE_TEXTS } from "@/lib/test/hostile-texts";
import { foreignMarkup } from "@/lib/test/page-markup";
import { createSession } from "../../prisma/factories";
import { everySecond, expectOurs, expectWholeLog, headerText, readPlainCsv, urlText, withEach } from "./hostile-checks";
import { finishBatch, type HostileAccount, type HostileWorld, openHostileWorld } from "./hostile-world";

const LONGEST_CALENDAR_LINE = 75;
const MOST_CHANNELS = 50;
/** Milliseconds that a busy machine may take to bring the corpus in. */
const LONGEST_IMPORT = 300_000;

describe.each<DatabaseKind>(["sqlite", "postgresql"])("hostile texts on %s", (kind) => {
  let hostile: HostileWorld;
  let connected: (HostileAccount & { id: string })[];

  beforeAll(async () => {
    hostile = await openHostileWorld(kind);
  }, LONGEST_IMPORT);
  afterAll(async () => {
    await hostile.close();
  });

  it("are stored as plain lines, whoever they came from", async () => {
    const { db } = hostile.world.adapters;
    const rows = await db.connectedAccount.findMany();
    const stored = new Map(rows.map((row) => [row.instagramUserId, row]));
    const named = hostile.accounts.filter(({ username }) => plainLine(username) !== "");
    for (const { instagramUserId, ...sent } of named) {
      expect(stored.get(instagramUserId), sent.username).toMatchObject({
        username: plainLine(sent.username),
        name: plainLine(sent.name),
        accountType: plainLine(sent.accountType.toUpperCase()),
        label: plainLine(sent.label),
      });
    }
    expect(rows.length).toBe(named.length);
    connected = named.map((account) => ({ ...account, id: stored.get(account.instagramUserId)?.id ?? "" }));
  });

  it("are text in the list and on the pages of accounts", async () => {
    const pages = Array.from({ length: Math.ceil(connected.length / ACCOUNTS_PER_PAGE) }, (_, index) => index + 1);
    const lists = await Promise.all(pages.map((page) => hostile.client.get(`/accounts?sort=username&page=${page}`)));
    const shown = lists.map((list) => expectOurs(list, "/accounts")).join("\n");
    for (const { username } of connected) expect(shown).toContain(`@${plainLine(username)}`);
    const some = connected.filter((_, index) => index % 12 === 0);
    await withEach(
      some.map(({ id }) => id),
      async (id, index) => {
        const account = some[index];
        const shown = expectOurs(await hostile.client.get(`/accounts/${id}`), account?.username ?? "");
        expect(shown).toContain(plainLine(account?.name ?? ""));
      },
    );
  });

  it("find what they say and nothing else when they are searched for", async () => {
    await withEach(everySecond(kind), async (text, index) => {
      const other = urlText(HOSTILE_TEXTS[(index + 7) % HOSTILE_TEXTS.length] ?? "");
      // A label narrows the list down, so it comes with every second search only.
      const rest = (index % 2 === 0 ? ["sort", "dir", "page", "status"] : ["label", "sort"]).map(
        (name) => `${name}=${other}`,
      );
      const address = `/accounts?q=${urlText(text)}&${rest.join("&")}`;
      expectOurs(await hostile.client.get(address), address);
    });
  });

  it("are text as a label that somebody types, and in the sentence that confirms it", async () => {
    const account = connected[0];
    const path = `/accounts/${account?.id}`;
    const send = await hostile.client.form(path, "Save");
    const some = everySecond(kind).filter((_, index) => index % 6 === 0);
    await withEach(some, async (label) => {
      expectOurs(await send({ label }), `label: ${label}`);
    });
  });

  it("are text as the name of a channel", async () => {
    const { db } = hostile.world.adapters;
    const send = await hostile.client.form("/notices?add=webhook", "Add channel");
    const names = everySecond(kind);
    for (let from = 0; from < names.length; from += MOST_CHANNELS) {
      const some = names.slice(from, from + MOST_CHANNELS);
      await withEach(some, (name) => send({ name, target: "http://127.0.0.1:9/hook" }));
      const stored = (await db.noticeChannel.findMany()).map(({ name }) => name);
      expect(stored.sort()).toEqual(some.map((name) => plainLine(name) || "Webhook").sort());
      expectOurs(await hostile.client.get("/notices"), "/notices");
      await db.noticeChannel.deleteMany();
    }
  });

  it("are text as what Instagram says of a failure", async () => {
    const failing = connected.filter((_, index) => index % 3 === 0);
    const perAccount = Math.ceil(HOSTILE_TEXTS.length / failing.length);
    const short = HOSTILE_TEXTS.map((text) => text.slice(0, 120));
    failing.forEach(({ token }, index) => {
      const words = short.slice(index * perAccount, (index + 1) * perAccount);
      hostile.instagram.refusals.set(token, words.join(" | ") || "nothing");
    });
    const send = await hostile.client.form("/accounts", "Extend selected");
    const { headers } = await send(failing.map(({ id }) => ["account", id]));
    const report = await finishBatch(hostile.client, headers.get("location") ?? "");
    expect(report.progress.failed).toBe(failing.length);
    expectOurs(await hostile.client.get(headers.get("location") ?? ""), "the run");
    for (const page of [1, 2, 3]) {
      const answer = await hostile.client.get(`/activity?kind=extend_failed&page=${page}`);
      expectOurs(answer, `/activity, page ${page}`);
    }
    const { db } = hostile.world.adapters;
    const failures = await db.accountEvent.findMany({ where: { kind: "extend_failed" } });
    const wordless = failures
      .filter(({ message }) => message === null)
      .map(({ failureKind, reason }) => [failureKind, reason]);
    expect(wordless).toEqual([]);
    expect(failures.length).toBe(failing.length);
    for (const { message } of failures) expect(message).not.toMatch(/\p{Cc}/u);
  });

  it("start no formula in the CSV file, which reads back as what was stored", async () => {
    const { text } = await hostile.client.get("/activity/export");
    const [header = [], ...lines] = readPlainCsv(text);
    const accountAt = header.indexOf("account");
    const named = new Set(lines.map((cells) => cells[accountAt]?.replace(/^'/, "")));
    for (const { username } of connected) expect(named).toContain(plainLine(username).replace(/^'/, ""));
  });

  it("are text in the calendar, in lines of at most 75 octets", async () => {
    const send = await hostile.client.form("/settings", "Create address");
    const address = /\/calendar\/[\w-]+\.ics/.exec((await send({})).text)?.[0] ?? "";
    const { text, status } = await hostile.client.get(address);
    expect(status).toBe(200);
    const lines = text.split("\r\n");
    expect(lines.filter((line) => /[\r\n]/.test(line) || Buffer.byteLength(line) > LONGEST_CALENDAR_LINE)).toEqual([]);
    const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent");
    const summaries = events.map((event) => String(event.getFirstPropertyValue("summary"))).join("\n");
    for (const { username } of connected) expect(summaries).toContain(`@${plainLine(username)}: `);
    expect(new Set(events.map((event) => event.getFirstPropertyValue("uid"))).size).toBe(events.length);
  });

  it("lead nowhere as a part of an address", async () => {
    const places = ["/accounts/", "/accounts/batches/", "/accounts/connect/", "/calendar/", "/badge/", "/api/batches/"];
    await withEach(everySecond(kind), async (text, index) => {
      const address = `${places[index % places.length]}${urlText(text)}`;
      const answer = await hostile.client.get(address);
      expect([200, 307, 308, 400, 404, 405], `${address}: ${answer.text.slice(0, 100)}`).toContain(answer.status);
      if (answer.headers.get("content-type")?.startsWith("text/html")) expect(foreignMarkup(answer.text)).toEqual([]);
      expect(answer.headers.get("location") ?? "/").toMatch(/^\/(?![/\\])|^http:\/\/localhost:/);
    });
  });

  it("are text as the browser and the address of a session", async () => {
    const { db } = hostile.world.adapters;
    await withEach(everySecond(kind).map(headerText).filter(Boolean), async (text) => {
      const answer = await hostile.client.get("/api/changes", { "user-agent": text, "x-forwarded-for": text });
      expect(answer.status, text).toBe(200);
    });
    const owner = await db.user.findFirstOrThrow({ where: { role: "owner" } });
    for (const userAgent of HOSTILE_TEXTS.map((text) => plainLine(text))) {
      await createSession({ userId: owner.id, userAgent, address: userAgent.slice(0, 100) }, db);
    }
    expectOurs(await hostile.client.get("/settings/profile"), "/settings/profile");
  });

  it("leave one line each in the log", () => {
    expectWholeLog(hostile.world.logFile);
  });
});
