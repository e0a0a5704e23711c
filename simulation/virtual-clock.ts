import { MINUTE } from "@/lib/domain/durations";

/** Time that passes only when it is told to. All instants are unix milliseconds. */
export class VirtualClock {
  /** What Instagram's clock shows. */
  now: number;
  /** Milliseconds that the server's clock is ahead of Instagram's; a bad time server moves it. */
  skew = 0;

  constructor(start: number) {
    this.now = start;
  }

  /** What the server's own clock shows. */
  get serverNow(): number {
    return this.now + this.skew;
  }

  /** Never goes back: work that took long may have passed the instant already. */
  moveTo(instant: number): void {
    this.now = Math.max(this.now, instant);
  }

  pass(milliseconds: number): void {
    this.now += milliseconds;
  }
}

/** The first whole `step` at or after `instant`. */
export function ceilTo(instant: number, step: number = MINUTE): number {
  return Math.ceil(instant / step) * step;
}
