import type { AccountSummary } from "./account-summary";
import { counted } from "./date-text";
import type { NoticeDetail } from "./notice";
import { STATUS_TEXT, TOKEN_STATUSES, type TokenStatus } from "./token-status";

/** The digest's first item: how all accounts are, and whether a person is needed. */
export function digestTotals({
  total,
  counts,
  attention,
}: Pick<AccountSummary, "total" | "counts" | "attention">): NoticeDetail {
  const parts = TOKEN_STATUSES.filter((status) => counts[status] > 0).map(
    (status) => `${counts[status].toLocaleString("en-US")} ${STATUS_TEXT[status].toLowerCase()}`,
  );
  const what =
    total === 0 ? "No account is connected." : `${counted(total, "account")}: ${parts.reverse().join(", ")}.`;
  const next =
    attention === 0
      ? "None of them needs you now."
      : `${counted(attention, "account")} ${attention === 1 ? "needs" : "need"} you now.`;
  return { username: null, label: "", expiresAt: null, what, next };
}

const NEXT: Record<TokenStatus, string> = {
  active: "Nothing to do.",
  expiring_soon: "Its page says when it is renewed, or that it must be extended by hand.",
  expired: "Reconnect it.",
  reconnect_needed: "Reconnect it.",
  action_needed: "Open Instagram as this account and follow its instructions.",
  permission_problem: "Its page says the likely cause and the cure.",
};

/** The digest's line about one account. */
export function digestLine(status: TokenStatus): Pick<NoticeDetail, "what" | "next"> {
  return { what: `${STATUS_TEXT[status]}.`, next: NEXT[status] };
}
