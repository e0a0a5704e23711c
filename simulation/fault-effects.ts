import type { FaultKind } from "@/simulator/fault-kinds";
import type { AccountFault } from "@/simulator/store";

/** What a disturbance keeps from happening while it lasts. */
export interface Effect {
  /** No refresh can bring a token that may be stored. */
  blocksRefresh: boolean;
  /** No look at `/me` can tell whether the token lives. */
  blocksLook: boolean;
  /** It calls a living token dead. */
  lies: boolean;
  /** Instagram asks for a pause, which may outlast the fault. */
  isRateLimit: boolean;
}

const NOTHING: Effect = { blocksRefresh: false, blocksLook: false, lies: false, isRateLimit: false };
const BOTH: Effect = { ...NOTHING, blocksRefresh: true, blocksLook: true };
const REFRESH: Effect = { ...NOTHING, blocksRefresh: true };
const LIE: Effect = { ...BOTH, lies: true };
const LIMIT: Effect = { ...BOTH, isRateLimit: true };

/** Written down by what the simulator answers, without a look at what our services make of it. */
export const EFFECTS: Record<FaultKind, Effect> = {
  app_disabled: BOTH,
  api_access_blocked: BOTH,
  rate_limit_app: LIMIT,
  rate_limit_user: LIMIT,
  rate_limit_32: LIMIT,
  rate_limit_341: LIMIT,
  rate_limit_613: LIMIT,
  rate_limit_business: LIMIT,
  unknown_error: BOTH,
  outage: BOTH,
  capability_missing: BOTH,
  action_blocked: BOTH,
  temporarily_blocked: BOTH,
  permission_10: BOTH,
  permission_200: BOTH,
  object_not_found: BOTH,
  session_invalid: LIE,
  code_190_no_subcode: LIE,
  // The shorter list of fields still works.
  user_id_unsupported: NOTHING,
  html_502: BOTH,
  html_200: BOTH,
  empty_body: BOTH,
  null_body: BOTH,
  huge_body: BOTH,
  redirect_to_login: BOTH,
  legacy_error: BOTH,
  odd_error: BOTH,
  reset_before: BOTH,
  reset_after: BOTH,
  malformed_json: BOTH,
  missing_expires_in: REFRESH,
  expires_in_string: NOTHING,
  expires_in_zero: REFRESH,
  expires_in_negative: REFRESH,
  expires_in_absurd: REFRESH,
  expires_in_one_hour: REFRESH,
  blank_token: REFRESH,
  missing_token: REFRESH,
  odd_facts: NOTHING,
  other_account: { ...NOTHING, blocksLook: true },
  slow: NOTHING,
};

/** What a person may do to an account; the first four end its tokens for good. */
export const REVOCATIONS = ["password_changed", "app_removed", "invalid_token"] as const satisfies AccountFault[];
/** What passes when somebody acts, and then the same token works again. */
export const ILLNESSES = [
  "checkpoint",
  "unconfirmed_user",
  "personal_account",
  "no_tester_role",
  "permission_withdrawn",
] as const satisfies AccountFault[];
