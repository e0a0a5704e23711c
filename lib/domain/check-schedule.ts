import type { TokenFacts } from "./account-facts";
import { nextProbeAt } from "./death-rule";
import { after, DAY, MINUTE } from "./durations";
import { spread } from "./spread";

/** Milliseconds. A check that fell due just after another look at the account waits for the next day. */
const SHORTEST_GAP = 30 * MINUTE;

/**
 * When `/me` is asked next: once a day, at the account's own time of day, also for a token that is called dead, which
 * may come back to life; sooner while a death is being looked into. Null after the expiry: no answer brings it back.
 */
export function nextCheckAt(facts: TokenFacts & { id: string }, now: Date): Date | null {
  if (facts.disconnectedAt !== null || facts.expiresAt.getTime() <= now.getTime()) return null;
  return nextProbeAt(facts) ?? nextDailyCheck(facts.id, now);
}

function nextDailyCheck(accountId: string, now: Date): Date {
  const timeOfDay = Math.floor(spread(`check ${accountId}`) * DAY);
  const earliest = now.getTime() + SHORTEST_GAP;
  const days = Math.ceil((earliest - timeOfDay) / DAY);
  return after(new Date(timeOfDay), days * DAY);
}
