import "server-only";
import type { Queryable } from "./client";

export interface KeyCanaryRow {
  keyId: string;
  sealed: string;
}

export async function findKeyCanaries(db: Queryable): Promise<KeyCanaryRow[]> {
  return db.keyCanary.findMany({ select: { keyId: true, sealed: true } });
}

/** Keeps the first one: two processes that start at once write the same. */
export async function insertKeyCanary(db: Queryable, canary: KeyCanaryRow & { createdAt: Date }): Promise<void> {
  const { keyId } = canary;
  await db.keyCanary.upsert({ where: { keyId }, create: canary, update: {} });
}

export async function deleteKeyCanaries(db: Queryable, keyIds: readonly string[]): Promise<void> {
  if (keyIds.length > 0) await db.keyCanary.deleteMany({ where: { keyId: { in: [...keyIds] } } });
}
