import type Sqlite from "better-sqlite3";
import type { Verdict } from "@/lib/domain/account-facts";
import { DAY, HOUR, MINUTE } from "@/lib/domain/durations";
import type { Adapters } from "@/lib/services/context";
import { tokenContext } from "@/lib/services/store-token";
import type { Circumstances } from "./circumstances";
import type { Finding, FindingKind, Tally } from "./findings";
import type { WatchedCall, Watcher } from "./instagram";
import { longestOf, openStretches } from "./intervals";
import { LookLedger } from "./look-ledger";
import { NoticeCheck, type VerdictChange } from "./notice-check";
import { reconnect } from "./people";
import { RefreshLedger } from "./refresh-ledger";
import { spoilToken } from "./spoil-token";
import type { Stage } from "./stage";
import { judgeLoss } from "./verdict";
import type { World } from "./world";

/** Milliseconds. An app-wide fault takes back what was said of accounts this long before. */
const LOOK_BACK = 20 * MINUTE;
/** Milliseconds. Two answers at least this far apart must agree before a token is called dead. */
const SECOND_LOOK = 4 * MINUTE;
/** Milliseconds of a server at work, beside one round of the grid, after which a threshold must have been told. */
const TOLD_WITHIN = 2 * HOUR;
/** Milliseconds. Once a day everybody is asked, and what was heard is asked again. */
const NOTICED_WITHIN = 25 * HOUR;
const CALLS_DEAD = /"code":(?:190|102)\b/;
const LONGEST_ERROR = 1_000;
const THRESHOLDS = [1, 3, 7, 14];

interface Row {
  id: string;
  tokenVersion: number;
  expiresAt: number;
  verdict: Verdict | null;
  autoRenew: number;
  expiryAssumed: number;
}

/** What the oracle knows of an account: the database's words, and the truth. */
interface Known extends Row {
  number: number;
  token: string;
  previous: string | null;
  storedAt: number;
  revokedAt: number | null;
  /** The loss of this token has been judged. */
  judged: boolean;
  /** Since when the database has called it dead or expired. */
  calledDeadAt: number | null;
  /** Reported already, so that one fault is one finding. */
  reported: Set<FindingKind>;
}

const COLUMNS = `id, "tokenVersion", "expiresAt", verdict, "autoRenew", "expiryAssumed"`;

export interface OracleOptions {
  /** Days between the checks of a healthy account. */
  checkInterval: number;
  /** Milliseconds between the ticks that do routine work. */
  grid: number;
  /** Milliseconds between the ticks of the server's timer. */
  step: number;
}

/** Sees both what the services wrote down and what is really so, and keeps account of every difference. */
export class Oracle {
  readonly findings: Finding[] = [];
  readonly ledger = new RefreshLedger();
  readonly looks = new LookLedger();
  readonly notices: NoticeCheck;
  readonly tally: Omit<Tally, "refreshCalls" | "lookCalls" | "renewals" | "notices"> = {
    lostUnavoidably: 0,
    lostStrictly: 0,
    revoked: 0,
    lostSwitchedOff: 0,
    reconnects: 0,
    misled: 0,
  };
  private readonly world: World;
  private readonly circumstances: Circumstances;
  private readonly options: OracleOptions;
  private readonly known: Known[];
  private readonly byId = new Map<string, Known>();
  private readonly byUserId = new Map<string, number>();
  private readonly touched: Sqlite.Statement;
  private readonly everything: Sqlite.Statement;
  private readonly sealed: Sqlite.Statement;
  private readonly fault: Sqlite.Statement;
  private readonly deadAnswers = new Map<number, number>();
  private lastFaultAt = Number.NEGATIVE_INFINITY;

  constructor(world: World, circumstances: Circumstances, options: OracleOptions) {
    const { file } = world;
    this.world = world;
    this.circumstances = circumstances;
    this.options = options;
    this.notices = new NoticeCheck(file);
    this.touched = file.prepare(`SELECT ${COLUMNS} FROM "ConnectedAccount" WHERE "lastAnsweredAt" >= ?`);
    this.everything = file.prepare(`SELECT ${COLUMNS} FROM "ConnectedAccount"`);
    this.sealed = file.prepare(`SELECT sealed, "previousSealed" FROM "AccountToken" WHERE "accountId" = ?`);
    this.fault = file.prepare(`SELECT "faultSince" FROM "InstagramApp" WHERE "faultSince" IS NOT NULL`);
    const rows = new Map((this.everything.all() as Row[]).map((row) => [row.id, row]));
    this.known = world.ids.map((id, number) => {
      const row = rows.get(id);
      if (row === undefined) throw new Error(`Account ${number} is not in the database.`);
      const known: Known = {
        ...row,
        number,
        token: "",
        previous: null,
        storedAt: world.clock.now,
        revokedAt: null,
        judged: false,
        calledDeadAt: null,
        reported: new Set(),
      };
      this.readToken(known);
      this.byId.set(id, known);
      const userId = world.simulator.lookAtToken({ token: known.token })?.userId;
      if (userId !== undefined) this.byUserId.set(userId, number);
      return known;
    });
  }

  /** Sees every call of a process; `isKilled` tells whether what it got was lost with it. */
  watcher(stage: Stage, isKilled: () => boolean): Watcher {
    return (call) => {
      const account = call.before === null ? null : (this.byUserId.get(call.before.userId) ?? null);
      if (account !== null) this.noteDeadAnswer(account, call);
      if (call.endpoint === "me") {
        if (account !== null && this.looks.isNeedless(account, call)) {
          this.find("needless_look", account, "it had been asked in vain less than four minutes before", false);
        }
        return call.answer;
      }
      const spoiled = this.spoil(stage, account, call);
      const reason = this.ledger.take(account, call, call.intact && spoiled === null, isKilled);
      if (reason !== null) this.find("needless_refresh", account, reason, false);
      return spoiled ?? call.answer;
    };
  }

  /** Since when Instagram has called the account's token dead without a good word between. */
  private noteDeadAnswer(account: number, { answer, endpoint, at }: WatchedCall): void {
    if (CALLS_DEAD.test(answer.body.slice(0, LONGEST_ERROR))) {
      if (!this.deadAnswers.has(account)) this.deadAnswers.set(account, at);
    } else if (endpoint === "me" && answer.status === 200) this.deadAnswers.delete(account);
  }

  private spoil(stage: Stage, account: number | null, call: WatchedCall) {
    if (account === null || !call.intact || !stage.spoilsTokensOf(account)) return null;
    // Only where the old one lives on can anybody keep anything.
    const old = this.world.simulator.lookAtToken({ token: call.token });
    return old === null || old.ended !== null ? null : spoilToken(call.answer);
  }

  revoked(account: number): void {
    const known = this.known[account];
    if (known !== undefined) known.revokedAt ??= this.world.clock.now;
  }

  /** Looks at what a tick wrote. `since`: when it began, on the server's clock. */
  afterTick(since: number): void {
    if (this.fault.get() !== undefined) this.lastFaultAt = this.world.clock.now;
    this.ledger.afterTick();
    this.take(this.touched.all(since - LOOK_BACK) as Row[]);
  }

  private take(rows: readonly Row[]): void {
    const changes: VerdictChange[] = [];
    for (const row of rows) {
      const known = this.byId.get(row.id);
      if (known === undefined) continue;
      const before = known.verdict;
      if (row.verdict !== before) {
        const absolved = row.verdict === null && this.world.clock.now - this.lastFaultAt < LOOK_BACK;
        if (!absolved) changes.push({ accountId: row.id, before, after: row.verdict });
      }
      this.update(known, row);
    }
    this.noteNotices(changes);
  }

  private noteNotices(changes: readonly VerdictChange[]): void {
    for (const { accountId, kind, text } of this.notices.afterTick(changes)) {
      const account = accountId === null ? null : (this.byId.get(accountId)?.number ?? null);
      this.find(kind === "double" ? "notice_double" : "notice_missing", account, text);
    }
  }

  private update(known: Known, row: Row): void {
    const { now } = this.world.clock;
    const wasDead = known.verdict === "dead";
    const isNew = row.tokenVersion !== known.tokenVersion;
    Object.assign(known, row);
    if (isNew) {
      known.storedAt = now;
      known.judged = false;
      known.reported.clear();
    }
    if (isNew || known.previous !== null) this.readToken(known);
    if (row.verdict === "dead" && !wasDead) this.calledDead(known);
    if (row.verdict !== "dead" && row.expiresAt > this.world.clock.serverNow) known.calledDeadAt = null;
  }

  /** The token has just been called dead for good. */
  private calledDead(known: Known): void {
    const { now } = this.world.clock;
    known.calledDeadAt = now;
    if (this.isAlive(known, now)) {
      const since = this.deadAnswers.get(known.number);
      if (since !== undefined && now - since >= SECOND_LOOK) this.tally.misled += 1;
      else
        this.find("dead_without_second_look", known.number, "a living token was called dead on the word of one answer");
    } else this.judgeLateness(known, now);
  }

  private readToken(known: Known): void {
    const row = this.sealed.get(known.id) as { sealed: string; previousSealed: string | null } | undefined;
    if (row === undefined) return;
    const open = (sealed: string) => this.world.vault.open(sealed, tokenContext(known.id));
    known.token = open(row.sealed);
    known.previous = row.previousSealed === null ? null : open(row.previousSealed);
  }

  /** The token that counts: the stored one, or the one before while Instagram does not know the stored one. */
  private truthOf(known: Known) {
    const { simulator } = this.world;
    const stored = simulator.lookAtToken({ token: known.token });
    if (stored !== null || known.previous === null) return stored;
    return simulator.lookAtToken({ token: known.previous });
  }

  private isAlive(known: Known, now: number): boolean {
    const truth = this.truthOf(known);
    return truth !== null && truth.ended === null && truth.expiresAt > now;
  }

  /** Once a day: losses, lies of the screen, missing notices; and people reconnect what is dead. */
  async audit(stage: Stage, adapters: Adapters): Promise<void> {
    this.take(this.everything.all() as Row[]);
    for (const known of this.known) this.auditOne(known);
    if (!stage.isServerUp) return;
    for (const known of this.known) {
      if (known.calledDeadAt === null) continue;
      if (!(await reconnect(this.world, adapters, known))) continue;
      this.tally.reconnects += 1;
      known.revokedAt = null;
      known.calledDeadAt = null;
      this.ledger.forget(known.number);
    }
    const rows = this.everything.all() as Row[];
    for (const row of rows) {
      const known = this.byId.get(row.id);
      if (known !== undefined && row.tokenVersion !== known.tokenVersion) this.update(known, row);
    }
    // What a reconnect tells is a person's doing.
    this.notices.afterTick([]);
  }

  private auditOne(known: Known): void {
    const { now, serverNow } = this.world.clock;
    const calledExpired = known.expiresAt <= serverNow;
    if (known.verdict === "dead" || calledExpired) {
      known.calledDeadAt ??= calledExpired ? Math.max(known.storedAt, known.expiresAt - this.world.clock.skew) : now;
    }
    if (this.isAlive(known, now)) this.judgeFalseDeath(known, now);
    else {
      if (!known.judged) this.judgeLoss(known, now);
      if (known.calledDeadAt === null) this.judgeLateness(known, now);
    }
    this.judgeThresholds(known);
  }

  private judgeFalseDeath(known: Known, now: number): void {
    if (known.calledDeadAt === null) return;
    const stretch = this.longestLook(known, known.calledDeadAt, now);
    if (stretch <= NOTICED_WITHIN + this.coarseness) return;
    this.find("living_called_dead", known.number, `a living token has been called dead for ${hours(stretch)}`);
  }

  private judgeLateness(known: Known, now: number): void {
    const truth = this.truthOf(known);
    const died =
      truth === null ? known.storedAt : truth.ended === null ? truth.expiresAt : (known.revokedAt ?? known.storedAt);
    const stretch = this.longestLook(known, Math.max(died, known.storedAt), now);
    const bound = (this.options.checkInterval - 1) * DAY + NOTICED_WITHIN + this.coarseness;
    if (stretch <= bound) return;
    this.find("dead_called_living", known.number, `a dead token was called living for ${hours(stretch)}`);
  }

  private longestLook(known: Known, start: number, end: number): number {
    return longestOf(openStretches(start, end, this.circumstances.blockedForLook(known.number, start, end)));
  }

  private judgeLoss(known: Known, now: number): void {
    known.judged = true;
    const truth = this.truthOf(known);
    if (truth === null) {
      this.find("lost_but_keepable", known.number, "what is stored is no token, and the one before is gone");
      return;
    }
    if (truth.ended === "replaced") {
      if (this.ledger.wasAnswerLost(truth.token)) this.tally.lostUnavoidably += 1;
      else this.find("lost_but_keepable", known.number, "the token was replaced by one that was not stored");
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
    const from = expiresAt - 35 * DAY;
    const jumps = this.circumstances.jumpsWithin(Math.min(issuedAt, from), now);
    const clockError = jumps > 0 ? 2 * HOUR : 0;
    const blocked = this.circumstances.blockedForRefresh(known.number, from, now);
    const verdict = judgeLoss(
      { issuedAt, expiresAt, storedAt: known.storedAt, clockError, grid: this.options.grid, step: this.options.step },
      blocked,
    );
    if (verdict.couldBeKept) {
      const text = `expired, with ${hours(verdict.longest)} free at a stretch and ${hours(verdict.last)} before the end`;
      this.find("lost_but_keepable", known.number, text);
      return;
    }
    this.tally.lostUnavoidably += 1;
    if (verdict.strictly) this.tally.lostStrictly += 1;
  }

  /** Thresholds of accounts that nobody renews, and expiries, must have been told by now. */
  private judgeThresholds(known: Known): void {
    const { serverNow, now } = this.world.clock;
    const left = known.expiresAt - serverNow;
    if (known.verdict === "dead") return;
    const crossed =
      left <= 0 ? known.expiresAt : known.expiresAt - (THRESHOLDS.find((days) => left <= days * DAY) ?? 0) * DAY;
    const days = THRESHOLDS.find((limit) => left <= limit * DAY);
    const since = Math.max(crossed - this.world.clock.skew, known.storedAt);
    if (
      longestOf(openStretches(since, now, this.circumstances.downtimes(since, now))) <
      TOLD_WITHIN + this.options.grid
    )
      return;
    if (left <= 0) {
      if (this.notices.wasExpiryTold(known.id, known.expiresAt)) return;
      this.find("notice_missing", known.number, "nobody was told that the token expired");
    } else if (known.autoRenew === 0 && days !== undefined && known.expiresAt - days * DAY > known.storedAt) {
      if (this.notices.wasThresholdTold(known.id, known.expiresAt, days)) return;
      this.find("notice_missing", known.number, `nobody was told that ${days} days are left`);
    }
  }

  /** Milliseconds by which late ticks put off a look and the three that confirm it. */
  private get coarseness(): number {
    const { grid, step } = this.options;
    return Math.max(0, grid - HOUR) + 4 * (step - MINUTE);
  }

  finish(): void {
    for (const known of this.known) this.auditOne(known);
  }

  private find(kind: FindingKind, account: number | null, text: string, once = true): void {
    const known = account === null ? undefined : this.known[account];
    if (once && known !== undefined) {
      if (known.reported.has(kind)) return;
      known.reported.add(kind);
    }
    this.findings.push({ kind, account, at: this.world.clock.now, text });
  }
}

function hours(milliseconds: number): string {
  return `${(milliseconds / HOUR).toFixed(1)} h`;
}
