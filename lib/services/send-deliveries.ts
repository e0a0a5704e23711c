import "server-only";
import { findDueDeliveries } from "@/lib/db/notice-deliveries";
import type { Adapters } from "./context";
import { sendDelivery } from "./send-delivery";

/** Messages that are sent at once by one process. */
const SENDING_CONCURRENCY = 4;
const DELIVERIES_PER_READ = 100;

export interface SendingLimits {
  /** Nothing new begins from then on, by the adapters' clock. */
  deadline: Date;
  /** Nothing new begins once it is aborted. What is being sent has its own time limit and ends by itself. */
  signal?: AbortSignal;
}

/** Sends what is due. Safe to call from several processes: each attempt is claimed. One failure never touches another. */
export async function sendDeliveries(
  adapters: Adapters,
  { deadline, signal }: SendingLimits,
): Promise<{ sent: number; failed: number }> {
  const counts = { sent: 0, failed: 0 };
  const isOver = (): boolean => signal?.aborted === true || adapters.clock().getTime() >= deadline.getTime();
  // What was due at the beginning: a message that fails now is for a later run.
  const now = adapters.clock();
  const seen = new Set<string>();
  while (!isOver()) {
    const found = await findDueDeliveries(adapters.db, now, DELIVERIES_PER_READ);
    const queue = found.filter(({ id }) => !seen.has(id));
    if (queue.length === 0) return counts;
    for (const { id } of queue) seen.add(id);
    const worker = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined && !isOver(); next = queue.shift()) {
        const { kind } = await sendDelivery(adapters, next);
        if (kind !== "taken") counts[kind] += 1;
      }
    };
    await Promise.all(Array.from({ length: SENDING_CONCURRENCY }, worker));
  }
  return counts;
}
