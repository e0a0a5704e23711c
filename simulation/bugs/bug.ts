import type { Adapters } from "@/lib/services/context";
import type { FindingKind } from "../findings";

/** A known way of losing tokens, planted between the services and what they act through. */
export interface Bug {
  /** What a developer who made it would say. */
  what: string;
  /** The figure that must not be met any more; others may go with it. */
  caughtBy: FindingKind;
  /** Shows only where a tick comes every minute. */
  needsMinutes?: true;
  /** Called once a run; what it returns is called for every process. */
  plant: () => (adapters: Adapters) => Adapters;
}
