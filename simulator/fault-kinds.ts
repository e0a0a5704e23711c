import type { GraphFailure } from "./errors";
import { graphFailures } from "./errors";

/** Refusals in Instagram's words: the call has no effect (instagram-platform §6.2, §6.3). */
export const REFUSALS = [
  "app_disabled",
  "api_access_blocked",
  "rate_limit_app",
  "rate_limit_user",
  "rate_limit_32",
  "rate_limit_341",
  "rate_limit_613",
  "rate_limit_business",
  "unknown_error",
  "outage",
  "capability_missing",
  "action_blocked",
  "temporarily_blocked",
  "permission_10",
  "permission_200",
  "object_not_found",
  "session_invalid",
  "code_190_no_subcode",
  "user_id_unsupported",
] as const;
/** Answers that are not Instagram's usual JSON: the call has no effect. */
export const STRANGE_ANSWERS = [
  "html_502",
  "html_200",
  "empty_body",
  "null_body",
  "huge_body",
  "redirect_to_login",
  "legacy_error",
  "odd_error",
  "reset_before",
] as const;
/** The call has its effect; only the answer is damaged. */
export const DAMAGES = [
  "reset_after",
  "malformed_json",
  "missing_expires_in",
  "expires_in_string",
  "expires_in_zero",
  "expires_in_negative",
  "expires_in_absurd",
  "expires_in_one_hour",
  "blank_token",
  "missing_token",
  "other_account",
  "odd_facts",
] as const;
export const FAULT_KINDS = [...REFUSALS, ...STRANGE_ANSWERS, ...DAMAGES, "slow"] as const;

export type Refusal = (typeof REFUSALS)[number];
export type StrangeAnswer = (typeof STRANGE_ANSWERS)[number];
export type Damage = (typeof DAMAGES)[number];
export type FaultKind = (typeof FAULT_KINDS)[number];

const failure = (code: number, message: string, more: Partial<GraphFailure> = {}): GraphFailure => ({
  status: 400,
  type: "OAuthException",
  code,
  message,
  ...more,
});

/** For business limits: percentages and the minutes to wait (instagram-platform §6.4). */
export function businessUsageHeader(userId: string, percent: number, minutes: number): string {
  const usage = {
    type: "instagram",
    call_count: percent,
    total_cputime: Math.min(percent, 23),
    total_time: Math.min(percent, 23),
    estimated_time_to_regain_access: minutes,
  };
  return JSON.stringify({ [userId]: [usage] });
}

/** Messages of codes 3, 17, 32, 102, 200, 341, 368 and 613 are Facebook's; none was seen on Instagram's host. */
const REFUSAL_FAILURES: Record<Refusal, (method: string) => GraphFailure> = {
  app_disabled: (method) => graphFailures.unsupportedRequest(method),
  api_access_blocked: () => failure(200, "API access blocked.", { status: 403 }),
  rate_limit_app: () =>
    failure(4, "Application request limit reached", {
      status: 403,
      transient: true,
      subcode: 1349210,
    }),
  rate_limit_user: () => failure(17, "User request limit reached"),
  rate_limit_32: () => failure(32, "Page request limit reached"),
  rate_limit_341: () => failure(341, "Application limit reached"),
  rate_limit_613: () => failure(613, "Calls to this api have exceeded the rate limit."),
  rate_limit_business: () =>
    failure(80002, "(#80002) There have been too many calls to this Instagram account. Wait a bit and try again."),
  unknown_error: () => failure(1, "An unknown error occurred", { status: 500 }),
  outage: () =>
    failure(2, "An unexpected error has occurred. Please retry your request later.", {
      status: 500,
      transient: true,
    }),
  capability_missing: () => failure(3, "(#3) Application does not have the capability to make this API call."),
  action_blocked: () => failure(4, "Action is blocked", { status: 403, subcode: 2207051 }),
  temporarily_blocked: () => failure(368, "The action attempted has been deemed abusive or is otherwise disallowed"),
  permission_10: () => graphFailures.permissionMissing(),
  permission_200: () => failure(200, "(#200) Permissions error", { status: 403 }),
  object_not_found: (method) => graphFailures.unknownObject(method, "17841400000000001"),
  session_invalid: () => failure(102, "Session key invalid or no longer valid"),
  code_190_no_subcode: () => failure(190, "Invalid OAuth 2.0 Access Token", { type: "IGApiException" }),
  user_id_unsupported: (method) => graphFailures.unsupportedRequest(method),
};

export function refusalFailure(kind: Refusal, method: string): GraphFailure {
  return REFUSAL_FAILURES[kind](method);
}
