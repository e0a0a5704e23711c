import { describe, expect, test } from "vitest";
import { failureSentence, isFailureReason } from "./failure-sentence";
import type { FailureReason } from "./instagram-failure";

/** Complete by its type: a new reason does not compile without its line here. */
const NEXT_STEP: Record<FailureReason, RegExp> = {
  outage: /^Try again/,
  network: /^Try again.*internet access/,
  timed_out: /^Try again/,
  unreadable_answer: /^Try again/,
  rate_limited: /^Wait an hour/,
  temporarily_blocked: /^Wait a day/,
  expired: /^Reconnect/,
  password_changed: /^Reconnect/,
  app_removed: /^Reconnect/,
  access_withdrawn: /^Reconnect.*agrees/,
  token_invalid: /^Reconnect/,
  session_invalid: /^Reconnect/,
  checkpoint: /^Open www\.instagram\.com.*Check now.*No reconnect is needed/,
  unconfirmed_user: /^Log in to www\.instagram\.com.*Check now/,
  account_restricted: /^Open the Instagram app.*Check now/,
  not_eligible: /Tester invites/,
  permission_missing: /^Reconnect/,
  personal_account: /^Switch it to Business or Creator.*then reconnect/,
  app_blocked: /Meta App Dashboard/,
  app_capability: /Meta App Dashboard/,
  unexpected_answer: /^Try again later/,
  unusable_expiry: /never makes an expiry up/,
  blank_token: /^Try again/,
  expiry_unchanged: /tries again tomorrow/,
  account_changed: /^Reconnect/,
  wrong_client: /INSTAGRAM_CLIENT_ID/,
  wrong_secret: /INSTAGRAM_CLIENT_SECRET/,
  redirect_or_secret: /redirect URI.*INSTAGRAM_CLIENT_SECRET/,
  redirect_uri: /^Register the redirect URI/,
  developer_role: /Instagram Tester/,
  code_used: /Connect account/,
  code_expired: /Connect account/,
  code_invalid: /Connect account/,
};
const REASONS = Object.keys(NEXT_STEP) as FailureReason[];

describe("the sentence for people", () => {
  test.each(REASONS)("of %s says what is so and what to do", (reason) => {
    const { what, next } = failureSentence(reason);
    expect(what).toMatch(/^[A-Z][^\n]*\.$/);
    expect(next).toMatch(/^[A-Z][^\n]*\.$/);
    expect(next).toMatch(NEXT_STEP[reason]);
  });

  test("is another one for every reason", () => {
    expect(new Set(REASONS.map((reason) => failureSentence(reason).what)).size).toBe(REASONS.length);
  });

  test.each(["checkpoint", "unconfirmed_user", "account_restricted", "outage", "rate_limited"] as const)(
    "of %s does not send anybody to reconnect in vain",
    (reason) => {
      expect(failureSentence(reason).next).not.toMatch(/^Reconnect|then reconnect/i);
    },
  );
});

test("a stored reason is known or not", () => {
  expect(REASONS.every(isFailureReason)).toBe(true);
  for (const text of ["", "toString", "__proto__", "constructor", "Expired", "expired "]) {
    expect(isFailureReason(text)).toBe(false);
  }
});
