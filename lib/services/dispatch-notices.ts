import "server-only";
import { v7 as timeOrderedId } from "uuid";
import { type ChannelFacts, findChannels } from "@/lib/db/notice-channels";
import { type DeliveryRow, insertDeliveries } from "@/lib/db/notice-deliveries";
import { isNoticeWaiting, type NoticeRow, takeWaitingNotices } from "@/lib/db/notices";
import { NOTICE_KINDS, type NoticeKind } from "@/lib/domain/notice";
import type { ServiceContext } from "./context";
import { toMessage } from "./stored-message";

/**
 * Puts the notices that wait into messages: one a kind, to each channel that wants the kind. One transaction, begun by
 * taking the notices, so that two processes never tell the same thing. What no channel wants is done with all the same.
 *
 * @returns how many messages were written.
 */
export async function dispatchNotices(ctx: ServiceContext): Promise<number> {
  if (!(await isNoticeWaiting(ctx.db))) return 0;
  const written = await ctx.db.transaction(async (tx) => {
    const notices = await takeWaitingNotices(tx, ctx.now);
    const channels = (await findChannels(tx)).filter(({ enabled }) => enabled);
    const deliveries = NOTICE_KINDS.flatMap((kind) => deliveriesOf(kind, notices, channels, ctx.now));
    await insertDeliveries(tx, deliveries);
    return { notices: notices.length, deliveries: deliveries.length };
  });
  if (written.notices > 0) ctx.log.info({ event: "notices_dispatched", ...written }, "notices dispatched");
  return written.deliveries;
}

function deliveriesOf(
  kind: NoticeKind,
  notices: readonly NoticeRow[],
  channels: readonly ChannelFacts[],
  now: Date,
): DeliveryRow[] {
  const wanting = channels.filter(({ events }) => events.includes(kind));
  const ofKind = notices.filter((notice) => notice.kind === kind);
  if (wanting.length === 0 || ofKind.length === 0) return [];
  const message = JSON.stringify(toMessage(kind, ofKind));
  return wanting.map(({ id: channelId }) => ({
    id: timeOrderedId(),
    channelId,
    kind,
    message,
    state: "pending",
    createdAt: now,
    attempts: 0,
    nextAttemptAt: now,
    sentAt: null,
    lastError: null,
  }));
}
