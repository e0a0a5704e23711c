import "server-only";
import { NOTICE_KINDS, type NoticeKind } from "@/lib/domain/notice";

/** What is wrong with a channel's fields, by field. */
export type ChannelProblems = Partial<Record<"kind" | "name" | "target" | "events", string>>;

/** The event kinds among what a form sent, or null when none was chosen. */
export function parseEvents(texts: readonly string[]): NoticeKind[] | null {
  const events = NOTICE_KINDS.filter((kind) => texts.includes(kind));
  return events.length === 0 ? null : events;
}

export const NO_EVENTS = "Choose at least one event.";
