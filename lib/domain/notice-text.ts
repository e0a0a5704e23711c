import { counted, formatDate } from "./date-text";
import type { ChannelKind, MessageKind, NoticeItem, NoticeMessage } from "./notice";
import { boundedLine, plainLine } from "./plain-line";

/** What the settings call each event, and in one line when it comes. */
export const NOTICE_TEXT: Record<MessageKind, { name: string; when: string }> = {
  token_expiring: {
    name: "Token expiring",
    when: "14, 7, 3 and 1 days before a token ends, when it is not being renewed",
  },
  renewal_failing: { name: "Renewal failing", when: "when renewing an account has failed for 72 hours" },
  reconnect_needed: { name: "Reconnect needed", when: "when Instagram refuses a token for good, or it has expired" },
  action_needed: { name: "Action needed", when: "when Instagram wants its owner to log in or confirm something" },
  permission_problem: { name: "Permission problem", when: "when Instagram no longer allows what was granted" },
  recovered: { name: "Recovered", when: "when what was told of before works again" },
  app_fault: { name: "App-wide fault", when: "when most accounts fail the same way at once" },
  scheduler_stopped: { name: "Scheduler stopped", when: "when renewals had stopped, told at the restart" },
  weekly_digest: { name: "Weekly digest", when: "on Mondays: all accounts by status, and those that need a look" },
  test: { name: "Test", when: "when somebody presses Test" },
};

export const CHANNEL_TEXT: Record<ChannelKind, string> = {
  email: "E-mail",
  webhook: "Webhook",
  slack: "Slack",
  discord: "Discord",
  teams: "Microsoft Teams",
};

type Titles = { one: (name: string) => string; many: (accounts: string) => string; whole: string };

/** `one` names the account, `many` counts them, `whole` is about no account. */
const TITLES: Record<MessageKind, Titles> = {
  token_expiring: {
    one: (name) => `The token of ${name} ends soon`,
    many: (accounts) => `The tokens of ${accounts} end soon`,
    whole: "Tokens end soon",
  },
  renewal_failing: {
    one: (name) => `Renewing ${name} has failed for three days`,
    many: (accounts) => `Renewing ${accounts} has failed for three days`,
    whole: "Renewals have failed for three days",
  },
  reconnect_needed: {
    one: (name) => `${name} must be reconnected`,
    many: (accounts) => `${accounts} must be reconnected`,
    whole: "Accounts must be reconnected",
  },
  action_needed: {
    one: (name) => `${name} needs action on Instagram`,
    many: (accounts) => `${accounts} need action on Instagram`,
    whole: "Action is needed on Instagram",
  },
  permission_problem: {
    one: (name) => `${name} has a permission problem`,
    many: (accounts) => `${accounts} have a permission problem`,
    whole: "There is a permission problem",
  },
  recovered: {
    one: (name) => `${name} works again`,
    many: (accounts) => `${accounts} work again`,
    whole: "Instagram works again",
  },
  app_fault: always("Renewals are paused for all accounts"),
  scheduler_stopped: always("Renewals had stopped"),
  weekly_digest: always("Your weekly digest"),
  test: always("Test notice from Perennial"),
};

function always(title: string): Titles {
  return { one: () => title, many: () => title, whole: title };
}

/** The subject of a mail and the head of a chat message: one line, whatever a username holds. */
export function noticeTitle({ kind, items, total }: NoticeMessage): string {
  const { one, many, whole } = TITLES[kind];
  const [first] = items;
  if (first === undefined || first.accountId === null) return whole;
  return total > 1 ? many(counted(total, "account")) : one(itemName(first) ?? "An account");
}

/** "@username" on one line; null for what is about no account. */
export function itemName({ username }: Pick<NoticeItem, "username">): string | null {
  return username === null ? null : `@${plainLine(username)}`;
}

/** The lines of one item below its name, without its link. */
export function itemLines({ what, next, expiresAt }: NoticeItem): string[] {
  const ends = expiresAt === null ? "" : `End of the token: ${formatDate(new Date(expiresAt), "minute")}.`;
  return [what, next, ends].map((line) => cutText(line)).filter((line) => line !== "");
}

/** "and 12 more", or blank when all are shown. */
export function moreText(total: number, shown: number): string {
  return total > shown ? `and ${(total - shown).toLocaleString("en-US")} more` : "";
}

const LONGEST_SENTENCE = 400;

/** One line of bounded length: what Instagram said may stand in it. */
function cutText(text: string): string {
  const line = boundedLine(text, Number.POSITIVE_INFINITY);
  return [...line].length <= LONGEST_SENTENCE ? line : `${boundedLine(line, LONGEST_SENTENCE - 1)}…`;
}

/** What the Test button sends. */
export function testMessage(channelName: string, now: Date): NoticeMessage {
  const what = `This is a test of the channel “${channelName}”. Nothing is wrong with your accounts.`;
  const next = "You need not do anything: notices will arrive here.";
  const item = { accountId: null, username: null, label: "", expiresAt: null, what, next };
  return { kind: "test", at: now.toISOString(), items: [item], total: 1 };
}
