import "server-only";
import { findEvents } from "@/lib/db/account-events";
import { type AccountRecord, findAccount } from "@/lib/db/accounts";
import { findPictureHashes } from "@/lib/db/pictures";
import type { AccountDetail, HistoryEntry } from "@/lib/domain/account-view";
import { nextProbeAt } from "@/lib/domain/death-rule";
import { renewalDueAt } from "@/lib/domain/renewal-schedule";
import { revealRefusal } from "@/lib/domain/reveal-rule";
import { parseScopes } from "@/lib/domain/scopes";
import { toAccountRow } from "./account-row";
import { readAppCondition } from "./app-condition";
import { authorize, type ServiceContext } from "./context";
import { sentenceOf, toHistoryEntry } from "./history-entry";

export const HISTORY_PER_PAGE = 30;

export async function readAccount(ctx: ServiceContext, accountId: string): Promise<AccountDetail | null> {
  authorize(ctx, "see_accounts");
  const [account, app, pictures] = await Promise.all([
    findAccount(ctx.db, accountId),
    readAppCondition(ctx),
    findPictureHashes(ctx.db, [accountId]),
  ]);
  if (account === null) return null;
  const { verdictReason, failureReason, failedAttempts, suspectedAt, suspectedReason } = account;
  const problem = sentenceOf(account.verdict === null ? null : verdictReason);
  const failing = sentenceOf(failedAttempts > 0 && account.verdict === null ? failureReason : null);
  return {
    ...toAccountRow(account, ctx.now, app, pictures.get(accountId)),
    instagramUserId: account.instagramUserId,
    appScopedId: account.appScopedId,
    followersCount: account.followersCount,
    scopes: parseScopes(account.scopes),
    missingScopes: parseScopes(account.missingScopes),
    issuedAtAssumed: account.issuedAtAssumed,
    connectedAt: account.connectedAt,
    disconnectedAt: account.disconnectedAt,
    revealRefusal: connectedRefusal(account, ctx.now),
    hasToken: account.disconnectedAt === null && verdictReason !== "access_withdrawn",
    lastCheckedAt: account.lastCheckedAt,
    lastCheckOutcome: checkText(account.lastCheckOutcome),
    autoRenew: account.autoRenew,
    renewalDueAt: renewalDueAt(account),
    nextAttemptAt: account.nextAttemptAt,
    nextCheckAt: account.nextCheckAt,
    problem: problem === null ? null : { ...problem, at: account.verdictAt },
    suspicion:
      suspectedAt === null
        ? null
        : { what: sentenceOf(suspectedReason)?.what ?? "", at: suspectedAt, lookAgainAt: nextProbeAt(account) },
    failing: failing === null ? null : { ...failing, at: account.lastFailedAt, attempts: failedAttempts },
  };
}

function connectedRefusal(account: AccountRecord, now: Date): AccountDetail["revealRefusal"] {
  const refusal = revealRefusal(account, now);
  return refusal === "dead" || refusal === "expired" ? refusal : null;
}

/** An account's history, newest first; `page` counts from 1. */
export async function readHistory(
  ctx: ServiceContext,
  { accountId, page }: { accountId: string; page: number },
): Promise<{ entries: HistoryEntry[]; hasMore: boolean }> {
  authorize(ctx, "see_accounts");
  const rows = await findEvents(ctx.db, accountId, (page - 1) * HISTORY_PER_PAGE, HISTORY_PER_PAGE + 1);
  return { entries: rows.slice(0, HISTORY_PER_PAGE).map(toHistoryEntry), hasMore: rows.length > HISTORY_PER_PAGE };
}

function checkText(outcome: string | null): string | null {
  if (outcome === null) return null;
  return outcome === "works" ? "works" : (sentenceOf(outcome)?.what ?? outcome);
}
