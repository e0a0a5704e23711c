import { insertNotices } from "@/lib/db/notices";
import { isoWeek } from "@/lib/domain/digest-rule";
import { after, DAY, MINUTE } from "@/lib/domain/durations";
import { type DueNotice, NOTICE_KINDS, type NoticeKind } from "@/lib/domain/notice";
import { createNotifier, type Notifier } from "@/lib/notify/notifier";
import type { Adapters } from "@/lib/services/context";
import { createChannel } from "@/lib/services/create-channel";
import { deliverNotices } from "@/lib/services/deliver-notices";
import type { Harness } from "./harness";
import { type HttpReceiver, startHttpReceiver } from "./http-receiver";
import { type MailReceiver, startMailReceiver } from "./mail-receiver";

/** Real receivers, and the harness's adapters with a notifier that may reach them. */
export class NoticeWorld {
  readonly harness: Harness;
  readonly http: HttpReceiver;
  readonly mail: MailReceiver;
  readonly notifier: Notifier;

  private constructor(harness: Harness, http: HttpReceiver, mail: MailReceiver) {
    this.harness = harness;
    this.http = http;
    this.mail = mail;
    const mailFrom = "notices@example.com";
    const { baseUrl } = harness.adapters.settings;
    this.notifier = createNotifier({
      smtpUrl: mail.url,
      mailFrom,
      allowPrivateAddresses: true,
      baseUrl,
      timeLimit: 500,
    });
  }

  static async start(harness: Harness): Promise<NoticeWorld> {
    return new NoticeWorld(harness, await startHttpReceiver(), await startMailReceiver());
  }

  async close(): Promise<void> {
    await Promise.all([this.http.close(), this.mail.close()]);
  }

  get adapters(): Adapters {
    const { adapters } = this.harness;
    const settings = { ...adapters.settings, smtpUrl: this.mail.url, mailFrom: "notices@example.com" };
    return { ...adapters, settings, notifier: this.notifier };
  }

  context() {
    return { ...this.adapters, actor: this.harness.person, now: this.adapters.clock() };
  }

  async addChannel(kind: "email" | "webhook" | "slack", events: readonly NoticeKind[] = NOTICE_KINDS) {
    const target = kind === "email" ? "ada@example.com" : `${this.http.url}/${kind}`;
    const outcome = await createChannel(this.context(), { kind, name: "", target, events });
    if (outcome.kind !== "created") throw new Error(JSON.stringify(outcome));
    return outcome;
  }

  /** Writes a notice as a rule would, about an account or about the app. */
  async write(kind: NoticeKind, key: string, accountId: string | null = null): Promise<void> {
    const username = accountId === null ? null : key;
    const detail = { username, label: "", expiresAt: null, what: `What of ${key}.`, next: "Next." };
    const notice: DueNotice = { key, kind, accountId, detail };
    await insertNotices(this.harness.db, [{ ...notice, at: this.adapters.clock() }]);
  }

  /** One tick's delivery. */
  deliver(adapters: Adapters = this.adapters) {
    return deliverNotices(adapters, { deadline: after(adapters.clock(), MINUTE) });
  }

  /** As if every digest of the coming months were told already: on Mondays one would join what a test expects. */
  async withoutDigests(): Promise<void> {
    const now = this.adapters.clock();
    const weeks = Array.from({ length: 30 }, (_, number) => isoWeek(after(now, number * 7 * DAY)));
    const detail = { username: null, label: "", expiresAt: null, what: "Told.", next: "Next." };
    const kind = "weekly_digest" as const;
    const rows = weeks.map((week) => ({ key: `weekly_digest:${week}`, kind, accountId: null, detail, at: now }));
    await insertNotices(this.harness.db, rows);
    await this.harness.db.notice.updateMany({ data: { dispatchedAt: now } });
  }

  deliveries() {
    return this.harness.db.noticeDelivery.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
  }
}
