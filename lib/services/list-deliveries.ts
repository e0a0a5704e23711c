import "server-only";
import { countDeliveries, findDeliveryPage, type LoggedDelivery } from "@/lib/db/notice-deliveries";
import type { ChannelKind, DeliveryState, MessageKind } from "@/lib/domain/notice";
import { noticeTitle } from "@/lib/domain/notice-text";
import { authorize, type ServiceContext } from "./context";
import { parseMessage } from "./stored-message";

export const DELIVERIES_PER_PAGE = 25;

/** One line of the delivery log. */
export interface DeliveryView {
  id: string;
  kind: MessageKind;
  title: string;
  channelName: string;
  channelKind: ChannelKind;
  state: DeliveryState;
  createdAt: Date;
  sentAt: Date | null;
  attempts: number;
  nextAttemptAt: Date | null;
  lastError: string | null;
}

export interface DeliveryLog {
  rows: DeliveryView[];
  total: number;
  page: number;
  pages: number;
}

/** Newest first. A page beyond the end shows the last one. */
export async function listDeliveries(ctx: ServiceContext, { page: wanted }: { page: number }): Promise<DeliveryLog> {
  authorize(ctx, "see_settings");
  const total = await countDeliveries(ctx.db);
  const pages = Math.max(1, Math.ceil(total / DELIVERIES_PER_PAGE));
  const page = Math.min(Math.max(1, wanted), pages);
  const rows = await findDeliveryPage(ctx.db, (page - 1) * DELIVERIES_PER_PAGE, DELIVERIES_PER_PAGE);
  return { rows: rows.map(toView), total, page, pages };
}

function toView({ channel, message, channelId: _, ...row }: LoggedDelivery): DeliveryView {
  return { ...row, title: noticeTitle(parseMessage(message)), channelName: channel.name, channelKind: channel.kind };
}
