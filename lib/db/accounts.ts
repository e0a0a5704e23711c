import "server-only";
import type { TokenFacts } from "@/lib/domain/account-facts";
import type { Queryable } from "./client";

/** One connected account without its token. */
export interface AccountRecord extends TokenFacts {
  id: string;
  instagramUserId: string;
  appScopedId: string | null;
  username: string;
  name: string;
  accountType: string;
  followersCount: number | null;
  label: string;
  searchText: string;
  scopes: string;
  missingScopes: string;
  connectedAt: Date;
  tokenVersion: number;
  lastCheckedAt: Date | null;
  lastCheckOutcome: string | null;
  leaseId: string | null;
  leaseExpiresAt: Date | null;
}

export type AccountChange = Partial<Omit<AccountRecord, "id" | "leaseId" | "leaseExpiresAt">>;

export async function findAccount(db: Queryable, id: string): Promise<AccountRecord | null> {
  return (await db.connectedAccount.findUnique({ where: { id } })) as AccountRecord | null;
}

export async function findAccountByInstagramUserId(
  db: Queryable,
  instagramUserId: string,
): Promise<AccountRecord | null> {
  return (await db.connectedAccount.findUnique({ where: { instagramUserId } })) as AccountRecord | null;
}

export async function insertAccount(db: Queryable, account: AccountRecord): Promise<void> {
  await db.connectedAccount.create({ data: account });
}

/** Changes the account while it still has token version `version`; false when somebody was quicker. */
export async function updateAccountAtVersion(
  db: Queryable,
  id: string,
  version: number,
  change: AccountChange,
): Promise<boolean> {
  const { count } = await db.connectedAccount.updateMany({ where: { id, tokenVersion: version }, data: change });
  return count === 1;
}

/** As {@link updateAccountAtVersion}, only while the lease is `leaseId`'s, and gives the lease back with the same write. */
export async function settleUnderLease(
  db: Queryable,
  id: string,
  leaseId: string,
  version: number,
  change: AccountChange,
): Promise<boolean> {
  const { count } = await db.connectedAccount.updateMany({
    where: { id, leaseId, tokenVersion: version },
    data: { ...change, leaseId: null, leaseExpiresAt: null },
  });
  return count === 1;
}

export async function updateLabel(
  db: Queryable,
  id: string,
  change: { label: string; searchText: string },
): Promise<boolean> {
  const { count } = await db.connectedAccount.updateMany({ where: { id }, data: change });
  return count === 1;
}

/**
 * Takes the lease of a connected account when it is free or has run out, and reads the account with the same statement;
 * null when somebody else holds it, or there is no such account.
 */
export async function claimLease(
  db: Queryable,
  id: string,
  leaseId: string,
  now: Date,
  leaseExpiresAt: Date,
): Promise<AccountRecord | null> {
  const [claimed] = await db.connectedAccount.updateManyAndReturn({
    where: { id, disconnectedAt: null, OR: [{ leaseExpiresAt: null }, { leaseExpiresAt: { lte: now } }] },
    data: { leaseId, leaseExpiresAt },
  });
  return (claimed as AccountRecord | undefined) ?? null;
}

export async function releaseLease(db: Queryable, id: string, leaseId: string): Promise<void> {
  await db.connectedAccount.updateMany({ where: { id, leaseId }, data: { leaseId: null, leaseExpiresAt: null } });
}

/** Takes the lease away from whoever holds it: its holder can no longer store anything. */
export async function revokeLease(db: Queryable, id: string): Promise<void> {
  await db.connectedAccount.updateMany({ where: { id }, data: { leaseId: null, leaseExpiresAt: null } });
}
