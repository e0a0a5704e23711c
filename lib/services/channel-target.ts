import "server-only";
import { randomBytes } from "node:crypto";
import type { ChannelRow } from "@/lib/db/notice-channels";
import { addressesOf } from "@/lib/domain/channel-target";
import type { NoticeTarget } from "@/lib/notify/notifier";
import type { Vault } from "@/lib/vault/seal";

const SECRET_BYTES = 32;

/** What seals a channel's target and secret to that channel. */
export function channelContext(channelId: string): string {
  return `channel:${channelId}`;
}

/** A signing secret in the form of Standard Webhooks. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
}

/**
 * Where a channel sends to, opened for one sending.
 *
 * @throws AppError as Vault.open does.
 */
export function openTarget(vault: Vault, { id, kind, sealedTarget, sealedSecret }: ChannelRow): NoticeTarget {
  const target = vault.open(sealedTarget, channelContext(id));
  if (kind === "email") return { kind, addresses: addressesOf(target) };
  if (kind !== "webhook") return { kind, url: target };
  if (sealedSecret === null) throw new Error("a webhook channel without a secret");
  return { kind, url: target, secret: vault.open(sealedSecret, channelContext(id)) };
}
