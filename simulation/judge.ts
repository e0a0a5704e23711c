import { DAY, HOUR, MINUTE } from "@/lib/domain/durations";
import type { Circumstances } from "./circumstances";
import type { FindingLog } from "./finding-log";
import type { Tally } from "./findings";
import { longestOf, openStretches } from "./intervals";
import type { KnownAccount, KnownAccounts } from "./known-accounts";
import type { NoticeCheck } from "./notice-check";
import type { RefreshLedger } from "./refresh-ledger";
import { judgeLoss } from "./verdict";
import type { VirtualClock } from "./virtual-clock";

/** Milliseconds. Once a day everybody is asked, and what was heard is asked again. */
const NOTICED_WITHIN = 25 * HOUR;
/** Milliseconds of a server at work, beside one round of the grid, after which a threshold must have been told. */
const TOLD_WITHIN = 2 * HOUR;
/** Milliseconds of a token's life that can matter for its renewal. */
const RENEWABLE_LIFE = 35 * DAY;
/** Milliseconds, twice the longest jump of the clock. */
const JUMPED_CLOCK = 2 * HOUR;
const THRESHOLDS = [1, 3, 7, 14];

export interface JudgeOptions {
  /** Days between the checks of a healthy account. */
  checkInterval: number;
  /** Milliseconds between the ticks that do routine work. */
  grid: number;
  /** Milliseconds between the ticks of the server's timer. */
  step: number;
}

/** What a judge goes by. */
export interface Evidence {
  clock: VirtualClock;
  circumstances: Circumstances;
  accounts: KnownAccounts;
  ledger: RefreshLedger;
  notices: NoticeCheck;
  log: FindingLog;
}

export type LossTally = Pick<Tally, "lostUnavoidably" | "lostStrictly" | "revoked" | "lostSwitchedOff">;

/** Holds what the services say of one account to what is really so. */
export class Judge {
  readonly tally: LossTally = { lostUnavoidably: 0, lostStrictly: 0, revoked: 0, lostSwitchedOff: 0 };
  private readonly evidence: Evidence;
  private readonly options: JudgeOptions;

  constructor(evidence: Evidence, options: JudgeOptions) {
    this.evidence = evidence;
    this.options = options;
  }

  /** Everything that can be wrong with an account; once a day, and at the end. */
  audit(known: KnownAccount): void {
    const { now, serverNow, skew } = this.evidence.clock;
    const calledExpired = known.expiresAt <= serverNow;
    if (known.verdict === "dead" || calledExpired) {
      known.calledDeadAt ??= calledExpired ? Math.max(known.storedAt, known.expiresAt - skew) : now;
    }
    if (this.evidence.accounts.isAlive(known)) this.judgeFalseDeath(known);
    else {
      if (!known.judged) this.judgeLoss(known);
      if (known.calledDeadAt === null) this.judgeLateness(known);
    }
    this.judgeThresholds(known);
  }

  private judgeFalseDeath(known: KnownAccount): void {
    if (known.calledDeadAt === null) return;
    const stretch = this.longestLook(known, known.calledDeadAt);
    if (stretch <= NOTICED_WITHIN + this.coarseness) return;
    const text = `a living token has been called dead for ${hours(stretch)}`;
    this.evidence.log.addOnce("living_called_dead", known, text);
  }

  /** How long a dead token was called living. */
  judgeLateness(known: KnownAccount): void {
    const stretch = this.longestLook(known, Math.max(this.diedAt(known), known.storedAt));
    const bound = (this.options.checkInterval - 1) * DAY + NOTICED_WITHIN + this.coarseness;
    if (stretch <= bound) return;
    this.evidence.log.addOnce("dead_called_living", known, `a dead token was called living for ${hours(stretch)}`);
  }

  private diedAt(known: KnownAccount): number {
    const truth = this.evidence.accounts.truthOf(known);
    if (truth === null) return known.storedAt;
    if (truth.ended === null) return truth.expiresAt;
    if (truth.ended === "replaced") return this.evidence.ledger.answerLostAt(truth.token) ?? known.storedAt;
    return known.revokedAt ?? known.storedAt;
  }

  private longestLook(known: KnownAccount, start: number): number {
    const { clock, circumstances } = this.evidence;
    return longestOf(openStretches(start, clock.now, circumstances.blockedForLook(known.number, start, clock.now)));
  }

  private judgeLoss(known: KnownAccount): void {
    const { accounts, ledger, log, circumstances, clock } = this.evidence;
    known.judged = true;
    const truth = accounts.truthOf(known);
    if (truth === null) {
      log.addOnce("lost_but_keepable", known, "what is stored is no token, and the one before is gone");
      return;
    }
    if (truth.ended === "replaced") {
      if (ledger.answerLostAt(truth.token) !== null) this.tally.lostUnavoidably += 1;
      else log.addOnce("lost_but_keepable", known, "the token was replaced by one that was not stored");
      return;
    }
    if (truth.ended !== null || known.revokedAt !== null) {
      this.tally.revoked += 1;
      return;
    }
    if (known.autoRenew === 0) {
      this.tally.lostSwitchedOff += 1;
      return;
    }
    const { issuedAt, expiresAt } = truth;
    const from = expiresAt - RENEWABLE_LIFE;
    const jumps = circumstances.jumpsWithin(Math.min(issuedAt, from), clock.now);
    const clockError = jumps > 0 ? JUMPED_CLOCK : 0;
    const { grid, step } = this.options;
    const verdict = judgeLoss(
      { issuedAt, expiresAt, storedAt: known.storedAt, clockError, grid, step },
      circumstances.blockedForRefresh(known.number, from, clock.now),
    );
    if (verdict.couldBeKept) {
      const text = `expired, with ${hours(verdict.longest)} free at a stretch and ${hours(verdict.last)} before the end`;
      log.addOnce("lost_but_keepable", known, text);
      return;
    }
    this.tally.lostUnavoidably += 1;
    if (verdict.strictly) this.tally.lostStrictly += 1;
  }

  /** Thresholds of accounts that nobody renews, and expiries, must have been told by now. */
  private judgeThresholds(known: KnownAccount): void {
    const { clock, circumstances, notices, log } = this.evidence;
    if (known.verdict === "dead") return;
    const left = known.expiresAt - clock.serverNow;
    const days = THRESHOLDS.find((limit) => left <= limit * DAY) ?? 0;
    const crossed = left <= 0 ? known.expiresAt : known.expiresAt - days * DAY;
    const since = Math.max(crossed - clock.skew, known.storedAt);
    const served = longestOf(openStretches(since, clock.now, circumstances.downtimes(since, clock.now)));
    if (served < TOLD_WITHIN + this.options.grid) return;
    if (left <= 0) {
      if (notices.wasExpiryTold(known.id, known.expiresAt)) return;
      log.addOnce("notice_missing", known, "nobody was told that the token expired");
    } else if (known.autoRenew === 0 && days > 0 && known.expiresAt - days * DAY > known.storedAt) {
      if (notices.wasThresholdTold(known.id, known.expiresAt, days)) return;
      log.addOnce("notice_missing", known, `nobody was told that ${days} days are left`);
    }
  }

  /** Milliseconds by which late ticks put off a look and the three that confirm it. */
  private get coarseness(): number {
    const { grid, step } = this.options;
    return Math.max(0, grid - HOUR) + 4 * (step - MINUTE);
  }
}

function hours(milliseconds: number): string {
  return `${(milliseconds / HOUR).toFixed(1)} h`;
}
