/** Half-open, unix milliseconds. */
export interface Interval {
  start: number;
  end: number;
}

/** Times during which something was so, in any order, overlapping or not. */
export class Intervals {
  private readonly list: Interval[] = [];

  add(start: number, end: number): void {
    if (end > start) this.list.push({ start, end });
  }

  /** Those that touch the time from `start` to `end`. */
  within(start: number, end: number): Interval[] {
    return this.list.filter((interval) => interval.end > start && interval.start < end);
  }

  covering(instant: number): Interval | undefined {
    return this.list.find(({ start, end }) => start <= instant && instant < end);
  }
}

/** What is left of the time from `start` to `end` when the blocked times are taken out; in order. */
export function openStretches(start: number, end: number, blocked: readonly Interval[]): Interval[] {
  const open: Interval[] = [];
  let from = start;
  for (const block of [...blocked].sort((one, other) => one.start - other.start)) {
    if (block.start > from) open.push({ start: from, end: Math.min(block.start, end) });
    from = Math.max(from, block.end);
    if (from >= end) return open.filter((stretch) => stretch.end > stretch.start);
  }
  if (from < end) open.push({ start: from, end });
  return open.filter((stretch) => stretch.end > stretch.start);
}

/** Milliseconds; 0 when there is none. */
export function longestOf(stretches: readonly Interval[]): number {
  return stretches.reduce((longest, { start, end }) => Math.max(longest, end - start), 0);
}
