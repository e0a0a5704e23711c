import type { AccountEventRow } from "@/lib/db/account-events";
import type { AccountRecord } from "@/lib/db/accounts";
import { after, DAY, HOUR, LONG_LIVED_TOKEN_LIFE, MINUTE } from "@/lib/domain/durations";
import type { FailureKind, FailureReason } from "@/lib/domain/instagram-failure";
import { ASSUMED_TOKEN_LIFE } from "@/lib/domain/renewal-rule";
import type { DemoAccount } from "./demo-accounts";
import { accountEvent, idOf } from "./factories";

/** Milliseconds. How old a token of the demo was when somebody extended it. */
const USUAL_AGE = 45 * DAY;
/** Milliseconds. Keeps "9 days left" true for the whole day of the demo. */
const MARGIN = 9 * HOUR;

type Event = Omit<AccountEventRow, "accountId">;
type Actor = Pick<AccountEventRow, "actorId" | "actorName">;

/** What the account's row says beyond its profile, and what led there. */
export interface DemoPast {
  facts: Partial<AccountRecord> & Pick<AccountRecord, "issuedAt" | "expiresAt">;
  events: Event[];
}

export function demoPast(demo: DemoAccount, actor: Actor, now: Date): DemoPast {
  const expiresAt = after(now, demo.daysLeft * DAY + MARGIN);
  const issuedAt = after(expiresAt, -LONG_LIVED_TOKEN_LIFE);
  const connectedAt = after(issuedAt, -demo.renewals * USUAL_AGE);
  const version = demo.renewals + 1;
  const events: Event[] = [];
  const add = (at: Date, fields: Partial<AccountEventRow> & Pick<AccountEventRow, "kind">): void => {
    const id = idOf(`${demo.username} ${events.length}`);
    events.push(accountEvent({ accountId: null, id, at, tokenVersion: version, ...actor, ...fields }));
  };

  const imported = demo.story === "imported_without_dates";
  add(connectedAt, {
    kind: imported ? "imported" : "connected",
    tokenVersion: 1,
    expiresAfter: after(connectedAt, imported ? ASSUMED_TOKEN_LIFE : LONG_LIVED_TOKEN_LIFE),
  });
  if (demo.label !== "") {
    const detail = `Label set to “${demo.label}”.`;
    add(after(connectedAt, 7 * MINUTE), { kind: "label_set", tokenVersion: 1, detail });
  }
  for (let renewal = 1; renewal <= demo.renewals; renewal += 1) {
    const at = after(connectedAt, renewal * USUAL_AGE);
    add(at, {
      kind: "extended",
      tokenVersion: renewal + 1,
      expiresBefore: after(at, LONG_LIVED_TOKEN_LIFE - USUAL_AGE),
      expiresAfter: after(at, LONG_LIVED_TOKEN_LIFE),
      durationMillis: 400 + ((demo.followers + renewal * 37) % 500),
    });
  }
  const lastCheckedAt = after(issuedAt, 2 * HOUR);
  const checked = demo.story !== "connected_today";
  if (checked) add(lastCheckedAt, { kind: "checked", durationMillis: 180 + (demo.followers % 220) });
  const facts: DemoPast["facts"] = {
    issuedAt,
    expiresAt: imported ? after(issuedAt, ASSUMED_TOKEN_LIFE) : expiresAt,
    issuedAtAssumed: imported,
    expiryAssumed: imported,
    connectedAt,
    tokenVersion: version,
    lastRenewedAt: demo.renewals > 0 ? issuedAt : null,
    ...(checked ? { lastCheckedAt, lastCheckOutcome: "works" } : {}),
  };
  return { facts: { ...facts, ...trouble(demo, now, add) }, events };
}

type AddEvent = (at: Date, fields: Partial<AccountEventRow> & Pick<AccountEventRow, "kind">) => void;

/** Adds what went wrong to the history and returns the columns that it leaves behind. */
function trouble({ story }: DemoAccount, now: Date, add: AddEvent): Partial<AccountRecord> {
  switch (story) {
    case "failing": {
      const answer = failure("transient", "outage", 2, OUTAGE);
      for (const hours of [52, 28, 9, 3]) {
        add(after(now, -hours * HOUR), { kind: "extend_failed", durationMillis: 900 + hours, ...answer });
      }
      const lastFailedAt = after(now, -3 * HOUR);
      return { failedAttempts: 4, lastFailedAt, failureKind: "transient", failureReason: "outage" };
    }
    case "password_changed": {
      const at = after(now, -2 * DAY);
      const answer = failure("dead", "password_changed", 190, PASSWORD_CHANGED);
      add(at, { kind: "check_failed", durationMillis: 311, ...answer });
      add(after(at, 1), { kind: "declared_dead", ...answer });
      return { ...verdict("dead", "password_changed", at) };
    }
    case "checkpoint": {
      const at = after(now, -20 * HOUR);
      add(at, {
        kind: "check_failed",
        durationMillis: 287,
        ...failure("action_needed", "checkpoint", 190, CHECKPOINT),
      });
      return { ...verdict("action_needed", "checkpoint", at) };
    }
    case "became_personal": {
      const at = after(now, -4 * DAY);
      add(at, {
        kind: "extend_failed",
        durationMillis: 352,
        ...failure("permission", "personal_account", 10, PERSONAL),
      });
      return {
        ...verdict("permission", "personal_account", at),
        failedAttempts: 1,
        lastFailedAt: at,
        failureKind: "permission",
        failureReason: "personal_account",
      };
    }
    default:
      return {};
  }
}

const OUTAGE = "An unexpected error has occurred. Please retry your request later.";
const PASSWORD_CHANGED =
  "Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.";
const CHECKPOINT =
  "Error validating access token: You cannot access the app till you log in to www.instagram.com and follow the instructions given.";
const PERSONAL = "(#10) The user is not an Instagram Business";

function failure(failureKind: FailureKind, reason: FailureReason, code: number, message: string) {
  return { failureKind, reason, code, message };
}

function verdict(value: NonNullable<AccountRecord["verdict"]>, reason: FailureReason, at: Date) {
  const checked = value === "permission" ? {} : { lastCheckedAt: at, lastCheckOutcome: reason };
  return { verdict: value, verdictReason: reason, verdictAt: at, ...checked };
}
