import type { AccountEventRow } from "@/lib/db/account-events";
import type { AccountRecord } from "@/lib/db/accounts";
import { nextDailyCheck } from "@/lib/domain/check-schedule";
import { after, DAY, HOUR, LONG_LIVED_TOKEN_LIFE, MINUTE } from "@/lib/domain/durations";
import { ASSUMED_TOKEN_LIFE, RENEWAL_WINDOW } from "@/lib/domain/renewal-rule";
import { renewalJitter } from "@/lib/domain/renewal-schedule";
import type { DemoAccount } from "./demo-accounts";
import { demoTrouble } from "./demo-trouble";
import { accountEvent, accountRecord, idOf } from "./factories";

/** Milliseconds. Keeps "6 days left" true for the whole day of the demo. */
const MARGIN = 9 * HOUR;
/** The server itself. */
const SERVER: Actor = { actorId: null, actorName: null };

export type AddEvent = (at: Date, fields: Partial<AccountEventRow> & Pick<AccountEventRow, "kind">) => void;
type Event = Omit<AccountEventRow, "accountId">;
export type Actor = Pick<AccountEventRow, "actorId" | "actorName">;

/** What the account's row says beyond its profile, and what led there. */
export interface DemoPast {
  facts: Partial<AccountRecord> & Pick<AccountRecord, "issuedAt" | "expiresAt">;
  events: Event[];
}

export function demoPast(demo: DemoAccount, actor: Actor, now: Date): DemoPast {
  const id = idOf(demo.username);
  const expiresAt = after(now, demo.daysLeft * DAY + MARGIN);
  const issuedAt = after(expiresAt, -LONG_LIVED_TOKEN_LIFE);
  /** How old a token of this account is when the scheduler renews it. */
  const usualAge = LONG_LIVED_TOKEN_LIFE - RENEWAL_WINDOW - renewalJitter(id);
  const connectedAt = after(issuedAt, -demo.renewals * usualAge);
  const version = demo.renewals + 1;
  const events: Event[] = [];
  const add: AddEvent = (at, fields) => {
    const eventId = idOf(`${demo.username} ${events.length}`);
    events.push(accountEvent({ accountId: null, id: eventId, at, tokenVersion: version, ...SERVER, ...fields }));
  };

  const imported = demo.story === "imported_without_dates";
  add(connectedAt, {
    ...actor,
    kind: imported ? "imported" : "connected",
    tokenVersion: 1,
    expiresAfter: after(connectedAt, imported ? ASSUMED_TOKEN_LIFE : LONG_LIVED_TOKEN_LIFE),
  });
  if (demo.label !== "") {
    const detail = `Label set to “${demo.label}”.`;
    add(after(connectedAt, 7 * MINUTE), { ...actor, kind: "label_set", tokenVersion: 1, detail });
  }
  for (let renewal = 1; renewal <= demo.renewals; renewal += 1) {
    const at = after(connectedAt, renewal * usualAge);
    add(at, {
      kind: "extended",
      tokenVersion: renewal + 1,
      expiresBefore: after(at, LONG_LIVED_TOKEN_LIFE - usualAge),
      expiresAfter: after(at, LONG_LIVED_TOKEN_LIFE),
      durationMillis: 400 + ((demo.followers + renewal * 37) % 500),
    });
  }
  const isNew = imported || demo.story === "connected_today";
  const facts: DemoPast["facts"] = {
    issuedAt,
    expiresAt: imported ? after(issuedAt, ASSUMED_TOKEN_LIFE) : expiresAt,
    issuedAtAssumed: imported,
    expiryAssumed: imported,
    connectedAt,
    tokenVersion: version,
    lastRenewedAt: demo.renewals > 0 ? issuedAt : null,
    ...(isNew
      ? {}
      : { lastCheckedAt: lastCheckBefore(id, demo.daysLeft < 0 ? expiresAt : now), lastCheckOutcome: "works" }),
  };
  const trouble = demoTrouble(demo, accountRecord({ id, username: demo.username, ...facts }), { actor, now, add });
  return { facts: { ...facts, ...trouble }, events };
}

/** The daily check is made at the account's own time of day. */
function lastCheckBefore(id: string, instant: Date): Date {
  const next = nextDailyCheck(id, instant);
  const last = after(next, -DAY);
  return last.getTime() < instant.getTime() ? last : after(last, -DAY);
}
