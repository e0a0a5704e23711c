import { counted } from "@/lib/domain/date-text";
import { RUNWAY_DAYS, type Runway, type RunwayDot } from "@/lib/domain/runway";
import { STATUS_TEXT, TOKEN_STATUSES, type TokenStatus } from "@/lib/domain/token-status";

/** Days that a phone's group holds; the last group holds the sixtieth day too. */
export const DAYS_A_GROUP = 3;
const GROUPS = RUNWAY_DAYS / DAYS_A_GROUP;
/** Higher piles of dots than these would make the picture a tower. */
const HIGHEST_DAY = 6;
const HIGHEST_GROUP = 9;
const MOST_NAMES = 8;

export interface RunwayColumn {
  from: number;
  to: number;
  total: number;
  segments: { status: TokenStatus; count: number }[];
  names: string[];
}

/** The dots by group and, in it, by day: one drawing serves both widths. */
export function dotGroups(dots: readonly RunwayDot[]): RunwayDot[][][] {
  const groups = Array.from({ length: GROUPS }, (_, group) =>
    Array.from({ length: group === GROUPS - 1 ? DAYS_A_GROUP + 1 : DAYS_A_GROUP }, (): RunwayDot[] => []),
  );
  for (const dot of [...dots].sort(byUrgency)) {
    const group = Math.min(Math.floor(dot.day / DAYS_A_GROUP), GROUPS - 1);
    groups[group]?.[dot.day - group * DAYS_A_GROUP]?.push(dot);
  }
  return groups;
}

/** True when every account can have a dot of its own. */
export function dotsFit(groups: readonly RunwayDot[][][]): boolean {
  return groups.every(
    (days) => days.flat().length <= HIGHEST_GROUP && days.every((dots) => dots.length <= HIGHEST_DAY),
  );
}

/** Stacked bars, each of `days` days (the last one also holds the sixtieth). */
export function runwayColumns(runway: Runway, days: number): RunwayColumn[] {
  const count = days === 1 ? RUNWAY_DAYS + 1 : Math.floor(RUNWAY_DAYS / days);
  const columns = Array.from({ length: count }, (_, index): RunwayColumn => {
    const to = index === count - 1 ? RUNWAY_DAYS : (index + 1) * days - 1;
    return { from: index * days, to, total: 0, segments: [], names: [] };
  });
  const at = (day: number) => columns[Math.min(Math.floor(day / days), count - 1)];
  if (runway.kind === "bins") for (const bin of runway.bins) add(at(bin.day), bin.status, bin.count);
  else
    for (const dot of runway.dots) {
      add(at(dot.day), dot.status, 1);
      at(dot.day)?.names.push(`@${dot.username}`);
    }
  for (const { segments } of columns) segments.sort(byUrgency);
  return columns;
}

/** Per cent of the plot's height: about two pixels, so that one account among thousands still shows. */
const LEAST_HEIGHT = 2.5;
/** Per cent: about one pixel between two statuses. */
const GAP = 1.25;

/** Where the statuses of a column lie in a plot as high as `highest` accounts, in per cent from its top. */
export function barParts(
  column: RunwayColumn,
  highest: number,
): { status: TokenStatus; top: number; height: number }[] {
  const wanted = column.segments.map(({ count }) => Math.max(LEAST_HEIGHT, (count / highest) * 100));
  const scale = Math.min(1, 100 / wanted.reduce((sum, height) => sum + height, 0));
  let top = 100;
  return column.segments.map(({ status }, index) => {
    const height = (wanted[index] ?? 0) * scale;
    top -= height;
    return { status, top: rounded(top), height: rounded(index === 0 ? height : height - GAP) };
  });
}

/** Two digits behind the point are more than a screen can show. */
function rounded(number: number): number {
  return Math.round(number * 100) / 100;
}

function add(column: RunwayColumn | undefined, status: TokenStatus, count: number): void {
  if (column === undefined) return;
  column.total += count;
  const segment = column.segments.find((each) => each.status === status);
  if (segment === undefined) column.segments.push({ status, count });
  else segment.count += count;
}

function byUrgency(a: { status: TokenStatus }, b: { status: TokenStatus }): number {
  return TOKEN_STATUSES.indexOf(b.status) - TOKEN_STATUSES.indexOf(a.status);
}

export function dotText(dot: RunwayDot): string {
  return `@${dot.username}: ${dayText(dot.day, dot.day, dot.status)}, ${STATUS_TEXT[dot.status]}`;
}

export function columnText(column: RunwayColumn): string {
  const days = dayText(column.from, column.to, null);
  const statuses = column.segments
    .map(({ status, count }) => `${count.toLocaleString("en-US")} ${STATUS_TEXT[status].toLowerCase()}`)
    .join(", ");
  const more = column.names.length - MOST_NAMES;
  const names = column.names.slice(0, MOST_NAMES).join(", ");
  const tail = names === "" ? "" : `. ${names}${more > 0 ? ` and ${more} more` : ""}`;
  return `${capital(days)}: ${counted(column.total, "account")} (${statuses})${tail}`;
}

function dayText(from: number, to: number, status: TokenStatus | null): string {
  if (status === "expired" || status === "reconnect_needed") return "ended";
  if (to === RUNWAY_DAYS) return from === to ? "60 days or more left" : `${from} days or more left`;
  if (from !== to) return `${from} to ${to} days left`;
  if (from === 0) return status === null ? "ended or ends within a day" : "less than a day left";
  return `${counted(from, "day")} left`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
