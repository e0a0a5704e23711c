import "server-only";
import { findChannel } from "@/lib/db/notice-channels";
import { claimDelivery, type DeliveryRow, settleDelivery } from "@/lib/db/notice-deliveries";
import { nextDelivery } from "@/lib/domain/delivery-schedule";
import { after, MINUTE } from "@/lib/domain/durations";
import type { SendResult } from "@/lib/notify/answer-problem";
import { openTarget } from "./channel-target";
import type { Adapters } from "./context";
import { parseMessage } from "./stored-message";

/** Milliseconds. Longer than the longest sending, by mail. */
const DELIVERY_LEASE = 2 * MINUTE;

export type DeliveryOutcome =
  | { kind: "sent"; note: string | null }
  | { kind: "failed"; problem: string; nextAttemptAt: Date | null }
  /** Somebody else sends it, or has. */
  | { kind: "taken" };

/**
 * One attempt at one message: claimed by a conditional update, sent outside any transaction, and settled. A process that
 * dies in between leaves it to the lease's end; the receiver then sees the same id twice.
 */
export async function sendDelivery(adapters: Adapters, delivery: DeliveryRow): Promise<DeliveryOutcome> {
  const claimedAt = adapters.clock();
  if (!(await claimDelivery(adapters.db, delivery, after(claimedAt, DELIVERY_LEASE)))) return { kind: "taken" };
  const claimed = { id: delivery.id, attempts: delivery.attempts + 1 };
  const result = await attempt(adapters, delivery);
  const now = adapters.clock();
  const facts = { deliveryId: delivery.id, channelId: delivery.channelId, kind: delivery.kind, ...claimed };
  if (result.ok) {
    const note = result.note ?? null;
    await settleDelivery(adapters.db, claimed, { state: "sent", nextAttemptAt: null, sentAt: now, lastError: note });
    adapters.log.info({ event: "notice_sent", ...facts, note }, "notice sent");
    return { kind: "sent", note };
  }
  const { problem, permanent } = result;
  const nextAttemptAt = permanent ? null : nextDelivery(claimed.attempts, delivery.createdAt, now);
  const state = nextAttemptAt === null ? "dead" : "pending";
  await settleDelivery(adapters.db, claimed, { state, nextAttemptAt, sentAt: null, lastError: problem });
  adapters.log.warn({ event: "notice_not_sent", ...facts, state, problem }, "notice not sent");
  return { kind: "failed", problem, nextAttemptAt };
}

async function attempt(adapters: Adapters, { id, channelId, message }: DeliveryRow): Promise<SendResult> {
  try {
    const channel = await findChannel(adapters.db, channelId);
    if (channel === null || !channel.enabled) {
      return { ok: false, problem: "The channel is switched off. Switch it on and resend.", permanent: true };
    }
    const target = openTarget(adapters.vault, channel);
    const now = adapters.clock();
    return await adapters.notifier.send(target, parseMessage(message), { deliveryId: id, now });
  } catch (error) {
    adapters.log.error({ event: "notice_sending_broke", deliveryId: id, err: error }, "sending a notice broke");
    return { ok: false, problem: SENDING_BROKE, permanent: false };
  }
}

const SENDING_BROKE =
  "Sending stopped at an unexpected error; the server's log has its cause. If the keys were changed, edit the channel and write its address again.";
