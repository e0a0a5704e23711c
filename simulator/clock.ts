import { DAY, HOUR, MINUTE } from "./durations";

/** Added up; `ms` are milliseconds. */
export interface ClockMove {
  days?: number;
  hours?: number;
  minutes?: number;
  ms?: number;
}

export interface ClockState {
  /** Milliseconds added to the source's time. */
  offset: number;
  /** Unix milliseconds at which the clock stands still, or null while it runs. */
  frozenAt: number | null;
}

export interface SimulatorClock {
  /** Unix milliseconds in the simulated world. */
  now(): number;
  /** Moves by `milliseconds`; a frozen clock jumps and stays frozen. */
  advance(milliseconds: number): void;
  set(at: number): void;
  freeze(): void;
  unfreeze(): void;
  state(): ClockState;
  restore(state: ClockState): void;
}

/** A clock that runs beside `source` (unix milliseconds) at a settable distance. */
export function createClock(source: () => number): SimulatorClock {
  let offset = 0;
  let frozenAt: number | null = null;

  const now = (): number => frozenAt ?? Math.floor(source() + offset);
  const set = (at: number): void => {
    if (frozenAt === null) offset = at - source();
    else frozenAt = at;
  };

  return {
    now,
    set,
    advance: (milliseconds) => set(now() + milliseconds),
    freeze() {
      frozenAt = now();
    },
    unfreeze() {
      const at = now();
      frozenAt = null;
      set(at);
    },
    state: () => ({ offset, frozenAt }),
    restore(state) {
      offset = state.offset;
      frozenAt = state.frozenAt;
    },
  };
}

/** The same clock for the length of one call: whoever reads it twice reads the same instant. */
export function standingStill(clock: SimulatorClock): SimulatorClock {
  const at = clock.now();
  return { ...clock, now: () => at };
}

export function millisecondsOf({ days = 0, hours = 0, minutes = 0, ms = 0 }: ClockMove): number {
  return days * DAY + hours * HOUR + minutes * MINUTE + ms;
}
