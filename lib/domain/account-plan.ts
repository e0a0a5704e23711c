import type { AccountFacts, Schedule } from "./account-facts";
import { nextCheckAt } from "./check-schedule";
import { nextNoticeAt } from "./notice-rule";
import { nextAttemptAt } from "./renewal-schedule";

/** What is stored beside the facts because lists and ticks must find accounts by it; follows from the facts alone. */
export interface AccountPlan extends Schedule {
  /** 0: something is wrong, 1: all is well. */
  urgency: number;
}

/** Set with every write of the facts, so that they never disagree. */
export function planAccount(facts: AccountFacts, now: Date): AccountPlan {
  const isWrong = facts.verdict !== null || facts.failedAttempts > 0 || facts.suspectedAt !== null;
  const expired = facts.expiresAt.getTime() <= now.getTime();
  return {
    nextAttemptAt: nextAttemptAt(facts, now),
    nextCheckAt: nextCheckAt(facts, now),
    nextNoticeAt: nextNoticeAt(facts, now),
    urgency: isWrong || expired ? 0 : 1,
  };
}
