import { formatDate, formatShortDate, relativeText } from "@/lib/domain/date-text";

/** An instant with its exact UTC time on hover and for machines. */
export function Timestamp({
  at,
  now,
  show,
  children,
}: {
  at: Date;
  now: Date;
  show: "relative" | "short" | "day" | "minute";
  /** Other words than the time's own. */
  children?: string;
}) {
  return (
    <time dateTime={at.toISOString()} title={formatDate(at, "minute")}>
      {children ?? timeText(at, now, show)}
    </time>
  );
}

function timeText(at: Date, now: Date, show: "relative" | "short" | "day" | "minute"): string {
  switch (show) {
    case "relative":
      return relativeText(at, now);
    case "short":
      return formatShortDate(at, now);
    case "day":
      return formatDate(at);
    case "minute":
      return formatDate(at, "minute");
  }
}
