import "server-only";
import { Webhook } from "standardwebhooks";
import type { NoticeMessage } from "@/lib/domain/notice";
import { noticeTitle } from "@/lib/domain/notice-text";
import { itemLink } from "./item-link";

export interface WebhookRequest {
  headers: Record<string, string>;
  body: string;
}

/**
 * A message as Standard Webhooks asks for it (https://www.standardwebhooks.com): `webhook-id` stays the same in every
 * attempt, so that a receiver can tell a repetition; the timestamp and the signature are of this attempt.
 */
export function webhookRequest(
  message: NoticeMessage,
  { baseUrl, secret, deliveryId, now }: { baseUrl: string; secret: string; deliveryId: string; now: Date },
): WebhookRequest {
  const { kind, at, items, total } = message;
  const body = JSON.stringify({
    type: `notice.${kind}`,
    timestamp: at,
    data: {
      kind,
      title: noticeTitle(message),
      total,
      items: items.map((item) => ({ ...item, url: itemLink(baseUrl, item) })),
    },
  });
  return {
    body,
    headers: {
      "content-type": "application/json",
      "webhook-id": deliveryId,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
      "webhook-signature": new Webhook(secret).sign(deliveryId, now, body),
    },
  };
}
