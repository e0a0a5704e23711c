import type { AccountFacts, TokenFacts } from "./account-facts";
import type { LastAnswer } from "./attempt-result";
import { nextProbeAt } from "./death-rule";
import { after, DAY, HOUR, MINUTE } from "./durations";
import { spread } from "./spread";

/** Milliseconds. A check that fell due just after another look at the account waits for the next day. */
const SHORTEST_GAP = 30 * MINUTE;

/** Milliseconds until the next look after an answer that told nothing about the token. */
const RETRY_GAP = 1 * HOUR;

/** Answers that tell nothing about the token. */
const TELLS_NOTHING: ReadonlySet<LastAnswer> = new Set(["transient", "unexpected", "rate_limited"]);

type Facts = TokenFacts & Pick<AccountFacts, "id" | "lastAnswer" | "lastAnsweredAt">;

/**
 * When `/me` is asked next: once a day, at the account's own time of day, also for a token that is called dead, which
 * may come back to life; sooner while a death is being looked into, or when the last answer told nothing. Null after the
 * expiry: no answer brings it back.
 */
export function nextCheckAt(facts: Facts, now: Date): Date | null {
  if (facts.disconnectedAt !== null || facts.expiresAt.getTime() <= now.getTime()) return null;
  const probe = nextProbeAt(facts);
  if (probe !== null) return probe;
  const daily = nextDailyCheck(facts.id, now);
  if (facts.lastAnswer === null || facts.lastAnsweredAt === null || !TELLS_NOTHING.has(facts.lastAnswer)) return daily;
  const retry = after(facts.lastAnsweredAt, RETRY_GAP);
  return retry.getTime() < daily.getTime() ? retry : daily;
}

/** The account's own time of day, the next time that it comes. */
export function nextDailyCheck(accountId: string, now: Date): Date {
  const timeOfDay = Math.floor(spread(`check ${accountId}`) * DAY);
  const earliest = now.getTime() + SHORTEST_GAP;
  const days = Math.ceil((earliest - timeOfDay) / DAY);
  return after(new Date(timeOfDay), days * DAY);
}
