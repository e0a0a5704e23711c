import type { AccountFacts } from "./account-facts";
import { lengthText } from "./date-text";
import { after, DAY, elapsed, HOUR } from "./durations";
import { failureSentence } from "./failure-sentence";
import { isLeftAlone } from "./left-alone";
import type { DueNotice, NoticeDetail, NoticeKind } from "./notice";
import { nextAttemptAt } from "./renewal-schedule";
import { type TokenStatus, tokenStatus } from "./token-status";

/** Milliseconds of life left at which people are told, when renewal does not take care of it by itself. */
export const EXPIRY_THRESHOLDS = [14 * DAY, 7 * DAY, 3 * DAY, 1 * DAY] as const;
/** Milliseconds. A failing of this length is told once; Instagram's own trouble is mostly over by then. */
export const FAILING_TOLD_AFTER = 72 * HOUR;

/** The end of the key under which an expiry is told. */
export const EXPIRED_KEY = ":expired";

/** When a threshold is next reached, or null. */
export function nextNoticeAt(facts: AccountFacts, now: Date): Date | null {
  if (facts.disconnectedAt !== null || facts.verdict === "dead") return null;
  const instants = EXPIRY_THRESHOLDS.map((left) => after(facts.expiresAt, -left));
  instants.push(facts.expiresAt);
  if (facts.failingSince !== null && facts.failingToldAt === null) {
    instants.push(after(facts.failingSince, FAILING_TOLD_AFTER));
  }
  const coming = instants.map((instant) => instant.getTime()).filter((time) => time > now.getTime());
  return coming.length === 0 ? null : new Date(Math.min(...coming));
}

/**
 * What thresholds have been reached at `now`. Each is told once a token version: the key says so. Of several expiry
 * thresholds that have passed, only the nearest is news.
 */
export function noticesDue(facts: AccountFacts, now: Date): DueNotice[] {
  if (facts.disconnectedAt !== null || facts.verdict === "dead") return [];
  const left = elapsed(now, facts.expiresAt);
  if (left <= 0) {
    return [
      notice(
        facts,
        "reconnect_needed",
        ofThisLife(facts, EXPIRED_KEY.slice(1)),
        "The token has expired.",
        failureSentence("expired").next,
      ),
    ];
  }
  const due: DueNotice[] = [];
  const threshold = [...EXPIRY_THRESHOLDS].reverse().find((limit) => left <= limit);
  if (threshold !== undefined && isLeftAlone(facts)) {
    const what = `The token ends in ${lengthText(left)}, and ${whyAlone(facts)}.`;
    due.push(
      notice(facts, "token_expiring", ofThisLife(facts, `expiring:${threshold / DAY}`), what, whatNext(facts, now)),
    );
  }
  const { failingSince, failingToldAt } = facts;
  if (failingSince !== null && failingToldAt === null && elapsed(failingSince, now) >= FAILING_TOLD_AFTER) {
    const reason = facts.failureReason === null ? "" : ` ${failureSentence(facts.failureReason).what}`;
    const what = `Renewal has been failing for ${lengthText(elapsed(failingSince, now))}.${reason}`;
    due.push(
      notice(
        facts,
        "renewal_failing",
        ofThisVersion(facts, `failing:${failingSince.getTime()}`),
        what,
        whatNext(facts, now),
      ),
    );
  }
  return due;
}

function whyAlone(facts: AccountFacts): string {
  if (facts.verdictReason !== null) return inside(failureSentence(facts.verdictReason).what);
  if (!facts.autoRenew) return "renewal is switched off";
  if (facts.failureReason !== null) return `renewal is failing: ${inside(failureSentence(facts.failureReason).what)}`;
  return "Instagram refuses it";
}

function whatNext(facts: AccountFacts, now: Date): string {
  if (facts.verdictReason !== null) return failureSentence(facts.verdictReason).next;
  if (!facts.autoRenew) return "Press Extend, or switch renewal on.";
  return nextAttemptAt(facts, now) === null ? "Press Extend." : "Perennial keeps trying by itself.";
}

/** A sentence as a part of another one. */
function inside(sentence: string): string {
  const text = sentence.replace(/\.$/, "");
  return /^(Instagram|Meta|Perennial)\b/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

const CHANGE_KINDS: Partial<Record<TokenStatus, NoticeKind>> = {
  reconnect_needed: "reconnect_needed",
  action_needed: "action_needed",
  permission_problem: "permission_problem",
};

/**
 * What a change of the facts is worth telling: a status that only a person can mend, once when it begins, and the end of
 * one that was told. The key carries the instant, because the same token can fall ill twice.
 */
export function noticesOfChange(before: AccountFacts, now: AccountFacts, at: Date): DueNotice[] {
  if (now.disconnectedAt !== null) return [];
  const [was, is] = [tokenStatus(before, at), tokenStatus(now, at)];
  const kind = CHANGE_KINDS[is];
  if (kind !== undefined && now.verdict !== before.verdict && now.verdictReason !== null) {
    const { what, next } = failureSentence(now.verdictReason);
    return [notice(now, kind, ofThisVersion(now, `${kind}:${at.getTime()}`), what, next)];
  }
  const mended = before.disconnectedAt === null && now.verdict === null && is !== "expired";
  const wasTold =
    before.verdict !== null || was === "expired" || (before.failingToldAt !== null && now.failingToldAt === null);
  if (!mended || !wasTold) return [];
  return [
    notice(now, "recovered", ofThisVersion(now, `recovered:${at.getTime()}`), "It works again.", "Nothing to do."),
  ];
}

/** Versions of a token that end at the same instant are the same one, put back: its thresholds have been told. */
function ofThisLife({ expiresAt }: AccountFacts, key: string): string {
  return `until-${expiresAt.getTime()}:${key}`;
}

function ofThisVersion({ tokenVersion }: AccountFacts, key: string): string {
  return `${tokenVersion}:${key}`;
}

function notice(facts: AccountFacts, kind: NoticeKind, key: string, what: string, next: string): DueNotice {
  const { id, username, label, expiresAt } = facts;
  const detail: NoticeDetail = { username, label, expiresAt: expiresAt.toISOString(), what, next };
  return { key: `${id}:${key}`, kind, accountId: id, detail };
}
