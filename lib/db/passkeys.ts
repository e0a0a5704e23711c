import "server-only";
import type { Queryable } from "./client";

export interface PasskeyRow {
  id: string;
  userId: string;
  name: string;
  publicKey: string;
  counter: number;
  transports: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** Authenticators count up to 32 bits, the column up to 31. From there on it stands still, and a real counter stays above it. */
const LARGEST_COUNTER = 2 ** 31 - 1;

function columnOf(counter: number): number {
  return Math.min(counter, LARGEST_COUNTER);
}

export async function insertPasskey(db: Queryable, passkey: PasskeyRow): Promise<void> {
  await db.passkey.create({ data: { ...passkey, counter: columnOf(passkey.counter) } });
}

export async function findPasskeys(db: Queryable, userId: string): Promise<PasskeyRow[]> {
  return db.passkey.findMany({ where: { userId }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
}

export async function findPasskey(db: Queryable, id: string): Promise<PasskeyRow | null> {
  return db.passkey.findUnique({ where: { id } });
}

export async function countPasskeys(db: Queryable, userId: string): Promise<number> {
  return db.passkey.count({ where: { userId } });
}

/** Notes a use, unless another one has moved the counter meanwhile. */
export async function noteUse(
  db: Queryable,
  { id, counter, newCounter, now }: { id: string; counter: number; newCounter: number; now: Date },
): Promise<boolean> {
  const { count } = await db.passkey.updateMany({
    where: { id, counter },
    data: { counter: columnOf(newCounter), lastUsedAt: now },
  });
  return count === 1;
}

export async function renamePasskey(db: Queryable, { id, userId, name }: Pick<PasskeyRow, "id" | "userId" | "name">) {
  return (await db.passkey.updateMany({ where: { id, userId }, data: { name } })).count === 1;
}

export async function deletePasskey(db: Queryable, { id, userId }: Pick<PasskeyRow, "id" | "userId">) {
  return (await db.passkey.deleteMany({ where: { id, userId } })).count === 1;
}

/** Forgets all of a person's passkeys; returns how many there were. */
export async function deletePasskeys(db: Queryable, userId: string): Promise<number> {
  return (await db.passkey.deleteMany({ where: { userId } })).count;
}
