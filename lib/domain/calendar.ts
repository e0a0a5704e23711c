import type { TokenFacts } from "./account-facts";
import { ALL_WELL, type AppCondition } from "./app-condition";
import { formatDate } from "./date-text";
import { after, DAY } from "./durations";
import { isLeftAlone } from "./left-alone";
import { extendableFrom } from "./renewal-rule";
import { nextAttemptAt } from "./renewal-schedule";
import { type RenewalStatus, renewalStatus } from "./renewal-status";
import { needsAttention, STATUS_TEXT, tokenStatus } from "./token-status";

/** The calendar holds the accounts that end soonest, this many at most. */
export const MOST_CALENDAR_ACCOUNTS = 2_000;
/** Milliseconds. What ended longer ago is left out. */
export const CALENDAR_KEEPS = 30 * DAY;
/** Milliseconds before the end at which a person is asked to extend by hand at the latest. */
export const LAST_CALL = 3 * DAY;

export interface CalendarEntry {
  /** Always the same for an account and a kind of entry, so that calendars move it instead of adding another. */
  uid: string;
  accountId: string;
  at: Date;
  summary: string;
  description: string;
}

export type CalendarAccount = TokenFacts & { id: string; username: string };

/** When the account's token ends and, where nothing renews it by itself or what tries has failed, when to act. */
export function calendarEntries(account: CalendarAccount, now: Date, app: AppCondition = ALL_WELL): CalendarEntry[] {
  const { id: accountId, username, expiresAt } = account;
  const status = tokenStatus(account, now);
  const renewal = renewalStatus(account, now, app);
  const isOver = status === "expired" || status === "reconnect_needed";
  const what = { expired: "token has ended", reconnect_needed: "reconnect needed" };
  const said = renewalSentence(renewal);
  const expiry: CalendarEntry = {
    uid: `${accountId}-expiry@perennial`,
    accountId,
    at: expiresAt,
    summary: `@${username}: ${isOver ? what[status] : "token ends"}`,
    description: `${isOver ? "Reconnect the account." : expirySentence(renewal, account)}\n${said}`,
  };
  if (isOver || !isLeftAlone(account)) return [expiry];
  return [expiry, actEntry(account, renewal, now)];
}

function actEntry(account: CalendarAccount, renewal: RenewalStatus, now: Date): CalendarEntry {
  const { id: accountId, username, expiresAt, issuedAt } = account;
  const status = tokenStatus(account, now);
  const lastCall = new Date(Math.max(after(expiresAt, -LAST_CALL).getTime(), extendableFrom(issuedAt).getTime()));
  const ends = `The token works until ${formatDate(expiresAt, "minute")}.`;
  const entry = { uid: `${accountId}-renewal@perennial`, accountId };
  const said = renewalSentence(renewal);
  if (!account.autoRenew) {
    const summary = `@${username}: extend by hand`;
    return { ...entry, at: lastCall, summary, description: `Renewal is switched off: press Extend. ${ends}\n${said}` };
  }
  // What is due now keeps its own time: an entry that moves with the clock would be a new one at every look.
  const at = renewal.at ?? nextAttemptAt(account, now) ?? expiresAt;
  if (needsAttention(status)) {
    return {
      ...entry,
      at,
      summary: `@${username}: ${STATUS_TEXT[status].toLowerCase()}`,
      description: `${ends}\n${said}`,
    };
  }
  return {
    ...entry,
    at,
    summary: `@${username}: renewal is failing, next try`,
    description: `Perennial tries again by itself. ${ends}\n${said}`,
  };
}

function expirySentence({ state }: RenewalStatus, { expiryAssumed }: TokenFacts): string {
  const guess = expiryAssumed ? " The date is a careful guess until the first extend." : "";
  if (state === "off") return `Press Extend before.${guess}`;
  return `Unless it is renewed before; then this entry moves.${guess}`;
}

/** "Renewal: On, next renewal 9 Jan 2027, 06:14 UTC." In the same words as on the screen. */
function renewalSentence({ text, lead, at }: RenewalStatus): string {
  const when = at === null ? "" : ` ${formatDate(at, "minute")}`;
  return `Renewal: ${text}${lead === "" ? "" : `, ${lead}`}${when}.`;
}
