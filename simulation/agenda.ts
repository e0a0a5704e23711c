import type Sqlite from "better-sqlite3";
import { DAY, HOUR } from "@/lib/domain/durations";
import { ceilTo } from "./virtual-clock";

/** Milliseconds of life left below which every minute counts. */
const LAST_DAYS = 3 * DAY;
/** Failures in a row after which waits are so long that minutes do not matter. */
const QUICK_RETRIES = 3;
/** Milliseconds. On a coarser grid first retries wait for it too, but for the last days of a life. */
const COARSE = HOUR;

const DUE = `MAX(due, IFNULL("leaseExpiresAt", 0))`;
const rows = (column: string, isUrgent: string) =>
  `SELECT "${column}" AS due, "leaseExpiresAt", ("leaseId" IS NOT NULL OR "${column}" <= :now OR ${isUrgent}) AS urgent
   FROM "ConnectedAccount" WHERE "${column}" <= :horizon`;

/**
 * When a tick has something to do, on the server's clock. Ticks without work are left out, and routine waits for the
 * next round of the grid, as on a server whose timer is late: what is urgent, or was left over, comes with
 * the next tick.
 */
export class Agenda {
  private readonly earliest: Sqlite.Statement;
  private readonly within: Sqlite.Statement;
  private readonly app: Sqlite.Statement;
  private readonly grid: number;
  private readonly step: number;

  constructor(file: Sqlite.Database, { grid, step }: { grid: number; step: number }) {
    this.grid = grid;
    this.step = step;
    const quickRetries = grid > COARSE ? 0 : QUICK_RETRIES;
    const minimum = (column: string) => `(SELECT MIN("${column}") FROM "ConnectedAccount")`;
    this.earliest = file.prepare(
      `SELECT ${minimum("nextAttemptAt")} AS attempt, ${minimum("nextCheckAt")} AS look, ${minimum("nextNoticeAt")} AS notice`,
    );
    this.within = file.prepare(
      `SELECT MIN(${DUE}) AS any, MIN(CASE WHEN urgent THEN ${DUE} END) AS urgent FROM (
        ${rows("nextAttemptAt", `"failedAttempts" BETWEEN 1 AND ${quickRetries} OR "expiresAt" < :horizon + ${LAST_DAYS}`)}
        UNION ALL ${rows("nextCheckAt", `"suspectedAt" IS NOT NULL OR "expiresAt" < :horizon + ${LAST_DAYS}`)}
        UNION ALL ${rows("nextNoticeAt", "FALSE")})`,
    );
    this.app = file.prepare(`SELECT "pausedUntil", "faultSince", "faultProbeAt" FROM "InstagramApp"`);
  }

  /** `hopeless`: until when Instagram answers nobody, so that asking every ten minutes may be left out; null: it answers. */
  next(now: number, hopeless: number | null): number {
    const nextTick = ceilTo(now + 1, this.step);
    const app = this.app.get() as
      | { pausedUntil: number | null; faultSince: number | null; faultProbeAt: number | null }
      | undefined;
    const resumeAt = Math.max(app?.pausedUntil ?? 0, app?.faultSince == null ? 0 : (app.faultProbeAt ?? 0));
    const horizon = ceilTo(now + 1, this.grid);
    if (hopeless !== null && app?.faultSince != null)
      return Math.max(nextTick, Math.min(ceilTo(hopeless, this.step), horizon));
    // Nothing but notices can be done before, and those wait for the grid.
    if (resumeAt > now) return Math.max(nextTick, Math.min(ceilTo(resumeAt, this.step), horizon));
    const due = this.within.get({ now, horizon }) as { any: number | null; urgent: number | null };
    if (due.urgent !== null && due.urgent <= horizon) return Math.max(nextTick, ceilTo(due.urgent, this.step));
    if (due.any !== null) return horizon;
    const first = this.earliest.get() as Record<"attempt" | "look" | "notice", number | null>;
    const instants = [first.attempt, first.look, first.notice].filter((instant) => instant !== null);
    return instants.length === 0 ? Number.POSITIVE_INFINITY : ceilTo(Math.min(...instants), this.grid);
  }
}
