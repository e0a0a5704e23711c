const PACIFIC = new Intl.DateTimeFormat("en-US", {
  timeZone: "America/Los_Angeles",
  weekday: "long",
  day: "2-digit",
  month: "short",
  year: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
});

/** `Tuesday, 02-Dec-25 06:00:00 PST`, as in the message of an expired session (instagram-platform §6.2). */
export function pacificTime(at: number): string {
  const parts = new Map(PACIFIC.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? "";
  const date = `${part("day")}-${part("month")}-${part("year")}`;
  const time = `${part("hour")}:${part("minute")}:${part("second")}`;
  return `${part("weekday")}, ${date} ${time} ${part("timeZoneName")}`;
}
