import type { FaultKind } from "@/simulator/fault-kinds";
import type { AccountFault } from "@/simulator/store";
import type { Switches } from "@/simulator/switches";

/** Something that goes wrong. Instants are unix milliseconds on Instagram's clock. */
export type Disturbance = { at: number; until: number } & (
  | {
      kind: "answers";
      fault: FaultKind;
      account: number | null;
      endpoints: ("refresh" | "me")[] | null;
      times?: number;
    }
  /** A refresh hands out a token that Instagram itself does not know; the old one lives. */
  | { kind: "spoiled_tokens"; account: number }
  | { kind: "illness"; fault: AccountFault; account: number }
  | { kind: "revocation"; fault: AccountFault; account: number }
  | { kind: "downtime" }
  | { kind: "schedulers"; count: number }
  | { kind: "clock_jump"; by: number }
  | { kind: "switches"; change: Partial<Switches> }
);

export type DisturbanceKind = Disturbance["kind"];
