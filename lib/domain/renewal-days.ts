import { counted } from "./date-text";
import { RUNWAY_DAYS } from "./runway";

/** How many accounts are renewed by themselves so many whole days from now. */
export interface RenewalDay {
  /** 0 … 60, as on the runway; the last one also holds what comes later. */
  day: number;
  count: number;
}

/** Sums by the runway's days; what is overdue stands with today. */
export function renewalDays(rows: readonly RenewalDay[]): RenewalDay[] {
  const sums = new Map<number, number>();
  for (const { day, count } of rows) {
    const place = Math.min(Math.max(day, 0), RUNWAY_DAYS);
    sums.set(place, (sums.get(place) ?? 0) + count);
  }
  return [...sums].map(([day, count]) => ({ day, count })).sort((a, b) => a.day - b.day);
}

const WEEK = 7;
const MONTH = 30;

/** The marks of the next renewals as a sentence, for those who cannot see them. */
export function renewalsSentence(days: readonly RenewalDay[], total: number): string {
  const within = (limit: number): number => days.reduce((sum, { day, count }) => (day < limit ? sum + count : sum), 0);
  const [soon, month, all] = [within(WEEK), within(MONTH), within(Number.POSITIVE_INFINITY)];
  if (all === 0) return "No renewal is planned.";
  const parts = [
    `${soon.toLocaleString("en-US")} within ${counted(WEEK, "day")}`,
    `${(month - soon).toLocaleString("en-US")} within ${counted(MONTH, "day")}`,
    `${(all - month).toLocaleString("en-US")} later`,
  ];
  const never = total - all;
  return `Next renewals: ${parts.join(", ")}${never > 0 ? `; none for ${counted(never, "account")}` : ""}.`;
}
