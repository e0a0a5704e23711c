import "server-only";
import type { AccountFacts } from "@/lib/domain/account-facts";
import type { AccountPlan } from "@/lib/domain/account-plan";
import { searchText } from "@/lib/domain/plain-line";
import type { Queryable } from "./client";

/** One connected account without its token. */
export interface AccountRecord extends AccountFacts, AccountPlan {
  instagramUserId: string;
  appScopedId: string | null;
  name: string;
  accountType: string;
  followersCount: number | null;
  /** Instagram's own link, signed and short-lived. */
  pictureUrl: string | null;
  searchText: string;
  scopes: string;
  missingScopes: string;
  connectedAt: Date;
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

/** What Instagram tells of an account, and what the search finds it by. */
export type ProfileColumns = Pick<
  AccountRecord,
  "username" | "name" | "appScopedId" | "accountType" | "followersCount" | "pictureUrl"
>;

/** What the search reads, after a new name; the label is the one of this moment, which a person may have changed meanwhile. */
export async function updateSearchText(
  db: Queryable,
  id: string,
  { username, name }: Pick<ProfileColumns, "username" | "name">,
): Promise<void> {
  const { label } = await db.connectedAccount.findUniqueOrThrow({ where: { id }, select: { label: true } });
  await db.connectedAccount.update({ where: { id }, data: { searchText: searchText(username, name, label) } });
}

/** False when it was set so already, or the account is gone. */
export async function setAutoRenewColumn(
  db: Queryable,
  id: string,
  change: Pick<AccountRecord, "autoRenew" | "nextAttemptAt">,
): Promise<boolean> {
  const where = { id, disconnectedAt: null, autoRenew: !change.autoRenew };
  return (await db.connectedAccount.updateMany({ where, data: change })).count === 1;
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

/** The accounts of the person whom Instagram calls `personId`, by either of their two ids. Disconnected ones too. */
export async function findAccountsOfPerson(db: Queryable, personId: string): Promise<AccountRecord[]> {
  const where = { OR: [{ instagramUserId: personId }, { appScopedId: personId }] };
  return (await db.connectedAccount.findMany({ where, orderBy: { id: "asc" } })) as AccountRecord[];
}

/** Deletes the account with token, history, notices, secret addresses and picture; false when its token has changed. */
/** Keeps an account from being deleted until this transaction ends; false when it is gone. */
export async function holdAccount(tx: Queryable, id: string): Promise<boolean> {
  const { count } = await tx.connectedAccount.updateMany({ where: { id }, data: { tokenVersion: { increment: 0 } } });
  return count === 1;
}

export async function deleteAccountAtVersion(db: Queryable, id: string, version: number): Promise<boolean> {
  return (await db.connectedAccount.deleteMany({ where: { id, tokenVersion: version } })).count === 1;
}

/** The leases under which somebody works at `now`. */
export async function findHeldLeases(db: Queryable, now: Date): Promise<string[]> {
  const rows = await db.connectedAccount.findMany({
    where: { leaseId: { not: null }, leaseExpiresAt: { gt: now } },
    select: { leaseId: true },
    distinct: ["leaseId"],
  });
  return rows.flatMap(({ leaseId }) => leaseId ?? []);
}
