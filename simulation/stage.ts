import { MINUTE } from "@/lib/domain/durations";
import type { AccountFault } from "@/simulator/store";
import { DEFAULT_SWITCHES } from "@/simulator/switches";
import type { Disturbance } from "./disturbance";
import { EFFECTS } from "./fault-effects";
import { usernameOf, type World } from "./world";

interface Cue {
  at: number;
  disturbance: Disturbance;
  begins: boolean;
}

/** Carries the plan out: begins and ends every disturbance at its instant. */
export class Stage {
  private readonly world: World;
  private readonly cues: Cue[];
  private next = 0;
  private readonly active = new Set<Disturbance>();

  constructor(world: World, plan: readonly Disturbance[]) {
    this.world = world;
    this.cues = plan
      .flatMap((disturbance) => [
        { at: disturbance.at, disturbance, begins: true },
        { at: disturbance.until, disturbance, begins: false },
      ])
      .sort((one, other) => one.at - other.at || Number(one.begins) - Number(other.begins));
  }

  /** When something begins or ends next. */
  get nextAt(): number {
    return this.cues[this.next]?.at ?? Number.POSITIVE_INFINITY;
  }

  get isServerUp(): boolean {
    return this.count("downtime") === 0;
  }

  /** True while nobody gets a usable answer to anything. */
  get isInstagramDown(): boolean {
    return this.activeOf("answers").some(({ account, endpoints, fault }) => {
      const { blocksRefresh, blocksLook } = EFFECTS[fault];
      return account === null && endpoints === null && blocksRefresh && blocksLook;
    });
  }

  /** Processes that run the scheduler side by side. */
  get schedulers(): number {
    return Math.max(1, ...this.activeOf("schedulers").map(({ count }) => count));
  }

  spoilsTokensOf(account: number): boolean {
    return this.activeOf("spoiled_tokens").some((spoiled) => spoiled.account === account);
  }

  /** Everything that begins or ends up to now. @returns the revocations among it. */
  perform(): (Disturbance & { kind: "revocation" })[] {
    const revoked: (Disturbance & { kind: "revocation" })[] = [];
    for (
      let cue = this.cues[this.next];
      cue !== undefined && cue.at <= this.world.clock.now;
      cue = this.cues[this.next]
    ) {
      this.next += 1;
      const { disturbance, begins } = cue;
      if (begins && disturbance.kind === "revocation") revoked.push(disturbance);
      if (begins) this.begin(disturbance);
      else this.end(disturbance);
    }
    return revoked;
  }

  private begin(disturbance: Disturbance): void {
    const { simulator, clock } = this.world;
    switch (disturbance.kind) {
      case "answers": {
        const { fault, account, endpoints, times, until } = disturbance;
        const minutes = (until - clock.now) / MINUTE;
        if (minutes <= 0) return;
        const username = account === null ? undefined : usernameOf(account);
        simulator.setFault({ kind: fault, endpoints: endpoints ?? undefined, times, minutes, username });
        break;
      }
      case "revocation":
        simulator.setAccountFault({ username: usernameOf(disturbance.account), fault: disturbance.fault });
        this.setIllness(disturbance.account);
        return;
      case "illness":
        this.active.add(disturbance);
        this.setIllness(disturbance.account);
        return;
      case "switches":
        simulator.setSwitches(disturbance.change);
        return;
      case "clock_jump":
        clock.skew = disturbance.by;
        break;
    }
    this.active.add(disturbance);
  }

  private end(disturbance: Disturbance): void {
    this.active.delete(disturbance);
    if (disturbance.kind === "illness") this.setIllness(disturbance.account);
    if (disturbance.kind === "switches") this.world.simulator.setSwitches({ ...DEFAULT_SWITCHES });
    if (disturbance.kind === "clock_jump") this.world.clock.skew = this.activeOf("clock_jump").at(-1)?.by ?? 0;
  }

  /** Several illnesses may overlap; the account is well when the last one is over. */
  private setIllness(account: number): void {
    const fault: AccountFault | null =
      this.activeOf("illness")
        .filter((illness) => illness.account === account)
        .at(-1)?.fault ?? null;
    this.world.simulator.setAccountFault({ username: usernameOf(account), fault });
  }

  private activeOf<Kind extends Disturbance["kind"]>(kind: Kind): (Disturbance & { kind: Kind })[] {
    return [...this.active].filter((one): one is Disturbance & { kind: Kind } => one.kind === kind);
  }

  private count(kind: Disturbance["kind"]): number {
    return this.activeOf(kind).length;
  }
}
