import type { TokenFacts } from "./account-facts";
import { DEATH_PROBES } from "./death-rule";
import { after, DAY, elapsed, HOUR, MINUTE } from "./durations";
import type { FailureKind, FailureReason } from "./instagram-failure";
import { extendableFrom, RENEWAL_WINDOW } from "./renewal-rule";
import { spread } from "./spread";

/** Milliseconds. Renewals of accounts that were imported together are spread over this long. */
export const RENEWAL_JITTER = 5 * DAY;
/** Milliseconds between attempts that fail; the last one repeats until the expiry. */
export const RETRY_WAITS = [5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, DAY] as const;
const LONGEST_WAIT = DAY;
/** A wait is stretched or shortened by up to this part of it. */
const WAIT_JITTER = 0.1;
/** Milliseconds. However little life is left, Instagram is not asked more often. */
const SHORTEST_WAIT = 5 * MINUTE;
/** Of the life that is left: the nearer the end, the more often an attempt. */
const SHARE_OF_LIFE = 1 / 4;

/** What only a person can mend, or what another attempt soon cannot change, is tried again daily. */
const DAILY_KINDS: ReadonlySet<FailureKind> = new Set(["action_needed", "permission", "rate_limited"]);
const DAILY_REASONS: ReadonlySet<FailureReason> = new Set(["expiry_unchanged"]);

type Facts = TokenFacts & { id: string };

/** Milliseconds, 0 to 5 days, always the same for an account. */
export function renewalJitter(accountId: string): number {
  return Math.floor(spread(accountId) * RENEWAL_JITTER);
}

/**
 * When a token MUST be renewed: with 30 days of life left, brought forward by the account's jitter; as soon as it is old
 * enough when its expiry is only assumed.
 */
export function renewalDueAt(facts: Facts): Date {
  const oldEnough = extendableFrom(facts.issuedAt);
  if (facts.expiryAssumed) return oldEnough;
  const due = after(facts.expiresAt, -RENEWAL_WINDOW - renewalJitter(facts.id));
  return due.getTime() > oldEnough.getTime() ? due : oldEnough;
}

/** When the scheduler tries next: the due date, or a wait after the last failure. Null: never by itself. */
export function nextAttemptAt(facts: Facts, now: Date): Date | null {
  if (facts.disconnectedAt !== null || !facts.autoRenew || facts.verdict === "dead") return null;
  if (facts.expiresAt.getTime() <= now.getTime()) return null;
  const due = renewalDueAt(facts);
  if (facts.failedAttempts === 0 || facts.lastFailedAt === null) return due;
  const retry = after(facts.lastFailedAt, retryWait(facts, facts.lastFailedAt));
  return retry.getTime() > due.getTime() ? retry : due;
}

function retryWait(facts: Facts, failedAt: Date): number {
  const daily =
    (facts.failureKind !== null && DAILY_KINDS.has(facts.failureKind)) ||
    (facts.failureReason !== null && DAILY_REASONS.has(facts.failureReason));
  const step = RETRY_WAITS[Math.min(facts.failedAttempts, RETRY_WAITS.length) - 1] ?? LONGEST_WAIT;
  const wait =
    (daily ? LONGEST_WAIT : step) * (1 - WAIT_JITTER + 2 * WAIT_JITTER * spread(`${facts.id} ${facts.failedAttempts}`));
  const endOfLife = Math.max(SHORTEST_WAIT, elapsed(failedAt, facts.expiresAt) * SHARE_OF_LIFE);
  const capped = Math.min(wait, endOfLife);
  // While a death is being looked into, `/me` has the word.
  const probing = facts.suspectedReason === null ? 0 : (DEATH_PROBES[facts.suspectedReason]?.spacing ?? 0);
  return Math.max(capped, Math.min(probing + MINUTE, endOfLife));
}
