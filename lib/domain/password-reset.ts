import { MINUTE } from "./durations";

/** Milliseconds. How long a link to a new password is good. */
export const PASSWORD_RESET_LIFE = 30 * MINUTE;

/**
 * Milliseconds. After two mails to a person within this time none goes out for the rest of it. It is shorter than a link's
 * life, so that whoever asks in vain, because a stranger has asked before, has a link in the mailbox that is still good.
 */
export const RESET_MAIL_WINDOW = 20 * MINUTE;

/** 32 bytes in base64url. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** Where a link to a new password leads, from the server's base address on. */
export function passwordResetPath(secret: string): string {
  return `/reset-password/${secret}`;
}

/** True for what could be such a link's secret; anything else need not be looked up. */
export function isPasswordResetSecret(text: string): boolean {
  return SECRET.test(text);
}
