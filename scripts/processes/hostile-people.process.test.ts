import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DatabaseKind } from "@/lib/db/database-url";
import { AUDIT_EVENTS_PER_PAGE } from "@/lib/domain/audit-query";
import { LONGEST_PASSWORD } from "@/lib/domain/password-rule";
import { plainLine } from "@/lib/domain/plain-line";
import { verifyAudit } from "@/lib/services/verify-audit";
import { headerOf } from "@/lib/test/mail-receiver";
import { foreignMarkup } from "@/lib/test/page-markup";
import { createUser } from "../../prisma/factories";
import { FACTORY_PASSWORD } from "../../prisma/factory-password";
import { everySecond, expectOurs, expectWholeLog, headerText, readPlainCsv, urlText, withEach } from "./hostile-checks";
import { HostilePeopleWorld } from "./hostile-people-world";
import type { PageClient } from "./page-client";

/** Milliseconds that a busy machine may take for one of them. */
const LONGEST_TEST = 300_000;
/** The texts of one form stand this far from each other. */
const STEP = 37;
/** Three of them stay below what a request may carry. */
const LONGEST_FIELD = 2_000;
/** Prime to the number of places in which addresses take texts. */
const SHARES = 3;

describe.each<DatabaseKind>(["sqlite", "postgresql"])(
  "people who type hostile texts on %s",
  { timeout: LONGEST_TEST },
  (kind) => {
    const texts = everySecond(kind);
    /** For what takes long, and for fields that have a brother. */
    const some = texts.filter((_, index) => index % 6 === 0);
    const textAt = (index: number): string => texts[index % texts.length] ?? "";
    let people: HostilePeopleWorld;
    let client: PageClient;
    let joined: { name: string; email: string; password: string }[];

    beforeAll(async () => {
      people = await HostilePeopleWorld.open(kind);
      client = await people.browserOf(people.owner);
    }, LONGEST_TEST);
    afterAll(async () => {
      await people.close();
    });

    /** Sends every text through every one of `fields`, in each of them another one at a time. */
    async function sendThrough(
      { client, path, button }: { client: PageClient; path: string; button: string },
      fields: readonly string[],
      some: readonly string[] = texts,
    ): Promise<string[]> {
      const send = await client.form(path, button);
      return withEach(some, async (text) => {
        const index = texts.indexOf(text);
        await people.forgetCounts();
        const typed = fields.map((name, place): [string, string] => [name, textAt(index + STEP * place)]);
        return expectOurs(await send(typed), `${path}: ${JSON.stringify(typed).slice(0, 300)}`);
      });
    }

    it("lead nowhere with what they write into addresses", async () => {
      const unproven = await people.browserOf(people.owner, { proven: false });
      const visitor = people.visitor();
      const addresses = [
        (text: string) => client.get(`/${text}`),
        (text: string) => visitor.get(`/${text}/${text}`),
        (text: string) => visitor.get(`/sign-in?error=${text}&callbackUrl=${text}&next=${text}&created=${text}`),
        (text: string) => visitor.get(`/api/auth/error?error=${text}`),
        (text: string) => client.get(`/team?done=${text}`),
        (text: string) => unproven.get(`/proof?next=${text}`),
        (text: string) => visitor.get(`/deletion/${text}`),
        (text: string) => visitor.get(`/invite/${text}`),
        (text: string) => visitor.get(`/reset-password/${text}`),
        (text: string) => client.get(`/accounts/connect/${text}`),
      ];
      await withEach(texts, async (text, index) => {
        await people.forgetCounts();
        // Every place gets a share of the texts, and every text goes to some of the places.
        for (const [place, get] of addresses.entries()) {
          if (place % SHARES !== index % SHARES) continue;
          const { status, headers, text: page } = await get(urlText(text));
          expect([200, 302, 307, 308, 400, 404, 405], `${place}, ${text}: ${page.slice(0, 100)}`).toContain(status);
          if (headers.get("content-type")?.startsWith("text/html")) expect(foreignMarkup(page), text).toEqual([]);
          expect(headers.get("location") ?? "/").toMatch(/^\/(?![/\\])|^http:\/\/localhost:/);
        }
      });
    });

    it("are asked again for an e-mail that is none, and get text back", async () => {
      await sendThrough({ client, path: "/team", button: "Invite" }, ["email"]);
      await sendThrough({ client: people.visitor(), path: "/forgot-password", button: "Send link" }, ["email"]);
    });

    it("have one name, of one line, on every page and in every letter", async () => {
      const answers = await sendThrough({ client, path: "/settings/profile", button: "Save" }, ["name"]);
      answers.forEach((shown, index) => {
        const name = plainLine(textAt(index));
        const said = name === "" ? "Write your name." : `Your name is ${name} from now on.`;
        expect(
          [said, "That is your name already."].some((sentence) => shown.includes(sentence)),
          name,
        ).toBe(true);
      });
      const send = await client.form("/team", "Invite");
      const name = await client.form("/settings/profile", "Save");
      for (const text of some.slice(0, 12)) {
        await people.forgetCounts();
        await name({ name: text });
        await send({ email: "colleague@example.com" });
        const { name: stored } = await people.db.user.findUniqueOrThrow({ where: { id: people.owner.id } });
        const { raw = "" } = people.mail.mails.at(-1) ?? {};
        expect(headerOf(raw, "subject")).toBe(`${stored} invites you to Perennial`);
      }
    });

    it("call a passkey what they like, and prove nothing by what they type", async () => {
      const keeper = await createUser({ role: "viewer" }, people.db);
      await people.addPasskey(keeper.id);
      const [browser, unproven] = [await people.browserOf(keeper), await people.browserOf(keeper, { proven: false })];
      await (await browser.form("/settings/profile", "Add authenticator app"))({});
      const profile = { client: browser, path: "/settings/profile" };
      const renamed = await sendThrough({ ...profile, button: "Save name" }, ["name"]);
      renamed.forEach((shown, index) => {
        const name = plainLine(textAt(index));
        expect(shown).toContain(name === "" ? "Write a name." : `It is called ${name} now.`);
      });
      const changed = await sendThrough({ ...profile, button: "Change password" }, ["present", "next"], some);
      for (const shown of changed) expect(shown).toContain("Your password is as it was.");
      await sendThrough({ ...profile, button: "Turn on" }, ["code"], some);
      await sendThrough({ client: unproven, path: "/proof", button: "Confirm" }, ["password", "next"], some);
      await withEach(texts, async (text, index) => {
        await people.forgetCounts();
        const typed = index % 4 === 0 ? { code: text } : { password: text };
        const answer = await unproven.postJson("/api/proof", typed);
        expect([200, 422], text).toContain(answer.status);
        expect(JSON.parse(answer.text)).not.toMatchObject({ proven: true });
      });
    });

    it("join under names and with passwords that say what they like", async () => {
      const form = { client: people.visitor(), path: await people.invitationPath(), button: "Join" };
      await sendThrough(form, ["name", "email", "password"]);
      const send = await form.client.form(form.path, form.button);
      const answers = await withEach(some, async (name, index) => {
        await people.forgetCounts();
        const [secret, email, password] = [await people.invite(), emailOf(index), passwordOf(name)];
        const answer = await send({ secret, name, email, password });
        expectOurs(answer, name, plainLine(name) === "" ? [200] : [303]);
        return { email, password, name: plainLine(name) };
      });
      joined = answers.filter(({ name }) => name !== "");
      const stored = await people.db.user.findMany({ where: { role: "viewer", email: { startsWith: "person-" } } });
      expect(new Map(stored.map(({ email, name }) => [email, name]))).toEqual(
        new Map(joined.map(({ email, name }) => [email, name])),
      );
      const shown = expectOurs(await client.get("/team"), "/team");
      for (const { name } of joined) expect(shown).toContain(name);
    });

    it("come in with those passwords, from browsers and addresses that say what they like", async () => {
      const signIn = await people.signInForm();
      const base = people.world.adapters.settings.baseUrl;
      await withEach(texts, async (text, index) => {
        await people.forgetCounts();
        const person = joined[index] ?? people.owner;
        const { email, password } = "password" in person ? person : { ...person, password: FACTORY_PASSWORD };
        const agent = headerText(index % 2 === 0 ? text : `${text}/1.0 (x)`);
        const answer = await signIn({ email, password }, { "user-agent": agent, "x-forwarded-for": headerText(text) });
        expect([answer.status, JSON.parse(answer.text)], password).toEqual([200, { url: `${base}/accounts` }]);
      });
      // One page for all of them: everybody sees only their own.
      await people.db.session.updateMany({ data: { userId: people.owner.id } });
      const shown = expectOurs(await client.get("/settings/profile"), "/settings/profile");
      const rows = await people.db.session.findMany();
      expect(rows.length).toBeGreaterThan(texts.length);
      for (const { address } of rows) expect(shown).toContain(address);
    });

    it("stay outside with an e-mail, a password and a code that are none", async () => {
      const signIn = await people.signInForm();
      await withEach(texts, async (email, index) => {
        await people.forgetCounts();
        const fitting = [0, STEP, 2 * STEP].map((place) => textAt(index + place).slice(0, LONGEST_FIELD));
        const [typed = "", password = "", code = ""] = fitting;
        const { status, text } = await signIn(
          { email: typed, password, code },
          { "x-forwarded-for": headerText(email) },
        );
        expect(status, email).toBe(401);
        expect(JSON.parse(text).url).toMatch(/^http:\/\/localhost:\d+\/api\/auth\/error\?error=CredentialsSignin/);
      });
    });

    it("find what they say and nothing else in the audit log", async () => {
      const names = ["person", "action", "outcome", "from", "to", "page"];
      await withEach(texts, async (text, index) => {
        const question = names.map((name, place) => `${name}=${urlText(textAt(index + STEP * place))}`).join("&");
        expectOurs(await client.get(`/settings/audit?${question}`), question);
        if (index % 4 !== 0) return;
        const { status, text: file } = await client.get(`/settings/audit/export?${question}`);
        expect(status, text).toBe(200);
        readPlainCsv(file);
      });
    });

    it("are text in the audit log, start no formula in its CSV file, and leave its chain whole", async () => {
      const { text } = await client.get("/settings/audit/export");
      const [header = [], ...lines] = readPlainCsv(text);
      const stored = await people.db.auditEvent.findMany({ orderBy: { sequence: "desc" } });
      expect(lines.length).toBe(stored.length);
      for (const [index, { actorName, address, subject, detail }] of stored.entries()) {
        const cells = ["person", "address", "subject", "detail"].map(
          (name) => lines[index]?.[header.indexOf(name)] ?? "",
        );
        const kept = [actorName, address, subject, detail].map((cell) => cell ?? "");
        expect(cells.map((cell, place) => (cell === `'${kept[place]}` ? kept[place] : cell))).toEqual(kept);
      }
      const pages = Array.from({ length: Math.ceil(stored.length / AUDIT_EVENTS_PER_PAGE) }, (_, index) =>
        String(index + 1),
      );
      const shown = await withEach(pages, async (page) =>
        expectOurs(await client.get(`/settings/audit?page=${page}`), `/settings/audit, page ${page}`),
      );
      const all = shown.join("\n");
      for (const { address } of stored) expect(all).toContain(address ?? "");
      expect(await verifyAudit(people.world.adapters, { expected: null })).toMatchObject({ kind: "intact" });
    });

    it("leave one line each in the log", () => {
      expectWholeLog(people.world.logFile);
    });
  },
);

const emailOf = (index: number): string => `person-${index}@example.com`;

/** A text as the field of a password holds it, on one line, and long enough. */
function passwordOf(text: string): string {
  const line = [...text.toWellFormed().replace(/[\r\n]/g, " ")].slice(0, LONGEST_PASSWORD / 2).join("");
  return `${line} with four more words`;
}
