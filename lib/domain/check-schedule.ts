import type { AccountFacts, TokenFacts } from "./account-facts";
import type { LastAnswer } from "./attempt-result";
import { nextProbeAt } from "./death-rule";
import { after, DAY, HOUR, MINUTE } from "./durations";
import { spread } from "./spread";

/** Milliseconds. A check that fell due just after another look at the account waits for the next day. */
const SHORTEST_GAP = 30 * MINUTE;

/** Milliseconds until the next look after an answer that told nothing about the token. */
const RETRY_GAP = 1 * HOUR;
/** Milliseconds. The same while a death is being looked into: sooner, and yet not with every tick of an outage. */
const PROBE_RETRY_GAP = 5 * MINUTE;

/** Answers that tell nothing about the token. */
const TELLS_NOTHING: ReadonlySet<LastAnswer> = new Set(["transient", "unexpected", "rate_limited"]);

type Facts = TokenFacts & Pick<AccountFacts, "id" | "lastAnswer" | "lastAnsweredAt">;

/**
 * When `/me` is asked next: once a day, at the account's own time of day, also for a token that is called dead, which
 * may come back to life; sooner while a death is being looked into, or when the last answer told nothing. Null after the
 * expiry, when no answer brings it back, and while there is no token because access was withdrawn.
 */
export function nextCheckAt(facts: Facts, now: Date): Date | null {
  if (facts.disconnectedAt !== null || facts.expiresAt.getTime() <= now.getTime()) return null;
  if (facts.verdictReason === "access_withdrawn") return null;
  const probe = nextProbeAt(facts);
  const toldNothingAt = facts.lastAnswer !== null && TELLS_NOTHING.has(facts.lastAnswer) ? facts.lastAnsweredAt : null;
  if (probe !== null) {
    const retry = toldNothingAt === null ? probe : after(toldNothingAt, PROBE_RETRY_GAP);
    return retry.getTime() > probe.getTime() ? retry : probe;
  }
  const daily = nextDailyCheck(facts.id, now);
  if (toldNothingAt === null) return daily;
  const retry = after(toldNothingAt, RETRY_GAP);
  return retry.getTime() < daily.getTime() ? retry : daily;
}

/** The account's own time of day, the next time that it comes. */
export function nextDailyCheck(accountId: string, now: Date): Date {
  const timeOfDay = Math.floor(spread(`check ${accountId}`) * DAY);
  const earliest = now.getTime() + SHORTEST_GAP;
  const days = Math.ceil((earliest - timeOfDay) / DAY);
  return after(new Date(timeOfDay), days * DAY);
}
