import type Sqlite from "better-sqlite3";
import type { Verdict } from "@/lib/domain/account-facts";
import type { NoticeKind } from "@/lib/domain/notice";
import type { AppNotice } from "./app-notice-check";

interface NoticeRow {
  /** Grows with the time of writing. */
  id: string;
  key: string;
  kind: NoticeKind;
  accountId: string | null;
  at: number;
  detail: string;
}

/** What an account was said to be before a tick and after it. */
export interface VerdictChange {
  accountId: string;
  before: Verdict | null;
  after: Verdict | null;
}

const STATES: Partial<Record<NoticeKind, Verdict | null>> = {
  reconnect_needed: "dead",
  action_needed: "action_needed",
  permission_problem: "permission",
  recovered: null,
};
const THRESHOLD = /:expiring:(\d+)/;

/** Reads what people were told, and holds it to what happened: every change once, every threshold once. */
export class NoticeCheck {
  count = 0;
  readonly ofApp: AppNotice[] = [];
  private last = "";
  private readonly read: Sqlite.Statement;
  /** Everything that must be unique, however its key is made. */
  private readonly told = new Set<string>();

  constructor(file: Sqlite.Database) {
    this.read = file.prepare(`SELECT id, key, kind, "accountId", "at", detail FROM "Notice" WHERE id > ? ORDER BY id`);
  }

  /** `now` on Instagram's clock. @returns what is wrong with the notices since the last time, by account. */
  afterTick(
    changes: readonly VerdictChange[],
    now: number,
  ): { accountId: string | null; kind: "double" | "missing"; text: string }[] {
    const rows = this.read.all(this.last) as NoticeRow[];
    this.last = rows.at(-1)?.id ?? this.last;
    this.count += rows.length;
    const wrong: ReturnType<NoticeCheck["afterTick"]> = [];
    for (const row of rows) {
      if (row.accountId === null) this.ofApp.push({ kind: row.kind, at: now });
      const identity = identityOf(row);
      if (this.told.has(identity))
        wrong.push({ accountId: row.accountId, kind: "double", text: `${row.kind} told twice` });
      this.told.add(identity);
    }
    for (const { accountId, before, after } of changes) {
      const path = rows.filter((row) => row.accountId === accountId && isChange(row)).map(({ kind }) => STATES[kind]);
      const end = path.length === 0 ? before : path.at(-1);
      if (end !== after) {
        wrong.push({ accountId, kind: "missing", text: `nobody was told that it went from ${before} to ${after}` });
      } else if (path.length > 1 && path.some((state, index) => index > 0 && state === path[index - 1])) {
        wrong.push({ accountId, kind: "double", text: `the change to ${after} was told twice` });
      }
    }
    return wrong;
  }

  wasThresholdTold(accountId: string, expiresAt: number, days: number): boolean {
    return this.told.has(thresholdIdentity(accountId, expiresAt, String(days)));
  }

  wasExpiryTold(accountId: string, expiresAt: number): boolean {
    return this.told.has(`${accountId} expired ${expiresAt}`);
  }
}

function isChange({ kind, key }: NoticeRow): boolean {
  return STATES[kind] !== undefined && !key.includes(":account_changed") && !/:expired\b/.test(key);
}

function thresholdIdentity(accountId: string, expiresAt: number, days: string): string {
  return `${accountId} expiring ${expiresAt} ${days}`;
}

/** What makes a notice one of a kind, by what it says and not by its key. */
function identityOf({ key, kind, accountId, at, detail }: NoticeRow): string {
  const { expiresAt, what } = JSON.parse(detail) as { expiresAt: string | null; what: string };
  const expiry = expiresAt === null ? 0 : Date.parse(expiresAt);
  if (accountId === null) return `${kind} ${what} ${at}`;
  const days = THRESHOLD.exec(key)?.[1];
  if (days !== undefined) return thresholdIdentity(accountId, expiry, days);
  if (/:expired\b/.test(key)) return `${accountId} expired ${expiry}`;
  if (kind === "renewal_failing") return `${accountId} failing ${key}`;
  return `${accountId} ${kind} ${at} ${key}`;
}
