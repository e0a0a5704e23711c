import { ControlError } from "./control-error";
import { MINUTE } from "./durations";
import type { FaultKind } from "./fault-kinds";
import { DIGITS } from "./random";
import type { Endpoint } from "./router";
import { type Store, touch } from "./store";
import type { World } from "./world";

export interface Fault {
  id: string;
  kind: FaultKind;
  /** Null stands for every endpoint except the two of consent. */
  endpoints: Endpoint[] | null;
  /** How many calls it still meets, or null without limit. */
  remaining: number | null;
  /** Unix milliseconds on the simulator's clock, or null without end. */
  until: number | null;
  userId: string | null;
  /** For `slow`. */
  milliseconds: number;
  /** For `rate_limit_business`: minutes in the usage header; null counts down to `until`. */
  estimatedMinutes: number | null;
}

export interface FaultInput {
  kind: FaultKind;
  endpoints?: Endpoint[];
  times?: number;
  minutes?: number;
  username?: string;
  milliseconds?: number;
  estimatedMinutes?: number;
}

const DEFAULT_SLOWNESS = 5_000;
const DEFAULT_ESTIMATED_MINUTES = 15;

/** An app that was switched off cannot ask for consent either; other faults must name consent. */
const ALSO_CONSENT: ReadonlySet<FaultKind> = new Set<FaultKind>(["app_disabled"]);

export function createFault(input: FaultInput, userId: string | null, world: World): Fault {
  const { minutes, times = null } = input;
  if (times !== null && !(Number.isInteger(times) && times > 0)) {
    throw new ControlError("invalid_input", "times must be a whole number above 0.");
  }
  return {
    id: `fault-${world.random.text(8, DIGITS)}`,
    kind: input.kind,
    endpoints: input.endpoints ?? null,
    remaining: times,
    until: minutes === undefined ? null : world.clock.now() + minutes * MINUTE,
    userId,
    milliseconds: input.milliseconds ?? DEFAULT_SLOWNESS,
    estimatedMinutes: input.estimatedMinutes ?? null,
  };
}

/** Whole minutes until the limit is over, as the usage header tells them. */
export function minutesToWait(fault: Fault, now: number): number {
  if (fault.estimatedMinutes !== null) return fault.estimatedMinutes;
  return fault.until === null ? DEFAULT_ESTIMATED_MINUTES : Math.ceil((fault.until - now) / MINUTE);
}

function concerns(fault: Fault, endpoint: Endpoint, userId: string | null): boolean {
  if (fault.userId !== null && fault.userId !== userId) return false;
  if (fault.endpoints !== null) return fault.endpoints.includes(endpoint);
  const consent = endpoint === "authorize" || endpoint === "authorize_decision";
  return !consent || ALSO_CONSENT.has(fault.kind);
}

/** The faults that a call meets, oldest first; those whose time is over are forgotten on the way. */
export function activeFaults(store: Store, call: { endpoint: Endpoint; userId: string | null; now: number }): Fault[] {
  if (store.faults.length === 0) return [];
  const living = store.faults.filter(({ until }) => until === null || until > call.now);
  if (living.length !== store.faults.length) {
    store.faults = living;
    touch(store);
  }
  return living.filter((fault) => concerns(fault, call.endpoint, call.userId));
}

/** Counts one call that the fault has changed. */
export function spendFault(store: Store, fault: Fault): void {
  if (fault.remaining === null) return;
  fault.remaining -= 1;
  if (fault.remaining <= 0) store.faults = store.faults.filter(({ id }) => id !== fault.id);
  touch(store);
}
