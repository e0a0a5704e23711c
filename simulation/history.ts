import type { Disturbance } from "./disturbance";
import type { Finding } from "./findings";
import { usernameOf, type World } from "./world";

interface EventRow {
  at: number;
  kind: string;
  tokenVersion: number;
  expiresBefore: number | null;
  expiresAfter: number | null;
  reason: string | null;
  detail: string | null;
}

const shown = (instant: number | null) => (instant === null ? "–" : new Date(instant).toISOString().slice(0, 16));

/** Everything that happened to an account: what was done to it, what the services wrote down, what the oracle saw. */
export function accountHistory(
  { file, ids }: Pick<World, "file" | "ids">,
  plan: readonly Disturbance[],
  findings: readonly Finding[],
  account: number,
): string {
  const events = file
    .prepare(
      `SELECT "at", kind, "tokenVersion", "expiresBefore", "expiresAfter", reason, detail FROM "AccountEvent"
       WHERE "accountId" = ? OR "accountId" IS NULL ORDER BY "at", id`,
    )
    .all(ids[account]) as EventRow[];
  const notices = file
    .prepare(`SELECT "at", kind, key FROM "Notice" WHERE "accountId" = ? ORDER BY "at", id`)
    .all(ids[account]) as { at: number; kind: string; key: string }[];
  const lines = [
    ...plan.filter((one) => !("account" in one) || one.account === null || one.account === account).map(planLine),
    ...events.map((event) => ({ at: event.at, text: `event        ${eventText(event)}` })),
    ...notices.map(({ at, kind, key }) => ({ at, text: `notice       ${kind} ${key.replace(/^[^:]*:/, "")}` })),
    ...findings
      .filter((one) => one.account === account)
      .map(({ at, kind, text }) => ({ at, text: `FINDING      ${kind}: ${text}` })),
  ].sort((one, other) => one.at - other.at);
  return [`@${usernameOf(account)}`, ...lines.map(({ at, text }) => `  ${shown(at)}  ${text}`)].join("\n");
}

function planLine({ at, until, kind, ...rest }: Disturbance): { at: number; text: string } {
  const what = Object.entries(rest).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return { at, text: `disturbance  ${kind} until ${shown(until)} ${what.join(" ")}` };
}

function eventText({ kind, tokenVersion, expiresBefore, expiresAfter, reason, detail }: EventRow): string {
  const dates = expiresAfter === null ? "" : ` ${shown(expiresBefore)} → ${shown(expiresAfter)}`;
  return `${kind} v${tokenVersion}${dates} ${reason ?? ""} ${detail ?? ""}`.trimEnd();
}
