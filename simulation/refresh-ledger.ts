import { DAY, HOUR, MINUTE, SECOND } from "@/lib/domain/durations";
import type { WatchedCall } from "./instagram";

/** Milliseconds of life left above which no rule asks for a renewal: 30 days, 5 of jitter, and a wrong clock. */
const NOT_DUE_LIFE = 35 * DAY + 2 * HOUR;
/** Milliseconds. Nobody needs a second token so soon; a daily retry with its jitter comes after 21.6 hours. */
const SHORTEST_INTERVAL = 20 * HOUR;
/** Milliseconds. By then the looks at `/me` have told that the token is dead, unless they are kept from it. */
const DEATH_KNOWN_AFTER = 25 * HOUR;
/** Milliseconds for calls that were under way when Instagram first said that there were too many. */
const UNDER_WAY = 45 * SECOND;
/** Milliseconds that one waits when Instagram does not say how long. */
const SHORTEST_PAUSE = 4 * MINUTE;

interface Delivery {
  account: number;
  token: string;
  at: number;
  isLost: () => boolean;
}

/** Tells refresh calls that were needed from those that were not. */
export class RefreshLedger {
  calls = 0;
  renewals = 0;
  private readonly deliveredAt = new Map<number, number>();
  /** When Instagram put another in the place of a token without anybody learning of it. */
  private readonly lostAnswers = new Map<string, number>();
  private deliveries: Delivery[] = [];
  private limitedAt: number | null = null;

  /** @returns why the call was needless, or null. */
  take(account: number | null, call: WatchedCall, intact: boolean, isLost: () => boolean): string | null {
    this.calls += 1;
    const reason = this.needless(account, call);
    if (account === null) return reason;
    if (call.happened && intact) {
      this.renewals += 1;
      this.deliveries.push({ account, token: call.token, at: call.at, isLost });
      this.deliveredAt.set(account, call.at);
    } else if (call.happened) {
      // Whoever has to ask again does not know what Instagram did.
      this.deliveredAt.delete(account);
      this.lostAnswers.set(call.token, call.at);
    }
    return reason;
  }

  /** Answers that reached a process which did not live to write them down were lost. */
  afterTick(): void {
    for (const { account, token, at, isLost } of this.deliveries) {
      if (!isLost()) continue;
      this.deliveredAt.delete(account);
      this.lostAnswers.set(token, at);
    }
    this.deliveries = [];
  }

  /** When the answer to a refresh of this token was lost last; null: it never was. */
  answerLostAt(token: string): number | null {
    return this.lostAnswers.get(token) ?? null;
  }

  /** A person brought another token. */
  forget(account: number): void {
    this.deliveredAt.delete(account);
  }

  private needless(account: number | null, { at, before, answer }: WatchedCall): string | null {
    const limited = this.isTooSoonAfterLimit(at, isTooMany(answer.body));
    if (limited) return "Instagram had just asked for a pause";
    if (account === null || before === null) return null;
    const delivered = this.deliveredAt.get(account);
    if (delivered !== undefined && at - delivered < SHORTEST_INTERVAL) return "the last one was less than a day ago";
    if (delivered !== undefined && before.ended === null && before.expiresAt - at > NOT_DUE_LIFE)
      return "it was not due";
    if (before.expiresAt + DEATH_KNOWN_AFTER < at) return "the token had expired long before";
    return null;
  }

  private isTooSoonAfterLimit(at: number, refused: boolean): boolean {
    const since = this.limitedAt === null ? Number.POSITIVE_INFINITY : at - this.limitedAt;
    if (refused && since > SHORTEST_PAUSE) this.limitedAt = at;
    return since > UNDER_WAY && since < SHORTEST_PAUSE;
  }
}

const TOO_MANY = /"code":(?:4|17|32|341|613|80002)\b/;

function isTooMany(body: string): boolean {
  return body.length < 1_000 && TOO_MANY.test(body) && !body.includes("2207051");
}
