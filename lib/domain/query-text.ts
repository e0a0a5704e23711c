import { after, DAY } from "./durations";

/** What a page's URL says behind the question mark, as Next hands it over. */
export type SearchParameters = Record<string, string | string[] | undefined>;

const LONGEST_TEXT = 100;

/** The first value of that name, "" when there is none. */
export function firstValue(parameters: SearchParameters, name: string): string {
  const value = parameters[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
}

/** Whole characters only, and none that PostgreSQL refuses. */
export function plainText(text: string): string {
  const wellFormed = text.toWellFormed().replaceAll("\0", "").trim();
  return [...wellFormed].slice(0, LONGEST_TEXT).join("").trim();
}

/** A page's number from 1 to `most`; 1 when the text is none. */
export function parsePage(text: string, most: number): number {
  const page = /^\d{1,6}$/.test(text) ? Number(text) : 1;
  return Math.min(Math.max(1, page), most);
}

/** First and last day, both included, as `2026-11-24` in UTC; null: open. */
export interface DaySpan {
  from: string | null;
  to: string | null;
}

/** A day that exists, or null. There is no year 0, and PostgreSQL knows none. */
export function parseDay(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith("0000")) return null;
  const instant = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text) ? text : null;
}

/** The instants of the days: from the first one's beginning to before the end of the last one. */
export function instantsOf({ from, to }: DaySpan): { since: Date | null; before: Date | null } {
  const start = (day: string) => new Date(`${day}T00:00:00.000Z`);
  return { since: from === null ? null : start(from), before: to === null ? null : after(start(to), DAY) };
}

/** `?name=value&…` of what is set, "" when nothing is. Page 1 is not named. */
export function queryString(values: Readonly<Record<string, string | null>>, page: number): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== null && value !== "") parameters.set(name, value);
  if (page > 1) parameters.set("page", String(page));
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}
