import { DAY, elapsed, MINUTE, SECOND } from "./durations";

/** Milliseconds. A session ends this long after the sign-in, used or not. */
export const SESSION_LIFE = 30 * DAY;
/** Milliseconds. A session that nobody uses ends after this. */
export const SESSION_IDLE_LIFE = 7 * DAY;
/** Milliseconds. How long a proof of who is in front of the browser is good for sensitive acts. */
export const PROOF_LIFE = 10 * MINUTE;
/** Milliseconds. How long a proof leaves the old cookie alive, unproven, for what its browser has under way. */
export const OLD_COOKIE_LIFE = 10 * SECOND;

/** How a person showed who they are at the sign-in. */
export const SIGN_IN_METHODS = ["password", "password_and_code", "password_and_recovery_code", "passkey"] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** True while the last proof is young enough for a sensitive act. */
export function isProofFresh(provenAt: Date, now: Date): boolean {
  return elapsed(provenAt, now) <= PROOF_LIFE;
}
