import "server-only";
import { findLastConsent } from "@/lib/db/account-events";
import { deleteToken } from "@/lib/db/account-tokens";
import { type AccountRecord, findAccountsOfPerson, revokeLease, updateAccountAtVersion } from "@/lib/db/accounts";
import { insertNotices } from "@/lib/db/notices";
import { planAccount } from "@/lib/domain/account-plan";
import { CLEARED_FAILURES } from "@/lib/domain/attempt-result";
import { isBeforeConsent } from "@/lib/domain/callback-rule";
import { noticesOfChange } from "@/lib/domain/notice-rule";
import type { SignedRequest } from "@/lib/instagram/signed-request";
import { authorize, type ServiceContext } from "./context";
import { audit, recordAudit } from "./record-audit";
import { recordEvent } from "./record-event";

const MOST_ATTEMPTS = 5;

/**
 * `withdrawn`: tokens were destroyed. `older_than_consent`: the person has granted access again since. `nothing`: nobody
 * here has that id, or there was no token any more.
 */
export type WithdrawAccessOutcome = "withdrawn" | "older_than_consent" | "nothing";

/** Acts on Meta's word that a person removed the app: the token is destroyed, and people are told. Doing it twice is harmless. */
export async function withdrawAccess(
  ctx: ServiceContext,
  { request, address }: { request: SignedRequest; address: string },
): Promise<WithdrawAccessOutcome> {
  authorize(ctx, "change_accounts");
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const accounts = await findAccountsOfPerson(ctx.db, request.userId);
    const outcomes = await Promise.all(
      accounts.map((account) => withdrawFrom(ctx, account, request.issuedAt, address)),
    );
    if (outcomes.includes("superseded")) continue;
    if (outcomes.includes("withdrawn")) return "withdrawn";
    return outcomes.includes("older_than_consent") ? "older_than_consent" : "nothing";
  }
  throw new Error("The account changed again and again while its token was to be destroyed.");
}

async function withdrawFrom(
  ctx: ServiceContext,
  account: AccountRecord,
  issuedAt: Date,
  address: string,
): Promise<WithdrawAccessOutcome | "superseded"> {
  const { id: accountId, expiresAt: expiresBefore } = account;
  if (account.disconnectedAt !== null || account.verdictReason === "access_withdrawn") return "nothing";
  const consentAt = (await findLastConsent(ctx.db, accountId)) ?? account.connectedAt;
  if (isBeforeConsent(issuedAt, consentAt)) {
    const detail = { reason: "older_than_consent", issuedAt: issuedAt.toISOString() };
    await audit(ctx, { action: "deauthorized", outcome: "refused", subject: accountId, detail, address });
    return "older_than_consent";
  }
  const tokenVersion = account.tokenVersion + 1;
  const facts = {
    ...CLEARED_FAILURES,
    verdict: "dead" as const,
    verdictReason: "access_withdrawn" as const,
    verdictAt: ctx.now,
    tokenVersion,
    // No answer of Instagram's: it must not count where faults of the app are looked for.
    lastAnswer: null,
    lastAnsweredAt: null,
  };
  const after = { ...account, ...facts };
  return ctx.db.transaction(async (tx) => {
    const change = { ...facts, ...planAccount(after, ctx.now) };
    if (!(await updateAccountAtVersion(tx, accountId, account.tokenVersion, change))) return "superseded";
    await revokeLease(tx, accountId);
    await deleteToken(tx, accountId);
    await recordEvent(ctx, tx, { accountId, kind: "access_withdrawn", tokenVersion, expiresBefore });
    await insertNotices(
      tx,
      noticesOfChange(account, after, ctx.now).map((notice) => ({ ...notice, at: ctx.now })),
    );
    await recordAudit(ctx, tx, { action: "deauthorized", subject: accountId, address });
    return "withdrawn";
  });
}
