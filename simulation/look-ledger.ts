import { MINUTE, SECOND } from "@/lib/domain/durations";
import type { WatchedCall } from "./instagram";

/** Milliseconds. Whoever was answered in vain waits as long. */
const SHORTEST_WAIT = 4 * MINUTE;
/** Milliseconds. The shorter list of fields, or the token before, belongs to the same look. */
const SAME_LOOK = 30 * SECOND;

/** Tells looks at `/me` that were needed from a storm of them. */
export class LookLedger {
  calls = 0;
  private readonly inVainAt = new Map<number, number>();

  isNeedless(account: number, { at, answer }: Pick<WatchedCall, "at" | "answer">): boolean {
    this.calls += 1;
    const since = at - (this.inVainAt.get(account) ?? Number.NEGATIVE_INFINITY);
    if (answer.status === 200) this.inVainAt.delete(account);
    else this.inVainAt.set(account, at);
    return since > SAME_LOOK && since < SHORTEST_WAIT;
  }
}
