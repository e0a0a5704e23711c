import "server-only";
import type { NoticeRow } from "@/lib/db/notices";
import type { NoticeDetail, NoticeKind, NoticeMessage } from "@/lib/domain/notice";

/** Items that one message holds; the rest is counted. */
export const MOST_MESSAGE_ITEMS = 200;

/** Everything of one kind as one message. `notices` is not empty and stands in the order of its list. */
export function toMessage(kind: NoticeKind, notices: readonly NoticeRow[]): NoticeMessage {
  const newest = Math.max(...notices.map(({ at }) => at.getTime()));
  const items = notices.slice(0, MOST_MESSAGE_ITEMS).map(({ accountId, detail }) => {
    return { accountId, ...(JSON.parse(detail) as NoticeDetail) };
  });
  return { kind, at: new Date(newest).toISOString(), items, total: notices.length };
}

/** A message of the outbox, as {@link toMessage} wrote it. */
export function parseMessage(text: string): NoticeMessage {
  return JSON.parse(text) as NoticeMessage;
}
