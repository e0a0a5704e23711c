import "server-only";
import { v7 as timeOrderedId } from "uuid";
import { findChannel } from "@/lib/db/notice-channels";
import { insertDeliveries } from "@/lib/db/notice-deliveries";
import { testMessage } from "@/lib/domain/notice-text";
import type { SendResult } from "@/lib/notify/answer-problem";
import { openTarget } from "./channel-target";
import { authorize, type ServiceContext } from "./context";

export type TestChannelOutcome =
  | { kind: "sent"; name: string; note: string | null }
  | { kind: "failed"; name: string; problem: string }
  | { kind: "not_found" };

/** Sends a message that says it is a test, now and once, and writes it into the log. Works while a channel is off. */
export async function testChannel(
  ctx: ServiceContext,
  { channelId }: { channelId: string },
): Promise<TestChannelOutcome> {
  authorize(ctx, "change_notices");
  const channel = await findChannel(ctx.db, channelId);
  if (channel === null) return { kind: "not_found" };
  const id = timeOrderedId();
  const message = testMessage(channel.name, ctx.now);
  const target = openTarget(ctx.vault, channel);
  const result = await ctx.notifier.send(target, message, { deliveryId: id, now: ctx.clock() });
  await insertDeliveries(ctx.db, [
    {
      id,
      channelId,
      kind: "test",
      message: JSON.stringify(message),
      createdAt: ctx.now,
      attempts: 1,
      nextAttemptAt: null,
      ...settled(result, ctx.clock()),
    },
  ]);
  ctx.log.info({ event: "channel_tested", channelId, kind: channel.kind, ok: result.ok }, "notice channel tested");
  if (!result.ok) return { kind: "failed", name: channel.name, problem: result.problem };
  return { kind: "sent", name: channel.name, note: result.note ?? null };
}

function settled(result: SendResult, now: Date) {
  return result.ok
    ? { state: "sent" as const, sentAt: now, lastError: result.note ?? null }
    : { state: "dead" as const, sentAt: null, lastError: result.problem };
}
