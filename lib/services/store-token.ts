import "server-only";
import { type PreviousToken, putToken } from "@/lib/db/account-tokens";
import type { AccountRecord } from "@/lib/db/accounts";
import type { Queryable } from "@/lib/db/client";
import { AppError } from "@/lib/domain/app-error";
import { storableProblem } from "@/lib/domain/renewal-rule";
import type { ServiceContext } from "./context";
import { type EventInput, recordEvent } from "./record-event";

/** What a token is sealed for: it opens for this account only. */
export function tokenContext(accountId: string): string {
  return `token:${accountId}`;
}

/** What a token that has just come from Instagram makes of an account: nothing speaks against it. */
export const CLEARED_FAILURES = {
  verdict: null,
  verdictReason: null,
  verdictAt: null,
  lastFailedAt: null,
  failedAttempts: 0,
  failureKind: null,
  failureReason: null,
} as const;

/** What storing a token writes into the account's row. */
export type StoredFacts = Pick<
  AccountRecord,
  "tokenVersion" | "issuedAt" | "issuedAtAssumed" | "expiresAt" | "expiryAssumed"
> &
  typeof CLEARED_FAILURES;

export interface StoreInput {
  accountId: string;
  /** The version that the token gets; the swap must move the account from the one before to this. */
  version: number;
  token: string;
  issuedAt: Date;
  issuedAtAssumed: boolean;
  expiresAt: Date;
  expiryAssumed: boolean;
  /** Kept until the new token has answered `/me`. */
  previous: PreviousToken;
  /** Writes the account's row; false when somebody else was quicker, and then nothing at all is stored. */
  swap: (tx: Queryable, facts: StoredFacts) => Promise<boolean>;
  event: Omit<EventInput, "accountId" | "tokenVersion" | "expiresAfter">;
}

/**
 * The one function that stores tokens. Account row, sealed token and history line come together or not at all.
 *
 * @throws AppError `token_not_storable` for a blank token, an expiry in the past or more than 90 days ahead.
 */
export async function storeToken(ctx: ServiceContext, input: StoreInput): Promise<"stored" | "superseded"> {
  const { accountId, version, issuedAt, issuedAtAssumed, expiresAt, expiryAssumed } = input;
  const problem = storableProblem(input.token, expiresAt, ctx.now);
  if (problem !== null)
    throw new AppError("token_not_storable", `This token cannot be stored: ${problem.replaceAll("_", " ")}.`);
  const sealed = ctx.vault.seal(input.token, tokenContext(accountId));
  return ctx.db.transaction(async (tx) => {
    const facts: StoredFacts = {
      tokenVersion: version,
      issuedAt,
      issuedAtAssumed,
      expiresAt,
      expiryAssumed,
      ...CLEARED_FAILURES,
    };
    if (!(await input.swap(tx, facts))) return "superseded";
    await putToken(tx, { accountId, version, sealed, ...input.previous, storedAt: ctx.now });
    await recordEvent(ctx, tx, { ...input.event, accountId, tokenVersion: version, expiresAfter: expiresAt });
    return "stored";
  });
}
