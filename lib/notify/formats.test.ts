import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { NOTICE_KINDS, type NoticeItem, type NoticeMessage } from "@/lib/domain/notice";
import { discordBody } from "./discord";
import { mailText } from "./mail-text";
import { slackBody } from "./slack";
import { teamsBody } from "./teams";
import { webhookRequest } from "./webhook";

const BASE_URL = "https://perennial.example.com/app";
const AT = "2027-01-04T09:00:00.000Z";
const HOSTILE = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "@everyone @here <@1234> <@&5678> <#9>",
  "<!channel> <!here|x> <https://evil.example|click>",
  "[click](https://evil.example) **bold** _it_ ~~s~~ `c` ||spoiler|| # head",
  "<at>all</at> \\ \\[x\\](y)",
  "&lt;b&gt; &amp; '",
  "a\r\nBcc: victim@example.com\r\n\r\nbody",
] as const;

function item(change: Partial<NoticeItem> = {}): NoticeItem {
  return {
    accountId: "0198c1d2-0000-7000-8000-000000000001",
    username: "casa.marisol",
    label: "Atelier",
    expiresAt: "2027-01-09T06:14:00.000Z",
    what: "Instagram refuses the token.",
    next: "Reconnect it.",
    ...change,
  };
}

function message(items: NoticeItem[], change: Partial<NoticeMessage> = {}): NoticeMessage {
  return { kind: "reconnect_needed", at: AT, items, total: items.length, ...change };
}

const many = (count: number, change: Partial<NoticeItem> = {}): NoticeItem[] =>
  Array.from({ length: count }, (_, index) => item({ username: `account.${index}`, ...change }));
const hostile = (text: string) => message([item({ username: text, label: text, what: text, next: text })]);
const hostileText = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(..."<>&\"'@!#*_~`|\\[]()-:/.\r\n\u202e\u200b a"), maxLength: 60 }),
);

/** Every string in a JSON value with the key it stands at. */
function strings(value: unknown, key = ""): [key: string, text: string][] {
  if (typeof value === "string") return [[key, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => strings(inner, name));
}

describe("mail", () => {
  it("says the same in text and in HTML, with a link to the account", () => {
    const { subject, text, html } = mailText(message([item()]), BASE_URL);
    const link = `${BASE_URL}/accounts/0198c1d2-0000-7000-8000-000000000001`;
    expect(subject).toBe("@casa.marisol must be reconnected");
    const lines = ["@casa.marisol · Atelier", "Reconnect it.", "End of the token: 9 Jan 2027, 06:14 UTC.", link];
    for (const line of lines) {
      expect(text).toContain(line);
      expect(html).toContain(line);
    }
    expect(text).toContain(`${BASE_URL}/notices`);
  });

  it("lists many and counts the rest", () => {
    const { subject, text, html } = mailText(message(many(200), { total: 1_204 }), BASE_URL);
    expect(subject).toBe("1,204 accounts must be reconnected");
    expect(text.match(/@account\.\d+/g)).toHaveLength(200);
    for (const part of [text, html]) expect(part).toContain("and 1,004 more");
  });

  it("holds nothing that a reader would load, and no markup from outside", () => {
    fc.assert(
      fc.property(hostileText, (foreign) => {
        const { subject, html } = mailText(hostile(foreign), BASE_URL);
        expect(subject).not.toMatch(/[\r\n]/);
        const tags = new Set([...html.matchAll(/<\/?([a-z0-9!]+)/gi)].map(([, tag]) => tag));
        for (const tag of tags) {
          expect([
            "!doctype",
            "html",
            "head",
            "meta",
            "title",
            "body",
            "div",
            "h1",
            "p",
            "strong",
            "br",
            "a",
          ]).toContain(tag);
        }
        const links = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link]) => link);
        for (const link of links) expect(link?.startsWith(BASE_URL)).toBe(true);
        expect(html).not.toMatch(/<[^>]* (src|background|srcset)=|<[^>]*url\(|<(style|link)/);
      }),
    );
  });
});

describe("slack", () => {
  it("is blocks with plain text and our own link", () => {
    const { text, blocks, mrkdwn } = JSON.parse(slackBody(message([item()]), BASE_URL));
    expect({ text, mrkdwn }).toEqual({ text: "@casa.marisol must be reconnected", mrkdwn: false });
    expect(blocks).toHaveLength(2);
    expect(blocks[1].fields[0]).toMatchObject({ type: "plain_text", emoji: false });
    expect(blocks[1].fields[0].text).toContain("@casa.marisol · Atelier\nInstagram refuses the token.");
    expect(blocks[1].fields[1].text).toBe(
      `<${BASE_URL}/accounts/0198c1d2-0000-7000-8000-000000000001|Open in Perennial>`,
    );
  });

  it("stays within 50 blocks and each text's limit", () => {
    const long = "&<>".repeat(300);
    const { blocks } = JSON.parse(
      slackBody(message(many(200, { what: long, next: long, label: long }), { total: 900 }), BASE_URL),
    );
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(blocks.length).toBeGreaterThan(5);
    expect(blocks.at(-1).text.text).toBe(`and ${900 - (blocks.length - 2)} more`);
    for (const [, text] of strings(blocks)) expect(text.length).toBeLessThanOrEqual(2_000);
    expect(blocks[0].text.text.length).toBeLessThanOrEqual(150);
    expect(JSON.parse(slackBody(message(many(200)), BASE_URL)).blocks).toHaveLength(50);
  });

  it("lets nothing from outside mention or link", () => {
    fc.assert(
      fc.property(hostileText, (foreign) => {
        const body = JSON.parse(slackBody(hostile(foreign), BASE_URL));
        for (const [, text] of strings(body)) {
          const rest = text.replace(
            `<${BASE_URL}/accounts/0198c1d2-0000-7000-8000-000000000001|Open in Perennial>`,
            "",
          );
          expect(rest).not.toMatch(/[<>]/);
          expect(rest.replace(/&(amp|lt|gt);/g, "")).not.toContain("&");
        }
        expect(body.blocks[1].fields[0].type).toBe("plain_text");
      }),
    );
  });
});

describe("discord", () => {
  it("is one embed that mentions nobody", () => {
    const body = JSON.parse(discordBody(message([item()]), BASE_URL));
    expect(body.allowed_mentions).toEqual({ parse: [] });
    expect(body.content).toBeUndefined();
    expect(body.embeds).toHaveLength(1);
    expect(body.embeds[0].description).toContain("Instagram refuses the token.");
    expect(body.embeds[0].description).toContain(
      `[Open in Perennial](${BASE_URL}/accounts/0198c1d2-0000-7000-8000-000000000001)`,
    );
  });

  it("stays within the embed's limits", () => {
    const [embed] = JSON.parse(
      discordBody(message(many(200, { username: "_".repeat(300) }), { total: 900 }), BASE_URL),
    ).embeds;
    expect(embed.description.length).toBeLessThanOrEqual(4_096);
    expect(embed.description).toMatch(/and \d+ more$/);
    const [one] = JSON.parse(
      discordBody(message([item({ username: "_".repeat(300), what: "*".repeat(900) })]), BASE_URL),
    ).embeds;
    expect(one.title.length).toBeLessThanOrEqual(256);
    expect(one.description.length).toBeLessThanOrEqual(4_096);
  });

  it("lets nothing from outside format, link or mention", () => {
    fc.assert(
      fc.property(hostileText, (foreign) => {
        const { embeds, allowed_mentions } = JSON.parse(discordBody(hostile(foreign), BASE_URL));
        expect(allowed_mentions).toEqual({ parse: [] });
        const ours = new RegExp(`\\[Open in Perennial\\]\\(${BASE_URL}[^)]*\\)`, "g");
        const rest = embeds[0].description.replace(ours, "").replaceAll("**", "");
        const unescaped = rest.replace(/\\[\\*_~`|<>#[\]()-]/g, "·");
        expect(unescaped).not.toMatch(/[\\*_~`|<>#[\]()]|:\/\/|@(?!\u200b)/);
        expect(embeds[0].title.replace(/\\[\\*_~`|<>#[\]()-]/g, "·")).not.toMatch(/[\\*_~`|<>#[\]()]|@(?!\u200b)/);
      }),
    );
  });
});

describe("teams", () => {
  it("is an Adaptive Card in the envelope of workflows", () => {
    const body = JSON.parse(teamsBody(message([item()]), BASE_URL));
    expect(body).toMatchObject({
      type: "message",
      attachments: [
        { contentType: "application/vnd.microsoft.card.adaptive", content: { type: "AdaptiveCard", version: "1.4" } },
      ],
    });
    const links = strings(body).filter(([key]) => key === "url");
    expect(links).toEqual([["url", `${BASE_URL}/accounts/0198c1d2-0000-7000-8000-000000000001`]]);
  });

  it("stays within 28 kB", () => {
    for (const username of ["account", "ä".repeat(70), '"'.repeat(80)]) {
      const text = teamsBody(message(many(200, { username, what: username.repeat(9) }), { total: 900 }), BASE_URL);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(28 * 1_024);
      expect(text).toMatch(/and \d+ more/);
    }
  });

  it("keeps what comes from outside in text runs, which know no Markdown", () => {
    fc.assert(
      fc.property(hostileText, (foreign) => {
        const { attachments } = JSON.parse(teamsBody(hostile(foreign), BASE_URL));
        for (const block of attachments[0].content.body) {
          expect(block.type).toBe("RichTextBlock");
          for (const inline of block.inlines) expect(inline.type).toBe("TextRun");
        }
        expect(attachments[0].content.msteams).toBeUndefined();
      }),
    );
  });
});

describe("webhook", () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

  it.each(NOTICE_KINDS)("%s is signed as Standard Webhooks asks", (kind) => {
    const now = new Date();
    const options = { baseUrl: BASE_URL, secret, deliveryId: "0198c1d2", now };
    const { headers, body } = webhookRequest(message([item()], { kind }), options);
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({
      type: `notice.${kind}`,
      timestamp: AT,
      data: { kind, total: 1, items: [{ username: "casa.marisol", url: `${BASE_URL}/accounts/${item().accountId}` }] },
    });
    expect(headers).toMatchObject({ "webhook-id": "0198c1d2", "content-type": "application/json" });
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow("No matching signature");
  });

  it("keeps its id and signs anew in a later attempt", () => {
    const at = (now: Date) => webhookRequest(message([item()]), { baseUrl: BASE_URL, secret, deliveryId: "d", now });
    const [first, second] = [at(new Date(AT)), at(new Date(Date.parse(AT) + 60_000))];
    expect(second.body).toBe(first.body);
    expect(second.headers["webhook-id"]).toBe(first.headers["webhook-id"]);
    expect(second.headers["webhook-signature"]).not.toBe(first.headers["webhook-signature"]);
  });
});
