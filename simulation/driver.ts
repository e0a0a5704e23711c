import { DAY, HOUR, MINUTE } from "@/lib/domain/durations";
import type { Adapters } from "@/lib/services/context";
import { renewDueTokens } from "@/lib/services/renew-due-tokens";
import { Agenda } from "./agenda";
import { Chance } from "./chance";
import type { Disturbance } from "./disturbance";
import { KILL_POINTS, Mortal } from "./kill";
import type { Oracle } from "./oracle";
import { Stage } from "./stage";
import { workLog } from "./work-log";
import { START, type World } from "./world";

const MOST_SPARED = 12;

export interface DriverOptions {
  days: number;
  /** Milliseconds between the ticks that do routine work. */
  grid: number;
  /** Milliseconds between the ticks of the server's timer. */
  step: number;
  /** Days between the checks of a healthy account. */
  checkInterval: number;
  /** Of the processes that do a tick's work: killed at some step of it. */
  killShare: number;
  /** Plants a bug between the services and what they act through. */
  plant?: (adapters: Adapters) => Adapters;
  onProgress?: (day: number) => void;
  /** Asked once a day: true ends the run before its time. */
  isEnough?: (oracle: Oracle) => boolean;
}

export interface DriverCounts {
  ticks: number;
  kills: number;
  renewed: number;
  checked: number;
}

/** Lets the world run: jumps from one instant at which something happens to the next, and does the server's ticks. */
export class Driver {
  readonly counts: DriverCounts = { ticks: 0, kills: 0, renewed: 0, checked: 0 };
  private readonly world: World;
  private readonly stage: Stage;
  private readonly oracle: Oracle;
  private readonly options: DriverOptions;
  private readonly agenda: Agenda;
  private readonly chance: Chance;
  private readonly beat;
  private readonly postpone;
  private readonly log: Adapters["log"];
  private wasDown = true;

  constructor(world: World, plan: readonly Disturbance[], oracle: Oracle, options: DriverOptions) {
    this.world = world;
    this.oracle = oracle;
    this.options = options;
    this.stage = new Stage(world, plan);
    this.agenda = new Agenda(world.file, options);
    this.chance = new Chance(`${world.options.seed} kills`);
    this.log = workLog((accountId, text) => oracle.log.add("work_failed", oracle.log.numberOf(accountId), text));
    this.beat = world.file.prepare(
      `UPDATE "SchedulerRun" SET "startedAt" = :beat, "beatAt" = :beat
       WHERE id = (SELECT id FROM "SchedulerRun" ORDER BY "beatAt" DESC LIMIT 1)`,
    );
    // The plus keeps SQLite from walking through all that is planned instead of what has just been answered.
    this.postpone = world.file.prepare(
      `UPDATE "ConnectedAccount" SET "nextCheckAt" = "nextCheckAt" + ${DAY} * (("lastCheckedAt" + :interval - "nextCheckAt") / ${DAY})
       WHERE "lastAnsweredAt" >= :since AND "lastCheckOutcome" = 'works' AND "lastAnswer" = 'works' AND verdict IS NULL
         AND "suspectedAt" IS NULL AND +"nextCheckAt" > :since AND "lastCheckedAt" + :interval - "nextCheckAt" >= ${DAY}`,
    );
  }

  async run(): Promise<DriverCounts> {
    const { clock } = this.world;
    const end = START + this.options.days * DAY;
    let nextAudit = START + DAY;
    while (clock.now < end) {
      const due = this.stage.isServerUp ? this.dueAt() : Number.POSITIVE_INFINITY;
      clock.moveTo(Math.min(due, this.stage.nextAt, nextAudit, end));
      for (const { account } of this.stage.perform()) this.oracle.revoked(account);
      if (this.stage.isServerUp && due <= clock.now) await this.tick();
      if (!this.stage.isServerUp) this.wasDown = true;
      if (clock.now >= nextAudit) {
        await this.oracle.audit(this.stage, this.processAdapters(null));
        this.options.onProgress?.(Math.floor((clock.now - START) / DAY));
        if (this.options.isEnough?.(this.oracle) === true) break;
        nextAudit += DAY;
      }
    }
    this.oracle.finish(START);
    return this.counts;
  }

  /** When the next tick has work, on Instagram's clock. */
  private dueAt(): number {
    const { serverNow, skew } = this.world.clock;
    const hopeless = this.stage.isInstagramDown ? this.stage.nextAt + skew : null;
    return this.agenda.next(serverNow, hopeless) - skew;
  }

  private async tick(): Promise<void> {
    const { clock } = this.world;
    const startedAt = clock.serverNow;
    if (!this.wasDown) this.beat.run({ beat: startedAt - MINUTE });
    this.wasDown = false;
    const processes = Array.from({ length: this.stage.schedulers }, () => this.mortal());
    const runs = await Promise.allSettled(
      processes.map((mortal) => renewDueTokens(this.processAdapters(mortal), { trigger: "scheduler" })),
    );
    this.counts.ticks += 1;
    for (const [index, run] of runs.entries()) {
      if (run.status === "fulfilled") {
        this.counts.renewed += run.value.renewed;
        this.counts.checked += run.value.checked;
      } else if (processes[index]?.killed !== true) throw run.reason;
    }
    this.counts.kills += processes.filter((mortal) => mortal?.killed === true).length;
    this.oracle.afterTick(startedAt);
    this.stretchChecks(startedAt);
  }

  private mortal(): Mortal | null {
    if (!this.chance.happens(this.options.killShare)) return null;
    const point = this.chance.pick(KILL_POINTS);
    const spared = this.chance.between(0, point === "any_query" ? MOST_SPARED * 3 : MOST_SPARED / 4);
    return new Mortal({ point, spared });
  }

  private processAdapters(mortal: Mortal | null): Adapters {
    const watch = this.oracle.watcher(this.stage, () => mortal?.killed === true);
    const adapters = this.world.adapters(watch, this.log);
    const planted = this.options.plant?.(adapters) ?? adapters;
    return mortal?.adapters(planted) ?? planted;
  }

  /** The services check daily; in a world of weekly checks those of healthy accounts are moved. */
  private stretchChecks(since: number): void {
    const { checkInterval } = this.options;
    if (checkInterval > 1) this.postpone.run({ since, interval: checkInterval * DAY + 12 * HOUR });
  }
}
