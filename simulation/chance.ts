import { createRandom, type Random } from "@/simulator/random";

const FINE = 1_000_000;

/** The simulation's only source of chance: one stream a purpose, so that one more throw here moves nothing there. */
export class Chance {
  private readonly random: Random;

  constructor(seed: string) {
    this.random = createRandom(seed);
  }

  /** From 0 up to 1. */
  share(): number {
    return this.random.integer(0, FINE - 1) / FINE;
  }

  happens(probability: number): boolean {
    return this.share() < probability;
  }

  /** A whole number from `least` to `most`, every one as likely. */
  between(least: number, most: number): number {
    return Math.floor(least + this.share() * (most - least + 1));
  }

  /** A whole number from `least` to `most`; every doubling is as likely, so that minutes and weeks both come up. */
  scaled(least: number, most: number): number {
    return Math.round(least * (most / least) ** this.share());
  }

  pick<Value>(values: readonly [Value, ...Value[]]): Value {
    return values[Math.floor(this.share() * values.length)] ?? values[0];
  }

  /** Instants from `start` to `end` that come by themselves, `mean` milliseconds apart on average. */
  arrivals(start: number, end: number, mean: number): number[] {
    const instants: number[] = [];
    for (let at = start; ; ) {
      at += Math.round(-Math.log(1 - this.share()) * mean) + 1;
      if (at >= end) return instants;
      instants.push(at);
    }
  }
}
