import "server-only";
import { type PreviousToken, putToken } from "@/lib/db/account-tokens";
import type { AccountRecord } from "@/lib/db/accounts";
import type { Queryable } from "@/lib/db/client";
import { AppError } from "@/lib/domain/app-error";
import { CLEARED_FAILURES } from "@/lib/domain/attempt-result";
import { storableProblem } from "@/lib/domain/renewal-rule";
import type { ServiceContext } from "./context";
import { type EventInput, recordEvent } from "./record-event";

/** What a token is sealed for: it opens for this account only. */
export function tokenContext(accountId: string): string {
  return `token:${accountId}`;
}

/**
 * The one gate through which a token gets into the database: every token that is stored was sealed here.
 *
 * @throws AppError `token_not_storable` for a blank token, an expiry in the past or more than 90 days ahead.
 */
export function sealToken(ctx: ServiceContext, accountId: string, token: string, expiresAt: Date): string {
  const problem = storableProblem(token, expiresAt, ctx.now);
  if (problem !== null)
    throw new AppError("token_not_storable", `This token cannot be stored: ${problem.replaceAll("_", " ")}.`);
  return ctx.vault.seal(token, tokenContext(accountId));
}

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
 * Stores a token that a person brought. Account row, sealed token and history line come together or not at all.
 *
 * @throws AppError `token_not_storable`.
 */
export async function storeToken(ctx: ServiceContext, input: StoreInput): Promise<"stored" | "superseded"> {
  const { accountId, version, issuedAt, issuedAtAssumed, expiresAt, expiryAssumed } = input;
  const sealed = sealToken(ctx, accountId, input.token, expiresAt);
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
