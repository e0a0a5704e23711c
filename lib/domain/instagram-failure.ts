/**
 * What an answer of Instagram means for the token (instagram-platform §6.3, §12).
 * Only `dead` may end a token, and only after a second look; `setup` and `code` exist while connecting only.
 */
export type FailureKind =
  | "transient"
  | "rate_limited"
  | "dead"
  | "action_needed"
  | "permission"
  | "unexpected"
  | "setup"
  | "code";

export type FailureReason =
  | "outage"
  | "network"
  | "timed_out"
  | "unreadable_answer"
  | "rate_limited"
  | "temporarily_blocked"
  | "expired"
  | "password_changed"
  | "app_removed"
  /** Meta told so itself, and the token was destroyed: there is nothing left to ask with. */
  | "access_withdrawn"
  | "token_invalid"
  | "session_invalid"
  | "checkpoint"
  | "unconfirmed_user"
  | "account_restricted"
  | "not_eligible"
  | "permission_missing"
  | "personal_account"
  | "app_blocked"
  | "app_capability"
  | "unexpected_answer"
  | "unusable_expiry"
  | "blank_token"
  | "expiry_unchanged"
  | "account_changed"
  | "wrong_client"
  | "wrong_secret"
  | "redirect_or_secret"
  | "redirect_uri"
  | "developer_role"
  | "code_used"
  | "code_expired"
  | "code_invalid";

export interface InstagramFailure {
  kind: FailureKind;
  reason: FailureReason;
  /** Instagram's own words with every token taken out; empty when nothing readable came. */
  message: string;
  /** Graph code, or null for the flat shape and for answers that are not Instagram's. */
  code: number | null;
  subcode: number | null;
  /** HTTP status, or null when no answer came. */
  status: number | null;
  /** Milliseconds that Instagram asks to wait, when it says so. */
  retryAfter: number | null;
}

/** The verdict that a failure leaves on an account, or null when it proves nothing about the token. */
export function verdictOf(failure: InstagramFailure): "dead" | "action_needed" | "permission" | null {
  switch (failure.kind) {
    case "dead":
    case "action_needed":
    case "permission":
      return failure.kind;
    default:
      return null;
  }
}
