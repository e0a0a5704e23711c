import { formatDate } from "./date-text";
import { elapsed } from "./durations";
import { failureSentence } from "./failure-sentence";
import type { FailureReason } from "./instagram-failure";
import { ASSUMED_TOKEN_LIFE, LONGEST_BELIEVABLE_LIFE } from "./renewal-rule";

/** Bytes that one import may bring, pasted or as a file. */
export const LARGEST_IMPORT = 2 * 1024 * 1024;
export const IMPORT_TOO_LARGE = "This is larger than 2 MB. Split it.";

export interface ImportDates {
  issuedAt: Date | null;
  expiresAt: Date | null;
}

export interface ImportedLife {
  issuedAt: Date;
  issuedAtAssumed: boolean;
  expiresAt: Date;
  expiryAssumed: boolean;
}

export type ImportDateProblem =
  | "issued_in_the_future"
  | "issued_too_long_ago"
  | "expires_in_the_past"
  | "expires_too_late";

/**
 * The life of a pasted token. Meta's dashboard tells no expiry: without one it is assumed, a day short; without an issue
 * date the age counts from the import (instagram-platform §11, step 7).
 */
export function importedLife({ issuedAt, expiresAt }: ImportDates, now: Date): ImportedLife | ImportDateProblem {
  if (issuedAt !== null && issuedAt.getTime() > now.getTime()) return "issued_in_the_future";
  if (expiresAt !== null) {
    if (expiresAt.getTime() <= now.getTime()) return "expires_in_the_past";
    if (elapsed(now, expiresAt) > LONGEST_BELIEVABLE_LIFE) return "expires_too_late";
  }
  const from = issuedAt ?? now;
  const assumed = new Date(from.getTime() + ASSUMED_TOKEN_LIFE);
  if (expiresAt === null && assumed.getTime() <= now.getTime()) return "issued_too_long_ago";
  return {
    issuedAt: from,
    issuedAtAssumed: issuedAt === null,
    expiresAt: expiresAt ?? assumed,
    expiryAssumed: expiresAt === null,
  };
}

export type ImportOutcome =
  | { kind: "imported"; username: string; isNew: boolean; expiresAt: Date; expiryAssumed: boolean }
  | { kind: "already_stored"; username: string }
  | { kind: "bad_line"; problem: string }
  | { kind: "bad_dates"; problem: ImportDateProblem }
  | { kind: "failed"; reason: FailureReason; message: string };

export function importTally(outcome: ImportOutcome): "done" | "failed" | "skipped" {
  if (outcome.kind === "imported") return "done";
  return outcome.kind === "already_stored" ? "skipped" : "failed";
}

const DATE_PROBLEMS: Record<ImportDateProblem, string> = {
  issued_in_the_future: "issued_at lies in the future. Correct it, or leave it out.",
  issued_too_long_ago:
    "issued_at is about 60 days ago or more. If the token was extended since, write the date of that.",
  expires_in_the_past:
    "expires_at lies in the past. Correct it, or leave it out and it is learned at the first extend.",
  expires_too_late: "expires_at is more than 90 days ahead; no token lives that long. Correct it, or leave it out.",
};

export function importSentence(outcome: ImportOutcome): string {
  switch (outcome.kind) {
    case "imported": {
      const expiry = outcome.expiryAssumed
        ? `expiry assumed (${formatDate(outcome.expiresAt)}), learned at the first extend`
        : `expires ${formatDate(outcome.expiresAt)}`;
      return `${outcome.isNew ? "Connected" : "Token replaced"}; ${expiry}.`;
    }
    case "already_stored":
      return "This very token is already here. Nothing was changed.";
    case "bad_line":
      return outcome.problem;
    case "bad_dates":
      return DATE_PROBLEMS[outcome.problem];
    case "failed": {
      const { what, next } = failureSentence(outcome.reason);
      return outcome.reason === "token_invalid"
        ? "Instagram does not recognise this token. Copy it again, whole; tokens of Facebook Login do not work here."
        : `${what} Nothing was stored. ${next}`;
    }
  }
}
