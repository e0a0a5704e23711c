import "server-only";
import { insertEvents } from "@/lib/db/account-events";
import { dropPreviousTokens, type PreviousToken, storeTokens } from "@/lib/db/account-tokens";
import { type AccountRecord, type ProfileColumns, updateSearchText } from "@/lib/db/accounts";
import { insertNotices } from "@/lib/db/notices";
import { settleAccounts } from "@/lib/db/settle-accounts";
import { type AccountPlan, planAccount } from "@/lib/domain/account-plan";
import type { FactsChange } from "@/lib/domain/attempt-result";
import type { DueNotice } from "@/lib/domain/notice";
import { noticesDue, noticesOfChange } from "@/lib/domain/notice-rule";
import type { ServiceContext } from "./context";
import { type EventInput, eventRow, logEvent } from "./record-event";

/** What the holder of a lease may change in the account's row. */
export type SettledChange = FactsChange &
  Partial<Pick<AccountRecord, "tokenVersion" | "scopes" | "lastCheckedAt" | "lastCheckOutcome">>;

/** What becomes of the sealed tokens. */
export type TokenChange =
  | { kind: "keep" }
  | ({ kind: "store"; sealed: string } & PreviousToken)
  | { kind: "forget_previous" };

/** What one piece of work on an account under its lease came to, as data. */
export interface Settlement {
  /** As it was read under the lease. */
  before: AccountRecord;
  leaseId: string;
  /** False: work under the lease goes on. */
  release: boolean;
  /** When it happened. */
  at: Date;
  change: SettledChange;
  token: TokenChange;
  /** Null: as it was. */
  profile: ProfileColumns | null;
  events: readonly Omit<EventInput, "accountId" | "tokenVersion">[];
  /** Beside those that follow from the change of facts. */
  notices: readonly DueNotice[];
}

/** The account as a settlement leaves it, and what follows from that. */
function outcomeOf({ before, change, at, profile, notices }: Settlement): {
  after: AccountRecord & AccountPlan;
  notices: (DueNotice & { at: Date })[];
} {
  const changed: AccountRecord = { ...before, ...change, ...profile };
  const reached = before.nextNoticeAt !== null && before.nextNoticeAt.getTime() <= at.getTime();
  const thresholds = reached ? noticesDue(changed, at) : [];
  const told = thresholds.some(({ kind }) => kind === "renewal_failing") ? { failingToldAt: at } : {};
  const facts = { ...changed, ...told };
  const all = [...noticesOfChange(before, facts, at), ...thresholds, ...notices];
  return { after: { ...facts, ...planAccount(facts, at) }, notices: all.map((notice) => ({ ...notice, at })) };
}

/**
 * Writes what work came to: account, token, history and notices of each together or not at all, and only while the lease
 * is still held and the token is still the one that was worked with. Many settlements share one transaction.
 *
 * @returns for each settlement whether it was written; when not, somebody else was quicker.
 */
export async function settle(ctx: ServiceContext, settlements: readonly Settlement[]): Promise<boolean[]> {
  const outcomes = settlements.map(outcomeOf);
  const written = await ctx.db.transaction(async (tx) => {
    const ids = await settleAccounts(
      ctx.db.kind,
      tx,
      settlements.map(({ before, leaseId, release }, index) => ({
        accountId: before.id,
        leaseId,
        version: before.tokenVersion,
        release,
        columns: outcomes[index]?.after ?? before,
      })),
    );
    const ours = settlements.filter(({ before }) => ids.has(before.id));
    await storeTokens(
      ctx.db.kind,
      tx,
      ours.flatMap(({ before, change, token, at }) => {
        if (token.kind !== "store") return [];
        const { kind: _, ...columns } = token;
        return [
          { accountId: before.id, version: change.tokenVersion ?? before.tokenVersion, storedAt: at, ...columns },
        ];
      }),
    );
    await dropPreviousTokens(
      ctx.db.kind,
      tx,
      ours.filter(({ token }) => token.kind === "forget_previous").map(({ before }) => before.id),
    );
    for (const { before, profile } of ours) {
      if (profile !== null && isRenamed(before, profile)) await updateSearchText(tx, before.id, profile);
    }
    await insertEvents(
      ctx.db.kind,
      tx,
      ours.flatMap((settlement) => eventRows(ctx, settlement)),
    );
    await insertNotices(
      tx,
      outcomes.filter(({ after }) => ids.has(after.id)).flatMap(({ notices }) => notices),
    );
    return ids;
  });
  for (const settlement of settlements) {
    if (written.has(settlement.before.id)) for (const row of eventRows(ctx, settlement)) logEvent(ctx, row);
  }
  return settlements.map(({ before }) => written.has(before.id));
}

function isRenamed(before: AccountRecord, { username, name }: ProfileColumns): boolean {
  return before.username !== username || before.name !== name;
}

function eventRows(ctx: ServiceContext, { before, change, at, events }: Settlement) {
  const tokenVersion = change.tokenVersion ?? before.tokenVersion;
  return events.map((event) => eventRow({ ...ctx, now: at }, { ...event, accountId: before.id, tokenVersion }));
}
