import type { AccountRow, RowAction } from "@/lib/domain/account-view";
import { formatDate, formatShortDate, relativeText } from "@/lib/domain/date-text";
import { DAY, elapsed, LONG_LIVED_TOKEN_LIFE } from "@/lib/domain/durations";
import type { TokenStatus } from "@/lib/domain/token-status";
import { accountTypeText } from "./account-type-text";

export interface TimeView {
  iso: string;
  text: string;
}

/** A row in words. The server writes them, so that fifty rows travel light and no browser formats a date its own way. */
export interface RowView {
  id: string;
  username: string;
  about: string;
  status: TokenStatus;
  expires: TimeView & { exact: string };
  /** Days of life left, 0 … 60. */
  life: number;
  renewal: string;
  lead: string;
  at: TimeView | null;
  action: RowAction;
  refusal: string | null;
}

const LIFE_IN_DAYS = LONG_LIVED_TOKEN_LIFE / DAY;

/** @param showRenewed - tells when the token was last renewed instead of what comes next. */
export function toRowView(row: AccountRow, now: Date, showRenewed: boolean): RowView {
  const { id, username, status, action, renewal, lastRenewedAt, expiresAt } = row;
  const renewed = showRenewed && lastRenewedAt !== null;
  const usable = status !== "reconnect_needed";
  return {
    id,
    username,
    about: [row.name, accountTypeText(row.accountType), row.label].filter((text) => text !== "").join(" · "),
    status,
    expires: {
      ...timeView(expiresAt, usable ? relativeText(expiresAt, now) : "not usable"),
      exact: formatDate(expiresAt, "minute"),
    },
    life: usable ? lifeDays(expiresAt, now) : 0,
    renewal: renewal.text,
    lead: renewed ? "renewed" : renewal.lead,
    at: renewed
      ? timeView(lastRenewedAt, relativeText(lastRenewedAt, now))
      : renewal.at && timeView(renewal.at, formatShortDate(renewal.at, now)),
    action,
    refusal: action === "extend" ? row.extendRefusal : null,
  };
}

/** Days of life left as the bars show them: whole, 0 … 60, and at least one while there is life. */
export function lifeDays(expiresAt: Date, now: Date): number {
  return Math.min(LIFE_IN_DAYS, Math.max(0, Math.ceil(elapsed(now, expiresAt) / DAY)));
}

function timeView(at: Date, text: string): TimeView {
  return { iso: at.toISOString(), text };
}
