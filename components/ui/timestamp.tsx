import { formatDate, formatNear, formatShortDate, lengthText, relativeText } from "@/lib/domain/date-text";
import { elapsed } from "@/lib/domain/durations";

type Show = "relative" | "left" | "short" | "near" | "day" | "minute";

/** An instant with its exact UTC time on hover and for machines. Relative ones count down on an open page. */
export function Timestamp({
  at,
  now,
  show,
  children,
}: {
  at: Date;
  now: Date;
  show: Show;
  /** Other words than the time's own. */
  children?: string;
}) {
  return (
    <time
      dateTime={at.toISOString()}
      title={formatDate(at, "minute")}
      data-relative={children === undefined && (show === "relative" || show === "left") ? show : undefined}
    >
      {children ?? timeText(at, now, show)}
    </time>
  );
}

function timeText(at: Date, now: Date, show: Show): string {
  switch (show) {
    case "relative":
      return relativeText(at, now);
    case "left":
      return `${lengthText(elapsed(now, at))} left`;
    case "near":
      return formatNear(at, now);
    case "short":
      return formatShortDate(at, now);
    case "day":
      return formatDate(at);
    case "minute":
      return formatDate(at, "minute");
  }
}
