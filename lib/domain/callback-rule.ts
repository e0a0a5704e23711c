import { after, elapsed, HOUR, MINUTE, SECOND } from "./durations";

/** Milliseconds. An older signed request is refused: Meta sends within seconds, and what was caught on its way goes stale. */
export const OLDEST_CALLBACK = 24 * HOUR;
/** Milliseconds that Meta's clock may be ahead of ours. */
export const CALLBACK_CLOCK_SKEW = 5 * MINUTE;

/** Where Meta's callbacks arrive: what its form asks for. */
export const DEAUTHORIZE_PATH = "/api/instagram/deauthorize";
export const DATA_DELETION_PATH = "/api/instagram/data-deletion";

/** Where a person reads what became of their request. */
export function deletionPath(code: string): string {
  return `/deletion/${code}`;
}

export interface CallbackDates {
  issuedAt: Date;
  /** Null: the request names no end. */
  expiresAt: Date | null;
}

export type CallbackAgeProblem = "too_old" | "expired" | "from_the_future";

/** Why a signed request must not be acted on at `now`, by its own dates; null when it may be. */
export function callbackAgeProblem({ issuedAt, expiresAt }: CallbackDates, now: Date): CallbackAgeProblem | null {
  const age = elapsed(issuedAt, now);
  if (age < -CALLBACK_CLOCK_SKEW) return "from_the_future";
  if (age > OLDEST_CALLBACK) return "too_old";
  if (expiresAt !== null && elapsed(expiresAt, now) > CALLBACK_CLOCK_SKEW) return "expired";
  return null;
}

/**
 * True for a request from before the newest consent: it speaks of what was granted earlier, and must not undo what the
 * person has granted since. Requests count whole seconds, so one of the consent's own second is not older.
 */
export function isBeforeConsent(issuedAt: Date, consentAt: Date): boolean {
  return after(issuedAt, SECOND).getTime() <= consentAt.getTime();
}

/** `granted_again`: what is held was granted after the request was made, so it was kept. */
export type DeletionOutcome = "erased" | "granted_again" | "nothing_stored";

/**
 * True for a deletion request that the newest consent has overtaken. A consent that came so soon after it that the clocks
 * alone may tell the order is no reason to keep anything: who wants their data gone is not to be told no by our clock.
 */
export function isOvertakenDeletion(issuedAt: Date, consentAt: Date): boolean {
  return isBeforeConsent(after(issuedAt, CALLBACK_CLOCK_SKEW), consentAt);
}
