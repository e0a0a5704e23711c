import { DAY, HOUR, MINUTE } from "./durations";
import { RESET_MAIL_WINDOW } from "./password-reset";

/** How often something may be asked for within a window, counted per caller. */
export interface RateLimit {
  most: number;
  /** Milliseconds. */
  window: number;
}

/** Wrong passwords have a rule of their own (sign-in-throttle.ts). */
export const RATE_LIMITS = {
  /** Requests to sign in, right or wrong, from one address, or from one person's own browsers. */
  sign_in: { most: 60, window: 10 * MINUTE },
  /** Rows of the audit log about refused strangers: those about one person, and apart from them all about nobody known. */
  recorded_refusals: { most: 60, window: HOUR },
  /** Invitations that one person makes. */
  invite: { most: 30, window: HOUR },
  /** Looks at, and uses of, invitation links from one address. */
  accept_invitation: { most: 30, window: 10 * MINUTE },
  /** Reset e-mails asked for from one address. */
  reset_request_address: { most: 10, window: HOUR },
  /** Reset e-mails to one person; see {@link RESET_MAIL_WINDOW}. */
  reset_mail: { most: 2, window: RESET_MAIL_WINDOW },
  /** Uses of reset links from one address. */
  reset_password: { most: 20, window: 10 * MINUTE },
  /** Proofs, right or wrong, by one person. */
  proof: { most: 20, window: 10 * MINUTE },
  /** Questions for a passkey, by one person or from one address. */
  passkey_challenge: { most: 60, window: 10 * MINUTE },
  /** Tokens revealed by one person. */
  reveal: { most: 60, window: HOUR },
  /** Accounts that one person disconnects, each by itself, without a fresh proof. */
  unproven_disconnect: { most: 3, window: DAY },
  /** Imports that one person starts. */
  import: { most: 30, window: 10 * MINUTE },
  /** Calls of /api/cron/renew: with wrong secrets from one address, and apart from them with the right one. */
  cron: { most: 30, window: 10 * MINUTE },
  /** Meta's callbacks from one address. */
  callback: { most: 120, window: 10 * MINUTE },
  /** Looks at deletion status pages from one address. */
  deletion_status: { most: 60, window: 10 * MINUTE },
} as const satisfies Record<string, RateLimit>;

export type RateLimitName = keyof typeof RATE_LIMITS;
