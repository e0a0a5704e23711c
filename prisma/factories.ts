import { createHash, randomUUID } from "node:crypto";
import type { AccountEventRow } from "@/lib/db/account-events";
import { NO_PREVIOUS_TOKEN, putToken } from "@/lib/db/account-tokens";
import { type AccountRecord, insertAccount } from "@/lib/db/accounts";
import type { Queryable } from "@/lib/db/client";
import { insertSession, type SessionRow } from "@/lib/db/sessions";
import { insertUser, type UserRow } from "@/lib/db/users";
import { planAccount } from "@/lib/domain/account-plan";
import { CLEARED_FAILURES } from "@/lib/domain/attempt-result";
import { after, DAY, LONG_LIVED_TOKEN_LIFE } from "@/lib/domain/durations";
import { searchText } from "@/lib/domain/plain-line";
import { REQUIRED_SCOPE } from "@/lib/domain/scopes";
import { hashPassword } from "@/lib/services/password";
import { tokenContext } from "@/lib/services/store-token";
import type { Vault } from "@/lib/vault/seal";
import { FACTORY_PASSWORD } from "./factory-password";

const SESSION_LIFE = 30 * DAY;

/** Where rows go, and what seals their tokens. */
export interface Store {
  db: Queryable;
  vault: Vault;
}

/** The same id for the same name, in the shape of a UUID. */
export function idOf(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}

/** A healthy account in the middle of its token's life. A single date in `overrides` moves those that follow from it. */
export function accountRecord(
  overrides: Partial<AccountRecord> & { username: string },
  now: Date = new Date(),
): AccountRecord {
  const { username, name = username, label = "" } = overrides;
  const issuedAt =
    overrides.issuedAt ??
    (overrides.expiresAt === undefined ? after(now, -20 * DAY) : after(overrides.expiresAt, -LONG_LIVED_TOKEN_LIFE));
  const account = {
    id: randomUUID(),
    instagramUserId: `178414${createHash("sha256").update(username).digest().readUIntBE(0, 5)}`.padEnd(17, "0"),
    appScopedId: null,
    name,
    accountType: "BUSINESS",
    followersCount: 1_200,
    pictureUrl: null,
    autoRenew: true,
    lastAnswer: null,
    lastAnsweredAt: null,
    label,
    searchText: searchText(username, name, label),
    scopes: REQUIRED_SCOPE,
    missingScopes: "",
    connectedAt: issuedAt,
    disconnectedAt: null,
    tokenVersion: 1,
    issuedAt,
    issuedAtAssumed: false,
    expiresAt: after(issuedAt, LONG_LIVED_TOKEN_LIFE),
    expiryAssumed: false,
    lastCheckedAt: null,
    lastCheckOutcome: null,
    lastRenewedAt: null,
    leaseId: null,
    leaseExpiresAt: null,
    ...CLEARED_FAILURES,
    ...overrides,
  };
  return { ...account, ...planAccount(account, now), ...overrides };
}

export function accountEvent(overrides: Partial<AccountEventRow>): AccountEventRow {
  return {
    id: randomUUID(),
    accountId: null,
    at: new Date(),
    kind: "connected",
    actorId: null,
    actorName: null,
    tokenVersion: 1,
    expiresBefore: null,
    expiresAfter: null,
    durationMillis: null,
    failureKind: null,
    reason: null,
    code: null,
    subcode: null,
    message: null,
    detail: null,
    ...overrides,
  };
}

/** An account with its sealed token and a history; without `events`, the line that says it was connected. */
export async function createAccount(
  overrides: Partial<AccountRecord> & {
    username: string;
    token: string;
    events?: Omit<AccountEventRow, "accountId">[];
  },
  { db, vault }: Store,
): Promise<AccountRecord> {
  const { token, events, ...columns } = overrides;
  const account = accountRecord(columns);
  const { id: accountId, tokenVersion: version, issuedAt, expiresAt, connectedAt } = account;
  await insertAccount(db, account);
  const sealed = vault.seal(token, tokenContext(accountId));
  await putToken(db, { accountId, version, sealed, storedAt: issuedAt, ...NO_PREVIOUS_TOKEN });
  const connected = accountEvent({ accountId, at: connectedAt, expiresAfter: expiresAt });
  await db.accountEvent.createMany({
    data: (events ?? [connected]).map((event) => ({ ...event, accountId })),
  });
  return account;
}

/** Many accounts quickly, without histories. */
export async function createAccounts(
  list: readonly (Partial<AccountRecord> & { username: string; token: string })[],
  { db, vault }: Store,
): Promise<void> {
  const CHUNK = 500;
  for (let start = 0; start < list.length; start += CHUNK) {
    const rows = list
      .slice(start, start + CHUNK)
      .map(({ token, ...columns }) => ({ token, row: accountRecord(columns) }));
    await db.connectedAccount.createMany({ data: rows.map(({ row }) => row) });
    await db.accountToken.createMany({
      data: rows.map(({ token, row: { id, issuedAt } }) => ({
        accountId: id,
        version: 1,
        sealed: vault.seal(token, tokenContext(id)),
        storedAt: issuedAt,
      })),
    });
  }
}

export async function createUser(
  { password = FACTORY_PASSWORD, ...overrides }: Partial<Omit<UserRow, "passwordHash">> & { password?: string },
  db: Queryable,
): Promise<UserRow> {
  const id = overrides.id ?? randomUUID();
  const user: UserRow = {
    id,
    email: `${id}@example.com`,
    name: "Ada Lindqvist",
    role: "manager",
    createdAt: new Date(),
    passwordHash: await hashPassword(password),
    ...overrides,
  };
  await insertUser(db, user);
  return user;
}

/** A signed-in browser of `userId`. */
export async function createSession(
  overrides: Partial<SessionRow> & { userId: string },
  db: Queryable,
): Promise<SessionRow> {
  const now = new Date();
  const session: SessionRow = {
    id: randomUUID(),
    createdAt: now,
    lastSeenAt: now,
    expiresAt: after(now, SESSION_LIFE),
    userAgent: "factory",
    address: "127.0.0.1",
    provenAt: now,
    method: "password",
    ...overrides,
  };
  await insertSession(db, session);
  return session;
}
