import type { FailureReason } from "./instagram-failure";

export interface FailureSentence {
  /** What is so. */
  what: string;
  /** What to do next, or what happens by itself. */
  next: string;
}

const TRY_AGAIN = "Try again in a few minutes.";

/** Sources: instagram-platform §2.3, §4.4, §6.3, §12. */
const SENTENCES: Record<FailureReason, FailureSentence> = {
  outage: { what: "Instagram is temporarily unavailable.", next: TRY_AGAIN },
  network: {
    what: "Instagram could not be reached.",
    next: `${TRY_AGAIN} If it stays so, check this server's internet access.`,
  },
  timed_out: { what: "Instagram did not answer within 10 seconds.", next: TRY_AGAIN },
  unreadable_answer: {
    what: "Instagram sent an answer that makes no sense, as it does while it has trouble.",
    next: TRY_AGAIN,
  },
  rate_limited: {
    what: "Instagram says there have been too many calls.",
    next: "Wait an hour before you try again.",
  },
  temporarily_blocked: {
    what: "Instagram has temporarily blocked this action for policy reasons.",
    next: "Wait a day, and look into the account's status in the Instagram app.",
  },
  expired: { what: "The token has expired.", next: "Reconnect the account: only a new consent gives a new token." },
  password_changed: {
    what: "The account's password was changed, or Instagram reset its sessions.",
    next: "Reconnect the account.",
  },
  app_removed: {
    what: "The account's owner removed this app in Instagram's settings.",
    next: "Reconnect the account if its owner agrees.",
  },
  access_withdrawn: {
    what: "The account's owner withdrew access at Instagram, and the token was destroyed here.",
    next: "Reconnect the account if its owner agrees.",
  },
  token_invalid: { what: "Instagram does not recognise this token.", next: "Reconnect the account." },
  session_invalid: { what: "Instagram says the token is no longer valid.", next: "Reconnect the account." },
  checkpoint: {
    what: "Instagram wants the account's owner to log in and confirm something.",
    next: "Open www.instagram.com as that account and follow its instructions, then press Check now. No reconnect is needed.",
  },
  unconfirmed_user: {
    what: "The Instagram account is not confirmed.",
    next: "Log in to www.instagram.com as that account and confirm it, then press Check now.",
  },
  account_restricted: {
    what: "The Instagram account is inactive or restricted.",
    next: "Open the Instagram app as that account and follow its instructions, then press Check now.",
  },
  not_eligible: {
    what: "Instagram does not let this app use the account.",
    next: "Usual causes: the account has no accepted Instagram Tester invitation, it is a personal account, or the Meta app lost its access. See Settings, step 5, and accept the invitation at instagram.com › Settings › Apps and websites › Tester invites.",
  },
  permission_missing: {
    what: "A permission is missing or was withdrawn.",
    next: "Reconnect the account and leave every permission switched on.",
  },
  personal_account: {
    what: "The account is a personal one; Instagram only works with professional accounts.",
    next: "Switch it to Business or Creator in the Instagram app (Settings › Account type), then reconnect.",
  },
  app_blocked: {
    what: "Meta has blocked the app itself.",
    next: "Open the Meta App Dashboard and look for required actions, such as the Data Use Checkup.",
  },
  app_capability: {
    what: "The Meta app lacks a capability that this call needs.",
    next: "Check the Instagram use case of your app in the Meta App Dashboard (Settings, step 3).",
  },
  unexpected_answer: {
    what: "Instagram answered in a way that Perennial does not know.",
    next: "Try again later; if it stays so, report the code and the message.",
  },
  unusable_expiry: {
    what: "Instagram's answer holds no usable expiry.",
    next: "Perennial never makes an expiry up. Try again in a few minutes.",
  },
  blank_token: {
    what: "Instagram's answer holds no token.",
    next: "Try again in a few minutes.",
  },
  expiry_unchanged: {
    what: "Instagram answered, but the expiry stays as it was.",
    next: "Perennial tries again tomorrow.",
  },
  account_changed: {
    what: "The token answers for another Instagram account than the one it belongs to.",
    next: "Reconnect the account, and report this: it should never happen.",
  },
  wrong_client: {
    what: "Instagram does not know the app id.",
    next: "Compare INSTAGRAM_CLIENT_ID with the “Instagram app ID” in the Meta App Dashboard. The Meta app ID of App settings › Basic does not work.",
  },
  wrong_secret: {
    what: "Instagram refuses the app secret.",
    next: "Compare INSTAGRAM_CLIENT_SECRET with the “Instagram app secret” in the Meta App Dashboard, not with the Meta app secret.",
  },
  redirect_or_secret: {
    what: "Instagram refuses the code: the redirect URI or the app secret does not match.",
    next: "Compare the redirect URI below, character by character, with the one in the Meta App Dashboard, and INSTAGRAM_CLIENT_SECRET with the “Instagram app secret”. Instagram gives the same answer for both mistakes.",
  },
  redirect_uri: {
    what: "Instagram does not know this redirect URI.",
    next: "Register the redirect URI below in the Meta App Dashboard, exactly as written: no slash more or less.",
  },
  developer_role: {
    what: "The app is in development mode and this account has no role in it.",
    next: "Add the account as Instagram Tester in the Meta App Dashboard, accept the invitation at instagram.com › Settings › Apps and websites › Tester invites, then connect again.",
  },
  code_used: { what: "Instagram's answer was already used or is unknown.", next: "Start again with Connect account." },
  code_expired: { what: "Instagram's answer is older than an hour.", next: "Start again with Connect account." },
  code_invalid: {
    what: "Instagram does not accept its own answer any more.",
    next: "Start again with Connect account.",
  },
};

export function failureSentence(reason: FailureReason): FailureSentence {
  return SENTENCES[reason];
}

/** True for a text that is one of the known reasons; rows may hold reasons of a newer version. */
export function isFailureReason(text: string): text is FailureReason {
  return Object.hasOwn(SENTENCES, text);
}
