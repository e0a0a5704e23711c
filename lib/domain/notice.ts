/** What people can be told of. Each one that the settings offer is really sent. */
export const NOTICE_KINDS = [
  "token_expiring",
  "renewal_failing",
  "reconnect_needed",
  "action_needed",
  "permission_problem",
  "recovered",
  "app_fault",
  "scheduler_stopped",
  "weekly_digest",
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What a message can be about: a notice, or a trial that a person asked for. */
export type MessageKind = NoticeKind | "test";

export const CHANNEL_KINDS = ["email", "webhook", "slack", "discord", "teams"] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** What a new channel is told of: everything but the digest. */
export const DEFAULT_EVENTS: readonly NoticeKind[] = NOTICE_KINDS.filter((kind) => kind !== "weekly_digest");

/** Of a message on its way to a channel; `dead`: given up, a person may send it again. */
export type DeliveryState = "pending" | "sent" | "dead";

/** One account, or the app as a whole, in a message. Never holds a token. */
export interface NoticeItem {
  /** Null for what is about the app or the scheduler. */
  accountId: string | null;
  username: string | null;
  label: string;
  /** ISO 8601. */
  expiresAt: string | null;
  /** What is so, and what to do or what happens by itself: whole sentences. */
  what: string;
  next: string;
}

/** One message: everything of one kind that came up in one run. Stored as JSON in the outbox. */
export interface NoticeMessage {
  kind: MessageKind;
  /** ISO 8601. When the newest of it happened. */
  at: string;
  items: NoticeItem[];
  /** How many there are, when `items` had to be cut. */
  total: number;
}

/** What is known when something happens; stored with it as JSON and put into words when the message is made. */
export type NoticeDetail = Omit<NoticeItem, "accountId">;

/** Something that people must be told, as a rule decides it. */
export interface DueNotice {
  /** Unique for each threshold and each change; a second one of the same key is no news. */
  key: string;
  kind: NoticeKind;
  accountId: string | null;
  detail: NoticeDetail;
}
