import "server-only";
import type { NoticeMessage } from "@/lib/domain/notice";
import { judgeAnswer, type Receiver, type SendResult } from "./answer-problem";
import { discordBody } from "./discord";
import { type Letter, letterText } from "./letter-text";
import { MAIL_TIME_LIMIT, sendMail } from "./mail";
import { mailText } from "./mail-text";
import { OUTGOING_TIME_LIMIT, postOutgoing } from "./outgoing-request";
import { slackBody } from "./slack";
import { teamsBody } from "./teams";
import { webhookRequest } from "./webhook";

export type NoticeTarget =
  | { kind: "email"; addresses: readonly string[] }
  | { kind: "webhook"; url: string; secret: string }
  | { kind: "slack" | "discord" | "teams"; url: string };

export interface NotifierOptions {
  smtpUrl: string | null;
  mailFrom: string | null;
  allowPrivateAddresses: boolean;
  /** Where links lead: origin and path without a final slash. */
  baseUrl: string;
  /** Milliseconds for one whole exchange over HTTP. */
  timeLimit?: number;
  /** Milliseconds for one whole conversation with the mail server. */
  mailTimeLimit?: number;
}

export interface Notifier {
  /**
   * Sends one message to one place, once. Never throws for what the other end does.
   *
   * @param attempt `deliveryId` is the same in every attempt; `now` is of this one.
   */
  send(target: NoticeTarget, message: NoticeMessage, attempt: { deliveryId: string; now: Date }): Promise<SendResult>;
  /** Writes to one person, once. Never throws for what the mail server does. */
  sendLetter(address: string, letter: Letter, attempt: { deliveryId: string; now: Date }): Promise<SendResult>;
}

/** By Standard Webhooks, 410 alone means "gone"; a 404 may be a receiver that is being deployed. */
const GONE = [410];
/** The chat services answer 404 for an incoming webhook that was deleted. */
const GONE_OR_DELETED = [404, 410];

const RECEIVERS: Record<Exclude<NoticeTarget["kind"], "email">, Receiver> = {
  webhook: { name: "The receiver", goneStatuses: GONE, quote: false },
  slack: { name: "Slack", goneStatuses: GONE_OR_DELETED, quote: true },
  discord: { name: "Discord", goneStatuses: GONE_OR_DELETED, quote: true },
  teams: { name: "Teams", goneStatuses: GONE_OR_DELETED, quote: true },
};

export function createNotifier(options: NotifierOptions): Notifier {
  const { smtpUrl, mailFrom, allowPrivateAddresses, baseUrl } = options;
  const { timeLimit = OUTGOING_TIME_LIMIT, mailTimeLimit = MAIL_TIME_LIMIT } = options;
  const mailServer = smtpUrl === null || mailFrom === null ? null : { smtpUrl, from: mailFrom };
  return {
    async send(target, message, { deliveryId, now }) {
      if (target.kind === "email") {
        const options = { at: new Date(message.at), baseUrl, deliveryId, timeLimit: mailTimeLimit };
        return sendMail(mailServer, target.addresses, mailText(message, baseUrl), options);
      }
      const request =
        target.kind === "webhook"
          ? webhookRequest(message, { baseUrl, secret: target.secret, deliveryId, now })
          : { headers: { "content-type": "application/json" }, body: chatBody(target.kind, message, baseUrl) };
      const answer = await postOutgoing(target.url, request, { allowPrivateAddresses, timeLimit });
      return judgeAnswer(answer, target.url, RECEIVERS[target.kind]);
    },
    sendLetter(address, letter, { deliveryId, now }) {
      const options = { at: now, baseUrl, deliveryId, timeLimit: mailTimeLimit };
      return sendMail(mailServer, [address], letterText(letter, baseUrl), options);
    },
  };
}

function chatBody(kind: "slack" | "discord" | "teams", message: NoticeMessage, baseUrl: string): string {
  switch (kind) {
    case "slack":
      return slackBody(message, baseUrl);
    case "discord":
      return discordBody(message, baseUrl);
    case "teams":
      return teamsBody(message, baseUrl);
  }
}
