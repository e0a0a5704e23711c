import type Sqlite from "better-sqlite3";
import { MINUTE } from "@/lib/domain/durations";
import type { Adapters } from "@/lib/services/context";
import { checkAppNotices } from "./app-notice-check";
import type { Circumstances } from "./circumstances";
import { FindingLog } from "./finding-log";
import type { Finding, Tally } from "./findings";
import type { WatchedCall, Watcher } from "./instagram";
import { Judge, type JudgeOptions } from "./judge";
import { type AccountRow, type KnownAccount, KnownAccounts } from "./known-accounts";
import { LookLedger } from "./look-ledger";
import { NoticeCheck, type VerdictChange } from "./notice-check";
import { reconnect } from "./people";
import { RefreshLedger } from "./refresh-ledger";
import { spoilToken } from "./spoil-token";
import type { Stage } from "./stage";
import type { World } from "./world";

/** Milliseconds. An app-wide fault takes back what was said of accounts this long before. */
const LOOK_BACK = 20 * MINUTE;
/** Milliseconds. Two answers at least this far apart must agree before a token is called dead. */
const SECOND_LOOK = 4 * MINUTE;
const CALLS_DEAD = /"code":(?:190|102)\b/;
const LONGEST_ERROR = 1_000;

/** Sees both what the services wrote down and what is really so, and keeps account of every difference. */
export class Oracle {
  readonly ledger = new RefreshLedger();
  readonly looks = new LookLedger();
  readonly notices: NoticeCheck;
  readonly log: FindingLog;
  private readonly world: World;
  private readonly circumstances: Circumstances;
  private readonly options: JudgeOptions;
  private readonly accounts: KnownAccounts;
  private readonly judge: Judge;
  private readonly fault: Sqlite.Statement;
  /** By account number: since when Instagram has called its token dead without a good word between. */
  private readonly deadAnswers = new Map<number, number>();
  private lastFaultAt = Number.NEGATIVE_INFINITY;
  private reconnects = 0;
  private misled = 0;

  constructor(world: World, circumstances: Circumstances, options: JudgeOptions) {
    const { file, clock } = world;
    this.world = world;
    this.circumstances = circumstances;
    this.options = options;
    this.notices = new NoticeCheck(file);
    this.fault = file.prepare(`SELECT "faultSince" FROM "InstagramApp" WHERE "faultSince" IS NOT NULL`);
    this.accounts = new KnownAccounts(world);
    this.log = new FindingLog(clock, this.accounts);
    const { accounts, ledger, notices, log } = this;
    this.judge = new Judge({ clock, circumstances, accounts, ledger, notices, log }, options);
  }

  get findings(): readonly Finding[] {
    return this.log.findings;
  }

  get tally(): Tally {
    const { calls: refreshCalls, renewals } = this.ledger;
    const { reconnects, misled } = this;
    const { calls: lookCalls } = this.looks;
    return { ...this.judge.tally, reconnects, misled, refreshCalls, renewals, lookCalls, notices: this.notices.count };
  }

  /** Sees every call of a process; `isKilled` tells whether what it got was lost with it. */
  watcher(stage: Stage, isKilled: () => boolean): Watcher {
    return (call) => {
      const account = call.before === null ? null : this.accounts.numberOf(call.before.userId);
      if (account !== null) this.noteDeadAnswer(account, call);
      if (call.endpoint === "me") {
        if (account !== null && this.looks.isNeedless(account, call)) {
          this.log.add("needless_look", account, "it had been asked in vain less than four minutes before");
        }
        return call.answer;
      }
      const spoiled = this.spoil(stage, account, call);
      const reason = this.ledger.take(account, call, call.intact && spoiled === null, isKilled);
      if (reason !== null) this.log.add("needless_refresh", account, reason);
      return spoiled ?? call.answer;
    };
  }

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
    const known = this.accounts.all[account];
    if (known !== undefined) known.revokedAt ??= this.world.clock.now;
  }

  /** Looks at what a tick wrote. `since`: when it began, on the server's clock. */
  afterTick(since: number): void {
    if (this.fault.get() !== undefined) this.lastFaultAt = this.world.clock.now;
    this.ledger.afterTick();
    this.take(this.accounts.rowsAnsweredSince(since - LOOK_BACK));
  }

  private take(rows: readonly AccountRow[]): void {
    const changes: VerdictChange[] = [];
    for (const row of rows) {
      const known = this.accounts.withId(row.id);
      if (known === undefined) continue;
      const before = known.verdict;
      if (row.verdict !== before) {
        const absolved = row.verdict === null && this.world.clock.now - this.lastFaultAt < LOOK_BACK;
        // Of one that has expired in the meantime, people are told that.
        const expired = row.verdict === null && row.expiresAt <= this.world.clock.serverNow;
        if (!absolved && !expired) changes.push({ accountId: row.id, before, after: row.verdict });
      }
      this.update(known, row);
    }
    for (const { accountId, kind, text } of this.notices.afterTick(changes, this.world.clock.now)) {
      this.log.add(kind === "double" ? "notice_double" : "notice_missing", this.log.numberOf(accountId), text);
    }
  }

  private update(known: KnownAccount, row: AccountRow): void {
    const { now, serverNow } = this.world.clock;
    const wasDead = known.verdict === "dead";
    const isNew = row.tokenVersion !== known.tokenVersion;
    Object.assign(known, row);
    if (isNew) {
      known.storedAt = now;
      known.judged = false;
      known.reported.clear();
    }
    if (isNew || known.previous !== null) this.accounts.readToken(known);
    if (row.verdict === "dead" && !wasDead) this.calledDead(known);
    if (row.verdict !== "dead" && row.expiresAt > serverNow) known.calledDeadAt = null;
  }

  /** The token has just been called dead for good. */
  private calledDead(known: KnownAccount): void {
    const { now } = this.world.clock;
    known.calledDeadAt = now;
    if (!this.accounts.isAlive(known)) {
      this.judge.judgeLateness(known);
      return;
    }
    const since = this.deadAnswers.get(known.number);
    if (since !== undefined && now - since >= SECOND_LOOK) this.misled += 1;
    else {
      const text = "a living token was called dead on the word of one answer";
      this.log.addOnce("dead_without_second_look", known, text);
    }
  }

  /** Once a day: losses, lies of the screen, missing notices; and people reconnect what is dead. */
  async audit(stage: Stage, adapters: Adapters): Promise<void> {
    this.take(this.accounts.rows());
    for (const known of this.accounts.all) this.judge.audit(known);
    if (!stage.isServerUp) return;
    for (const known of this.accounts.all) {
      if (known.calledDeadAt === null) continue;
      if (!(await reconnect(this.world, adapters, known))) continue;
      this.reconnects += 1;
      known.revokedAt = null;
      known.calledDeadAt = null;
      this.ledger.forget(known.number);
    }
    for (const row of this.accounts.rows()) {
      const known = this.accounts.withId(row.id);
      if (known !== undefined && row.tokenVersion !== known.tokenVersion) this.update(known, row);
    }
    // What a reconnect tells is a person's doing.
    this.notices.afterTick([], this.world.clock.now);
  }

  /** The last look, when the time from `start` on is over. */
  finish(start: number): void {
    for (const known of this.accounts.all) this.judge.audit(known);
    const { world, circumstances, options } = this;
    checkAppNotices(this.notices.ofApp, this.log, { circumstances, start, end: world.clock.now, grid: options.grid });
  }
}
