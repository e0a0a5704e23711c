import { type AddressInfo, createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { NoticeMessage } from "@/lib/domain/notice";
import { type HttpReceiver, startHttpReceiver } from "@/lib/test/http-receiver";
import { headerOf, type MailReceiver, partsOf, startMailReceiver } from "@/lib/test/mail-receiver";
import { createNotifier, type NotifierOptions } from "./notifier";

const BASE_URL = "https://perennial.example.com";
const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const MESSAGE: NoticeMessage = {
  kind: "reconnect_needed",
  at: "2027-01-04T09:00:00.000Z",
  total: 1,
  items: [
    {
      accountId: "a1",
      username: "casa\r\nBcc: victim@example.com",
      label: "Ä <b>",
      expiresAt: null,
      what: "Instagram refuses the token.",
      next: "Reconnect it.",
    },
  ],
};

let http: HttpReceiver;
let mail: MailReceiver;
beforeEach(async () => {
  [http, mail] = await Promise.all([startHttpReceiver(), startMailReceiver()]);
});
afterEach(() => Promise.all([http.close(), mail.close()]));

function notifier(change: Partial<NotifierOptions> = {}) {
  const mailFrom = "Perennial <notices@example.com>";
  return createNotifier({
    smtpUrl: mail.url,
    mailFrom,
    allowPrivateAddresses: true,
    baseUrl: BASE_URL,
    timeLimit: 200,
    ...change,
  });
}

const attempt = () => ({ deliveryId: "0198c1d2", now: new Date() });

describe("answers of a receiver", () => {
  const KINDS = ["webhook", "slack", "discord", "teams"] as const;
  const cases = KINDS.flatMap((kind) =>
    (
      [
        [200, true, undefined],
        [204, true, undefined],
        [302, false, false],
        [400, false, false],
        [401, false, false],
        [404, false, kind !== "webhook"],
        [410, false, true],
        [429, false, false],
        [500, false, false],
        [503, false, false],
      ] as const
    ).map(([status, ok, permanent]) => [kind, status, ok, permanent] as const),
  );

  it.each(cases)("%s answering %i: ok %s, permanent %s", async (kind, status, ok, permanent) => {
    http.answer = (response) => response.writeHead(status).end("no_service");
    const target =
      kind === "webhook" ? { kind, url: http.url, secret: SECRET } : { kind, url: `${http.url}/s3cret-path` };
    const result = await notifier().send(target, MESSAGE, attempt());
    expect(result.ok).toBe(ok);
    if (result.ok) return;
    expect(result.permanent).toBe(permanent);
    expect(result.problem).toContain(`answered ${status}`);
    expect(result.problem).toMatch(/\. [A-Z].*\.$/);
    expect(result.problem.includes("no_service")).toBe(kind !== "webhook");
  });

  it.each([
    ["Cannot POST /services/T0/B0/abcdefghij", ""],
    ["abcdefghij is wrong", ""],
    ['{"message": "Unknown Webhook", "code": 10015}', ": “Unknown Webhook”"],
    ['{"error": {"message": "Bad card"}}', ": “Bad card”"],
    ['{"message": "see https://example.com/abcdefghij"}', ""],
    ['{"message": 7}', ""],
    ["<html>".repeat(100), ""],
    ["", ""],
  ])("quotes short words of a service and never its address: %j", async (body, quoted) => {
    http.answer = (response) => response.writeHead(400).end(body);
    const result = await notifier().send(
      { kind: "slack", url: `${http.url}/services/T0/B0/abcdefghij` },
      MESSAGE,
      attempt(),
    );
    expect(result).toMatchObject({ ok: false });
    expect(!result.ok && result.problem).toBe(
      `Slack answered 400${quoted}. Check that the address is complete and accepts notices.`,
    );
  });

  it("says when nobody answers, when nobody is there, and what is not sent to", async () => {
    http.answer = () => undefined;
    const slow = await notifier().send({ kind: "slack", url: http.url }, MESSAGE, attempt());
    expect(slow).toMatchObject({
      ok: false,
      permanent: false,
      problem: expect.stringContaining("did not answer in time"),
    });
    const closed = await notifier({ allowPrivateAddresses: false }).send(
      { kind: "slack", url: http.url },
      MESSAGE,
      attempt(),
    );
    expect(closed).toMatchObject({
      ok: false,
      permanent: true,
      problem: expect.stringContaining("ALLOW_PRIVATE_WEBHOOKS"),
    });
    const none = await notifier().send({ kind: "teams", url: "http://127.0.0.1:1/" }, MESSAGE, attempt());
    expect(none).toMatchObject({ ok: false, permanent: false, problem: expect.stringContaining("(ECONNREFUSED)") });
  });
});

describe("mail", () => {
  const send = (addresses: string[], change: Partial<NotifierOptions> = {}) =>
    notifier(change).send({ kind: "email", addresses }, MESSAGE, attempt());

  it("arrives as text and HTML, with one subject line and an id of its own", async () => {
    expect(await send(["ada@example.com", "bo@example.com"])).toEqual({ ok: true });
    expect(mail.mails).toHaveLength(1);
    const [{ raw, from, to } = { raw: "", from: "", to: [] }] = mail.mails;
    expect({ from, to }).toEqual({ from: "notices@example.com", to: ["ada@example.com", "bo@example.com"] });
    expect(headerOf(raw, "Subject")).toBe("@casa Bcc: victim@example.com must be reconnected");
    expect(headerOf(raw, "Bcc")).toBe("");
    expect(headerOf(raw, "Message-ID")).toBe("<0198c1d2@perennial.example.com>");
    expect(headerOf(raw, "Auto-Submitted")).toBe("auto-generated");
    const parts = partsOf(raw);
    expect(parts["text/plain"]).toContain("· Ä <b>");
    expect(parts["text/html"]).toContain("· Ä &lt;b&gt;");
    for (const part of Object.values(parts)) expect(part).toContain(`${BASE_URL}/accounts/a1`);
  });

  it("takes a letter to one person, its link whole in both parts and what is foreign escaped", async () => {
    const letter = {
      subject: "Ada <b> invites you\r\nBcc: victim@example.com",
      paragraphs: ["Ada <script>alert(1)</script> & Bo"],
      link: { text: "Join", url: `${BASE_URL}/invite/abc-_9?x="` },
      note: "Good for 72 hours.",
    };
    expect(await notifier().sendLetter("cleo@example.com", letter, attempt())).toEqual({ ok: true });
    const [{ raw, to } = { raw: "", to: [] }] = mail.mails;
    expect(to).toEqual(["cleo@example.com"]);
    expect(headerOf(raw, "Bcc")).toBe("");
    const { "text/plain": text = "", "text/html": html = "" } = partsOf(raw);
    expect(text).toContain(`Join:\r\n${letter.link.url}`);
    expect(html).toContain(`href="${BASE_URL}/invite/abc-_9?x=&quot;"`);
    expect(html).toContain("Ada &lt;script&gt;alert(1)&lt;/script&gt; &amp; Bo");
    expect(html).not.toContain("<script>");
  });

  it.each([
    [550, true],
    [450, false],
  ])("refused for everybody with %i: permanent %s", async (status, permanent) => {
    mail.refuse = () => status;
    const result = await send(["ada@example.com"]);
    expect(result).toMatchObject({ ok: false, permanent, problem: expect.stringContaining(`it answered ${status}`) });
  });

  it("tells who was left out when others got it", async () => {
    mail.refuse = (address) => (address.startsWith("bo") ? 550 : null);
    const result = await send(["ada@example.com", "bo@example.com"]);
    expect(result).toEqual({ ok: true, note: "The mail server did not take bo@example.com; the others got it." });
    expect(mail.mails[0]?.to).toEqual(["ada@example.com"]);
  });

  it("leaves a mail server that says nothing when the time is over", async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const smtpUrl = `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const started = performance.now();
    const result = await send(["ada@example.com"], { smtpUrl, mailTimeLimit: 200 });
    expect(result).toMatchObject({ ok: false, permanent: false, problem: expect.stringContaining("in time") });
    expect(performance.now() - started).toBeLessThan(2_000);
    silent.close();
  });

  it("says what is wrong with the server, without its password", async () => {
    const dead = await send(["ada@example.com"], { smtpUrl: "smtp://ada:hunter2-secret@127.0.0.1:1" });
    expect(dead).toMatchObject({ ok: false, permanent: false, problem: expect.stringContaining("Check SMTP_URL") });
    expect(JSON.stringify(dead)).not.toContain("hunter2");
    const unset = await send(["ada@example.com"], { smtpUrl: null });
    expect(unset).toMatchObject({
      ok: false,
      permanent: true,
      problem: expect.stringContaining("SMTP_URL and MAIL_FROM"),
    });
  });
});
