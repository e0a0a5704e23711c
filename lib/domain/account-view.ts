import type { RenewalStatus } from "./renewal-status";
import type { TokenStatus } from "./token-status";

/** One row of the list, ready for the screen. Never holds a token. */
export interface AccountRow {
  id: string;
  username: string;
  name: string;
  accountType: string;
  label: string;
  status: TokenStatus;
  issuedAt: Date;
  expiresAt: Date;
  expiryAssumed: boolean;
  renewal: RenewalStatus;
  /** Null: Extend works now. Otherwise the sentence that says why not or from when. */
  extendRefusal: string | null;
  /** The next useful act, which the row's button offers. */
  action: RowAction;
  lastRenewedAt: Date | null;
  /** Tells the stored profile picture from an earlier one; null: there is none. */
  pictureVersion: string | null;
}

export type RowAction = "extend" | "reconnect" | "check" | "fix";

export type StatusCounts = Record<TokenStatus, number>;

export interface AccountDetail extends AccountRow {
  instagramUserId: string;
  appScopedId: string | null;
  followersCount: number | null;
  scopes: string[];
  missingScopes: string[];
  issuedAtAssumed: boolean;
  connectedAt: Date;
  disconnectedAt: Date | null;
  /** False: it was destroyed here. */
  hasToken: boolean;
  /** Why a connected account's token is not worth revealing; null: it is. */
  revealRefusal: "dead" | "expired" | null;
  lastCheckedAt: Date | null;
  lastCheckOutcome: string | null;
  autoRenew: boolean;
  /** When the rule says that it must be renewed. */
  renewalDueAt: Date;
  /** When the scheduler tries next; null: never by itself. */
  nextAttemptAt: Date | null;
  nextCheckAt: Date | null;
  /** What is so and what to do, for a token that has a problem. */
  problem: { what: string; next: string; at: Date | null } | null;
  /** Instagram calls the token dead, and Perennial looks again before it believes it. */
  suspicion: { what: string; at: Date; lookAgainAt: Date | null } | null;
  /** The last failure of an extend on a token that still lives. */
  failing: { what: string; next: string; at: Date | null; attempts: number } | null;
}

export type EventKind =
  | "connected"
  | "reconnected"
  | "imported"
  | "extended"
  | "extend_unchanged"
  | "extend_failed"
  | "token_restored"
  | "checked"
  | "check_failed"
  | "declared_dead"
  | "account_changed"
  | "label_set"
  | "disconnected"
  /** Meta told that the owner withdrew access; the token was destroyed. */
  | "access_withdrawn"
  | "token_revealed"
  /** Instagram called the token dead; it is not believed yet. */
  | "death_suspected"
  /** A token that was called dead, or had a problem, answers again. */
  | "recovered"
  | "profile_changed"
  | "auto_renew_on"
  | "auto_renew_off"
  /** About the app as a whole, without an account. */
  | "app_paused"
  | "app_fault"
  | "app_recovered"
  | "scheduler_stopped"
  /** An account and all that was known of it was erased at its owner's request. */
  | "data_deleted";

/** One line of an account's history. */
export interface HistoryEntry {
  id: string;
  at: Date;
  kind: EventKind;
  /** Null when the server itself acted. */
  actorName: string | null;
  expiresBefore: Date | null;
  expiresAfter: Date | null;
  durationMillis: number | null;
  /** What the failure means, in plain words. */
  meaning: string | null;
  /** Instagram's own words, code and subcode. */
  message: string | null;
  code: number | null;
  subcode: number | null;
  detail: string | null;
}

/** The state of a long piece of work. */
export interface BatchProgress {
  id: string;
  kind: "extend" | "import";
  startedByName: string;
  createdAt: Date;
  finishedAt: Date | null;
  total: number;
  done: number;
  failed: number;
  skipped: number;
  remaining: number;
}

export interface BatchLine {
  position: number;
  subject: string;
  accountId: string | null;
  state: "pending" | "done" | "failed" | "skipped";
  message: string | null;
}
