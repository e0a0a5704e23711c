import type { LastAnswer } from "./attempt-result";
import type { FailureKind, FailureReason } from "./instagram-failure";

/** What Instagram said of the token last, as far as it is believed. Null: nothing speaks against it. */
export type Verdict = "dead" | "action_needed" | "permission";

/** The stored facts that statuses and rules are computed from. */
export interface TokenFacts {
  issuedAt: Date;
  /** Nobody told when the token was issued; the age is counted from the import. */
  issuedAtAssumed: boolean;
  expiresAt: Date;
  /** The expiry is a careful guess until the first extend. */
  expiryAssumed: boolean;
  verdict: Verdict | null;
  verdictReason: FailureReason | null;
  verdictAt: Date | null;
  lastRenewedAt: Date | null;
  lastFailedAt: Date | null;
  /** Failed attempts in a row. */
  failedAttempts: number;
  failureKind: FailureKind | null;
  failureReason: FailureReason | null;
  disconnectedAt: Date | null;
  /** Off: nothing is renewed without a person. */
  autoRenew: boolean;
  /** When the failures in a row began. */
  failingSince: Date | null;
  /** When people were told that the failing lasts. */
  failingToldAt: Date | null;
  /** When Instagram called the token dead without being believed yet. */
  suspectedAt: Date | null;
  suspectedReason: FailureReason | null;
  /** Looks at `/me` since then that said so too. */
  suspicionProbes: number;
}

/** When the scheduler acts next by itself; null: never. */
export interface Schedule {
  nextAttemptAt: Date | null;
  nextCheckAt: Date | null;
  nextNoticeAt: Date | null;
}

/** The facts of one account by name: what schedules and notices are computed from. */
export interface AccountFacts extends TokenFacts {
  id: string;
  username: string;
  label: string;
  tokenVersion: number;
  /** How Instagram answered last for this account, to a refresh or to `/me`. */
  lastAnswer: LastAnswer | null;
  lastAnsweredAt: Date | null;
}
