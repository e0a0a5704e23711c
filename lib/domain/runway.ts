import type { TokenFacts } from "./account-facts";
import { counted } from "./date-text";
import { after, DAY, elapsed } from "./durations";
import { TOKEN_STATUSES, type TokenStatus, tokenStatus } from "./token-status";

/** Days shown. Tokens that live longer (up to 90 days are believed) stand in the last one. */
export const RUNWAY_DAYS = 60;
/** Up to this many accounts each gets a dot of its own. */
export const MOST_RUNWAY_DOTS = 120;

export interface RunwayDot {
  id: string;
  username: string;
  status: TokenStatus;
  /** Whole days of life left, 0 … 60. */
  day: number;
}

export interface RunwayBin {
  day: number;
  status: TokenStatus;
  count: number;
}

export type Runway =
  | { kind: "dots"; dots: RunwayDot[]; total: number }
  | { kind: "bins"; bins: RunwayBin[]; total: number };

/** The day column of an expiry; a dead or expired token stands at 0. */
export function runwayDay(facts: Pick<TokenFacts, "verdict" | "expiresAt">, now: Date): number {
  if (facts.verdict === "dead") return 0;
  // Whole days still to come, so that exactly 14 days stand with "expiring soon", as the status says.
  const days = Math.ceil(elapsed(now, facts.expiresAt) / DAY) - 1;
  return Math.min(Math.max(days, 0), RUNWAY_DAYS);
}

export function runwayDot(
  account: Pick<TokenFacts, "verdict" | "expiresAt"> & { id: string; username: string },
  now: Date,
): RunwayDot {
  return {
    id: account.id,
    username: account.username,
    status: tokenStatus(account, now),
    day: runwayDay(account, now),
  };
}

/** Sums rows that share a verdict and a day of expiry into bins; one row may stand for many accounts. */
export function runwayBins(
  rows: readonly { verdict: TokenFacts["verdict"]; day: number; count: number }[],
  now: Date,
): RunwayBin[] {
  const sums = new Map<string, RunwayBin>();
  for (const row of rows) {
    const facts = { verdict: row.verdict, expiresAt: after(now, row.day < 0 ? 0 : row.day * DAY + 1) };
    const status = tokenStatus(facts, now);
    const day = runwayDay(facts, now);
    const key = `${day} ${status}`;
    const bin = sums.get(key);
    if (bin === undefined) sums.set(key, { day, status, count: row.count });
    else bin.count += row.count;
  }
  return [...sums.values()].sort(
    (a, b) => a.day - b.day || TOKEN_STATUSES.indexOf(a.status) - TOKEN_STATUSES.indexOf(b.status),
  );
}

/** The picture as a sentence, for those who cannot see it. */
export function runwaySentence(runway: Runway): string {
  const count = (test: (day: number, status: TokenStatus) => boolean): number =>
    runway.kind === "dots"
      ? runway.dots.filter((dot) => test(dot.day, dot.status)).length
      : runway.bins.filter((bin) => test(bin.day, bin.status)).reduce((sum, bin) => sum + bin.count, 0);
  const ended = count((_, status) => status === "expired" || status === "reconnect_needed");
  const soon = count((day, status) => day < 14 && status !== "expired" && status !== "reconnect_needed");
  const later = runway.total - ended - soon;
  const [endedText, soonText, laterText] = [ended, soon, later].map((number) => number.toLocaleString("en-US"));
  return `Remaining life of ${counted(runway.total, "account")}: ${endedText} ended, ${soonText} within 14 days, ${laterText} later.`;
}
