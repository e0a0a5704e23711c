import "server-only";
import type { Queryable } from "./client";

/** The token before, and its dates, kept until the new one has answered. All null when there is none. */
export interface PreviousToken {
  previousSealed: string | null;
  previousIssuedAt: Date | null;
  previousExpiresAt: Date | null;
  previousExpiryAssumed: boolean | null;
}

export interface SealedToken extends PreviousToken {
  accountId: string;
  version: number;
  sealed: string;
  storedAt: Date;
}

export const NO_PREVIOUS_TOKEN: PreviousToken = {
  previousSealed: null,
  previousIssuedAt: null,
  previousExpiresAt: null,
  previousExpiryAssumed: null,
};

export async function findToken(db: Queryable, accountId: string): Promise<SealedToken | null> {
  return db.accountToken.findUnique({ where: { accountId } });
}

/** Puts the token in place of whatever was there; `previousSealed` keeps the one before until the new one has answered. */
export async function putToken(db: Queryable, token: SealedToken): Promise<void> {
  const { accountId, ...fields } = token;
  const { count } = await db.accountToken.updateMany({ where: { accountId }, data: fields });
  if (count === 0) await db.accountToken.create({ data: token });
}

/** Forgets the previous token: the one of `version` has answered. */
export async function dropPreviousToken(db: Queryable, accountId: string, version: number): Promise<void> {
  await db.accountToken.updateMany({
    where: { accountId, version, previousSealed: { not: null } },
    data: NO_PREVIOUS_TOKEN,
  });
}

export async function deleteToken(db: Queryable, accountId: string): Promise<void> {
  await db.accountToken.deleteMany({ where: { accountId } });
}
