import { DAY, elapsed, HOUR, MINUTE } from "./durations";

// Pure, so that a script that only counts down leaves them out.
const DATE = /* @__PURE__ */ new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
const MINUTE_OF_DAY = /* @__PURE__ */ new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

/** "9 Jan 2027" or, by minute, "9 Jan 2027, 06:14 UTC". Always UTC, whatever the server's own zone. */
export function formatDate(instant: Date, precision: "day" | "minute" = "day"): string {
  const day = DATE.format(instant);
  return precision === "day" ? day : `${day}, ${formatTime(instant)}`;
}

/** "9 Jan" when `instant` is within half a year of `now`, else with its year. */
export function formatShortDate(instant: Date, now: Date): string {
  const text = formatDate(instant);
  return Math.abs(elapsed(now, instant)) < 183 * DAY ? text.replace(/ \d{4}$/, "") : text;
}

/** "14:05 UTC". */
export function formatTime(instant: Date): string {
  return `${MINUTE_OF_DAY.format(instant)} UTC`;
}

/** "14:05 UTC" when `instant` is less than a day away, else "9 Jan". */
export function formatNear(instant: Date, now: Date): string {
  return Math.abs(elapsed(now, instant)) < DAY ? formatTime(instant) : formatShortDate(instant, now);
}

/** "in 41 days", "in 3 hours", "2 days ago", "just now". Rounded down, so that time left is never overstated. */
export function relativeText(instant: Date, now: Date): string {
  const distance = elapsed(now, instant);
  const length = Math.abs(distance);
  if (length < MINUTE) return distance > 0 ? "in less than a minute" : "just now";
  const text = lengthText(length);
  return distance > 0 ? `in ${text}` : `${text} ago`;
}

/** "41 days", "3 hours", "12 minutes": the largest whole unit, rounded down. */
export function lengthText(milliseconds: number): string {
  if (milliseconds >= DAY) return counted(Math.floor(milliseconds / DAY), "day");
  if (milliseconds >= HOUR) return counted(Math.floor(milliseconds / HOUR), "hour");
  return counted(Math.max(1, Math.floor(milliseconds / MINUTE)), "minute");
}

/** "1 account", "2 accounts", "12,480 accounts". */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? noun : plural}`;
}
