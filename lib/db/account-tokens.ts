import "server-only";
import type { Database, Queryable } from "./client";
import { jsonRows, jsonSource, onBoth, valuesIn } from "./json-rows";

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

const STORED = {
  accountId: "text",
  version: "integer",
  sealed: "text",
  previousSealed: "text",
  previousIssuedAt: "time",
  previousExpiresAt: "time",
  previousExpiryAssumed: "boolean",
  storedAt: "time",
} as const;

const valuesOf = valuesIn(STORED);

const STORE_STATEMENTS = onBoth((kind) => {
  const assignments = Object.keys(STORED)
    .slice(1)
    .map((name) => `"${name}" = change."${name}"`);
  return `UPDATE "AccountToken" AS token SET ${assignments.join(", ")}
    FROM ${jsonSource(kind, "change", STORED)} WHERE token."accountId" = change."accountId"`;
});

/** Puts many tokens in the place of those that are there, with one statement. */
export async function storeTokens(
  kind: Database["kind"],
  tx: Queryable,
  tokens: readonly SealedToken[],
): Promise<void> {
  if (tokens.length > 0) await tx.$executeRawUnsafe(STORE_STATEMENTS[kind], jsonRows(kind, tokens.map(valuesOf)));
}

const FORGOTTEN = Object.keys(NO_PREVIOUS_TOKEN).map((name) => `"${name}" = NULL`);
const FORGET_STATEMENTS = onBoth(
  (kind) => `UPDATE "AccountToken" SET ${FORGOTTEN.join(", ")}
    WHERE "accountId" IN (SELECT id FROM ${jsonSource(kind, "confirmed", { id: "text" })}) AND "previousSealed" IS NOT NULL`,
);

/** Forgets the previous tokens: the new ones have answered. */
export async function dropPreviousTokens(
  kind: Database["kind"],
  tx: Queryable,
  accountIds: readonly string[],
): Promise<void> {
  if (accountIds.length === 0) return;
  const rows = accountIds.map((id) => [id]);
  await tx.$executeRawUnsafe(FORGET_STATEMENTS[kind], jsonRows(kind, rows));
}

export async function deleteToken(db: Queryable, accountId: string): Promise<void> {
  await db.accountToken.deleteMany({ where: { accountId } });
}
