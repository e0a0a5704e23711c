import { after, DAY, HOUR, MINUTE } from "./durations";

/** Milliseconds from the first attempt's day: how long a message is tried before it is given up. */
export const DELIVERY_WINDOW = DAY;

/** Milliseconds after the first, second, third … failed attempt; the last one holds for all that follow. */
const WAITS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR] as const;
const LATER_WAIT = 6 * HOUR;

/**
 * When a message that has just failed is tried again, or null when it is given up. The last attempt comes at the end of
 * the window; after a downtime beyond it the attempt that was due is the last one.
 *
 * @param attempts how many have failed, from 1.
 * @param since when the message was written, or sent again by a person.
 */
export function nextDelivery(attempts: number, since: Date, now: Date): Date | null {
  const end = after(since, DELIVERY_WINDOW);
  if (now.getTime() >= end.getTime()) return null;
  const next = after(now, WAITS[attempts - 1] ?? LATER_WAIT);
  return next.getTime() > end.getTime() ? end : next;
}
