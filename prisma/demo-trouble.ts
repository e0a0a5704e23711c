import type { AccountEventRow } from "@/lib/db/account-events";
import type { AccountRecord } from "@/lib/db/accounts";
import { DEATH_PROBES } from "@/lib/domain/death-rule";
import { after, DAY, HOUR } from "@/lib/domain/durations";
import type { FailureKind, FailureReason } from "@/lib/domain/instagram-failure";
import { FAILING_TOLD_AFTER } from "@/lib/domain/notice-rule";
import { nextAttemptAt, renewalDueAt } from "@/lib/domain/renewal-schedule";
import type { DemoAccount } from "./demo-accounts";
import type { Actor, AddEvent } from "./demo-history";

interface Circumstances {
  actor: Actor;
  now: Date;
  add: AddEvent;
}

/** Adds what befell the account to its history and returns the columns that it leaves behind. */
export function demoTrouble(
  { story }: DemoAccount,
  account: AccountRecord,
  circumstances: Circumstances,
): Partial<AccountRecord> {
  const { actor, now, add } = circumstances;
  switch (story) {
    case "renewal_off":
      add(after(account.issuedAt, 2 * DAY), { ...actor, kind: "auto_renew_off" });
      return { autoRenew: false };
    case "failing":
      return failures(account, answer("transient", "outage", 2, OUTAGE), circumstances);
    case "password_changed": {
      const at = after(now, -2 * DAY);
      const refusal = answer("dead", "password_changed", 190, PASSWORD_CHANGED);
      const spacing = DEATH_PROBES.password_changed?.spacing ?? 0;
      add(after(at, -spacing), { kind: "check_failed", durationMillis: 304, ...refusal });
      add(after(at, -spacing + 1), {
        kind: "death_suspected",
        detail: "Perennial looks again before it believes this.",
      });
      add(at, { kind: "check_failed", durationMillis: 311, ...refusal });
      add(after(at, 1), { kind: "declared_dead", ...refusal });
      return { ...verdict("dead", "password_changed", at), lastCheckOutcome: "password_changed" };
    }
    case "checkpoint": {
      const at = after(now, -20 * HOUR);
      add(at, { kind: "check_failed", durationMillis: 287, ...answer("action_needed", "checkpoint", 190, CHECKPOINT) });
      return { ...verdict("action_needed", "checkpoint", at), lastCheckedAt: at, lastCheckOutcome: "checkpoint" };
    }
    case "became_personal": {
      const failed = failures(account, answer("permission", "personal_account", 10, PERSONAL), circumstances);
      const since = failed.failingSince ?? now;
      return { ...verdict("permission", "personal_account", since), ...failed, lastCheckOutcome: "personal_account" };
    }
    default:
      return {};
  }
}

/** Every attempt since the renewal fell due got the same answer; the waits between them are the scheduler's own. */
function failures(account: AccountRecord, refusal: Answer, { now, add }: Circumstances): Partial<AccountRecord> {
  const { failureKind, reason: failureReason } = refusal;
  const failingSince = renewalDueAt(account);
  let failed: Partial<AccountRecord> & { failedAttempts: number } = { failedAttempts: 0 };
  for (let at: Date | null = failingSince; at !== null && at <= now; ) {
    const failedAttempts = failed.failedAttempts + 1;
    add(at, { kind: "extend_failed", durationMillis: 900 + failedAttempts, ...refusal });
    failed = { failedAttempts, lastFailedAt: at, failureKind, failureReason };
    at = nextAttemptAt({ ...account, ...failed }, at);
  }
  return { ...failed, failingSince, failingToldAt: after(failingSince, FAILING_TOLD_AFTER) };
}

const OUTAGE = "An unexpected error has occurred. Please retry your request later.";
const PASSWORD_CHANGED =
  "Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.";
const CHECKPOINT =
  "Error validating access token: You cannot access the app till you log in to www.instagram.com and follow the instructions given.";
const PERSONAL = "(#10) The user is not an Instagram Business";

type Answer = { failureKind: FailureKind; reason: FailureReason } & Pick<AccountEventRow, "code" | "message">;

function answer(failureKind: FailureKind, reason: FailureReason, code: number, message: string): Answer {
  return { failureKind, reason, code, message };
}

function verdict(value: NonNullable<AccountRecord["verdict"]>, reason: FailureReason, at: Date) {
  return { verdict: value, verdictReason: reason, verdictAt: at };
}
