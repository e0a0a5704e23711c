import { HOUR, MINUTE } from "@/lib/domain/durations";
import type { Disturbance } from "./disturbance";
import { EFFECTS } from "./fault-effects";
import { type Interval, Intervals } from "./intervals";

/** Milliseconds. Without a word of Instagram's, waits after too many calls grow up to this. */
const LONGEST_PAUSE_AFTER_LIMIT = 2 * HOUR;
/** Milliseconds between two looks at whether trouble of the whole app is over, and a tick. */
const FAULT_PROBE_SLACK = 11 * MINUTE;

/** What the plan says about every instant: whether a server ran, and what Instagram would have answered. */
export class Circumstances {
  private readonly down = new Intervals();
  private readonly jumps = new Intervals();
  private readonly refreshBlocked = new Map<number | null, Intervals>();
  private readonly lookBlocked = new Map<number | null, Intervals>();

  constructor(plan: readonly Disturbance[]) {
    for (const disturbance of plan) this.take(disturbance);
  }

  /** Times in which no refresh of the account could have succeeded. */
  blockedForRefresh(account: number, start: number, end: number): Interval[] {
    return [...this.down.within(start, end), ...both(this.refreshBlocked, account, start, end)];
  }

  /** Times in which nobody could have learned whether the account's token lives; a jump of the clock begins anew. */
  blockedForLook(account: number, start: number, end: number): Interval[] {
    return [
      ...this.down.within(start, end),
      ...both(this.lookBlocked, account, start, end),
      ...this.jumps.within(start, end).flatMap((jump) => [instant(jump.start), instant(jump.end)]),
    ];
  }

  /** Times without a server. */
  downtimes(start: number, end: number): Interval[] {
    return this.down.within(start, end);
  }

  jumpsWithin(start: number, end: number): number {
    return this.jumps.within(start, end).length;
  }

  private take(disturbance: Disturbance): void {
    const { at, until } = disturbance;
    switch (disturbance.kind) {
      case "answers":
        this.takeAnswers(disturbance);
        return;
      case "spoiled_tokens":
        intervalsOf(this.refreshBlocked, disturbance.account).add(at, until);
        return;
      case "illness":
        intervalsOf(this.refreshBlocked, disturbance.account).add(at, until);
        intervalsOf(this.lookBlocked, disturbance.account).add(at, until);
        return;
      case "downtime":
        this.down.add(at, until);
        return;
      case "clock_jump":
        this.jumps.add(at, until);
        return;
      case "revocation":
      case "schedulers":
      case "switches":
        return;
    }
  }

  private takeAnswers({ at, until, account, endpoints, fault, times }: Disturbance & { kind: "answers" }): void {
    const { blocksRefresh, blocksLook, isRateLimit } = EFFECTS[fault];
    // A single answer blocks nothing: the next one is true again.
    if (times !== undefined) return;
    const slack = isRateLimit ? LONGEST_PAUSE_AFTER_LIMIT : account === null ? FAULT_PROBE_SLACK : 0;
    const meets = (endpoint: "refresh" | "me") => endpoints === null || endpoints.includes(endpoint);
    if (blocksRefresh && meets("refresh")) intervalsOf(this.refreshBlocked, account).add(at, until + slack);
    if (blocksLook && meets("me")) intervalsOf(this.lookBlocked, account).add(at, until + slack);
    if (isRateLimit) {
      // One account's limit pauses the app.
      for (const map of [this.refreshBlocked, this.lookBlocked]) intervalsOf(map, null).add(at, until + slack);
    }
  }
}

function intervalsOf(map: Map<number | null, Intervals>, account: number | null): Intervals {
  const known = map.get(account) ?? new Intervals();
  map.set(account, known);
  return known;
}

function both(map: Map<number | null, Intervals>, account: number, start: number, end: number): Interval[] {
  return [...(map.get(null)?.within(start, end) ?? []), ...(map.get(account)?.within(start, end) ?? [])];
}

function instant(at: number): Interval {
  return { start: at, end: at + 1 };
}
