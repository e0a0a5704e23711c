import "server-only";
import type { AccountRecord } from "@/lib/db/accounts";
import type { AccountRow, RowAction } from "@/lib/domain/account-view";
import type { AppCondition } from "@/lib/domain/app-condition";
import { refusalSentence } from "@/lib/domain/extend-outcome";
import { decideExtend } from "@/lib/domain/renewal-rule";
import { renewalStatus } from "@/lib/domain/renewal-status";
import { type TokenStatus, tokenStatus } from "@/lib/domain/token-status";

const ACTIONS: Record<TokenStatus, RowAction> = {
  active: "extend",
  expiring_soon: "extend",
  expired: "reconnect",
  reconnect_needed: "reconnect",
  action_needed: "check",
  permission_problem: "fix",
};

/** Letters of a hash: enough to tell two pictures of one account apart. */
const PICTURE_VERSION_LENGTH = 8;

/** An account as one row of the screen, with both axes computed at `now`. */
export function toAccountRow(
  account: AccountRecord,
  now: Date,
  app: AppCondition,
  pictureHash: string | undefined,
): AccountRow {
  const status = tokenStatus(account, now);
  const decision = decideExtend(account, now);
  return {
    id: account.id,
    username: account.username,
    name: account.name,
    accountType: account.accountType,
    label: account.label,
    status,
    issuedAt: account.issuedAt,
    expiresAt: account.expiresAt,
    expiryAssumed: account.expiryAssumed,
    renewal: renewalStatus(account, now, app),
    extendRefusal: decision.allowed ? null : refusalSentence(account.username, decision.refusal, decision.from),
    action: ACTIONS[status],
    lastRenewedAt: account.lastRenewedAt,
    pictureVersion: pictureHash?.slice(0, PICTURE_VERSION_LENGTH) ?? null,
  };
}
