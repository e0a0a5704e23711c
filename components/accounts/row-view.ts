import type { AccountRow, RowAction } from "@/lib/domain/account-view";
import { formatDate, formatNear, formatShortDate, relativeText } from "@/lib/domain/date-text";
import { DAY, elapsed, LONG_LIVED_TOKEN_LIFE } from "@/lib/domain/durations";
import type { TokenStatus } from "@/lib/domain/token-status";
import { accountTypeText } from "./account-type-text";
import { isTroubled } from "./renewal-word";

export interface TimeView {
  iso: string;
  text: string;
  /** It counts down on an open page. */
  relative?: true;
}

/** A row in words. The server writes them, so that fifty rows travel light and no browser formats a date its own way. */
export interface RowView {
  id: string;
  username: string;
  about: string;
  picture?: string;
  status: TokenStatus;
  expires: TimeView & { exact: string };
  /** Days of life left, 0 … 60. */
  life: number;
  renewal: string;
  /** Renewal does not work as it should at the moment. */
  troubled?: true;
  lead: string;
  at: TimeView | null;
  /** What stands behind `at`. */
  tail?: string;
  action: RowAction;
  refusal: string | null;
}

const LIFE_IN_DAYS = LONG_LIVED_TOKEN_LIFE / DAY;

/** @param showRenewed - tells when the token was last renewed instead of what comes next. */
export function toRowView(row: AccountRow, now: Date, showRenewed: boolean): RowView {
  const { id, username, status, action, renewal, lastRenewedAt, expiresAt } = row;
  const renewed = showRenewed && lastRenewedAt !== null;
  const tail = renewed || renewal.until === null ? "" : `, works until ${formatShortDate(renewal.until, now)}`;
  const usable = status !== "reconnect_needed";
  return {
    id,
    username,
    about: [row.name, accountTypeText(row.accountType), row.label].filter((text) => text !== "").join(" · "),
    ...(row.pictureVersion === null ? {} : { picture: row.pictureVersion }),
    status,
    expires: {
      ...(usable ? relativeView(expiresAt, now) : { iso: expiresAt.toISOString(), text: "not usable" }),
      exact: formatDate(expiresAt, "minute"),
    },
    life: usable ? lifeDays(expiresAt, now) : 0,
    renewal: renewal.text,
    ...(isTroubled(renewal.state) ? { troubled: true } : {}),
    ...(renewed
      ? { lead: "renewed", at: relativeView(lastRenewedAt, now) }
      : renewal.at === null
        ? { lead: `${renewal.lead}${tail}`, at: null }
        : { lead: renewal.lead, at: nearView(renewal.at, now), ...(tail === "" ? {} : { tail }) }),
    action,
    refusal: action === "extend" ? row.extendRefusal : null,
  };
}

/** Days of life left as the bars show them: whole, 0 … 60, and at least one while there is life. */
export function lifeDays(expiresAt: Date, now: Date): number {
  return Math.min(LIFE_IN_DAYS, Math.max(0, Math.ceil(elapsed(now, expiresAt) / DAY)));
}

function relativeView(at: Date, now: Date): TimeView {
  return { iso: at.toISOString(), text: relativeText(at, now), relative: true };
}

function nearView(at: Date, now: Date): TimeView {
  return { iso: at.toISOString(), text: formatNear(at, now) };
}
