import { after, DAY, elapsed, HOUR } from "./durations";

/** Hours after midnight UTC. */
const FIRST_HOUR = 8;
const MONDAY = 1;

/** The week that a digest is due for, such as "2026-W48", or null: it comes on Mondays from 08:00 UTC on. */
export function digestWeek(now: Date): string | null {
  if (now.getUTCDay() !== MONDAY || now.getUTCHours() < FIRST_HOUR) return null;
  return isoWeek(now);
}

/** ISO 8601: a week belongs to the year that its Thursday is in, and a year's first Thursday is in week 1. */
export function isoWeek(instant: Date): string {
  const daysSinceMonday = (instant.getUTCDay() + 6) % 7;
  const thursday = after(instant, (3 - daysSinceMonday) * DAY);
  const year = thursday.getUTCFullYear();
  const week = Math.floor(elapsed(new Date(Date.UTC(year, 0, 1)), thursday) / (168 * HOUR)) + 1;
  return `${year}-W${String(week).padStart(2, "0")}`;
}
