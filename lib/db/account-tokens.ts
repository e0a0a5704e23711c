import "server-only";
import type { Database, Queryable } from "./client";

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

/** Puts many tokens in the place of those that are there, with one statement. */
export async function storeTokens(
  kind: Database["kind"],
  tx: Queryable,
  tokens: readonly SealedToken[],
): Promise<void> {
  if (tokens.length === 0) return;
  const time = (instant: Date | null) =>
    kind === "sqlite" ? (instant?.getTime() ?? null) : (instant?.toISOString().replace("Z", "") ?? null);
  const rows = tokens.map(({ storedAt, previousIssuedAt, previousExpiresAt, ...rest }) => ({
    ...rest,
    storedAt: time(storedAt),
    previousIssuedAt: time(previousIssuedAt),
    previousExpiresAt: time(previousExpiresAt),
  }));
  await tx.$executeRawUnsafe(STORE_STATEMENTS[kind], JSON.stringify(rows));
}

const STORED = {
  version: "int",
  sealed: "text",
  previousSealed: "text",
  previousIssuedAt: "timestamp(3)",
  previousExpiresAt: "timestamp(3)",
  previousExpiryAssumed: "boolean",
  storedAt: "timestamp(3)",
};

function storeStatement(source: string): string {
  const assignments = Object.keys(STORED).map((name) => `"${name}" = change."${name}"`);
  return `UPDATE "AccountToken" AS token SET ${assignments.join(", ")} FROM ${source} WHERE token."accountId" = change."accountId"`;
}

const STORE_STATEMENTS: Record<Database["kind"], string> = {
  sqlite: storeStatement(
    `(SELECT value ->> '$.accountId' AS "accountId", ${Object.keys(STORED)
      .map((name) => `value ->> '$.${name}' AS "${name}"`)
      .join(", ")} FROM json_each(?)) AS change`,
  ),
  postgresql: storeStatement(
    `jsonb_to_recordset($1::jsonb) AS change("accountId" text, ${Object.entries(STORED)
      .map(([name, type]) => `"${name}" ${type}`)
      .join(", ")})`,
  ),
};

/** Forgets the previous tokens: the new ones have answered. */
export async function dropPreviousTokens(db: Queryable, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length === 0) return;
  await db.accountToken.updateMany({
    where: { accountId: { in: [...accountIds] }, previousSealed: { not: null } },
    data: NO_PREVIOUS_TOKEN,
  });
}

export async function deleteToken(db: Queryable, accountId: string): Promise<void> {
  await db.accountToken.deleteMany({ where: { accountId } });
}
