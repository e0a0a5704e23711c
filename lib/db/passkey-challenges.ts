import "server-only";
import type { PasskeyPurpose } from "@/lib/domain/passkey";
import type { Queryable } from "./client";

export interface PasskeyChallengeRow {
  id: string;
  challenge: string;
  purpose: PasskeyPurpose;
  sessionId: string | null;
  createdAt: Date;
  expiresAt: Date;
}

/** Also forgets what nobody answered in time. */
export async function insertChallenge(db: Queryable, challenge: PasskeyChallengeRow): Promise<void> {
  await db.passkeyChallenge.deleteMany({ where: { expiresAt: { lte: challenge.createdAt } } });
  await db.passkeyChallenge.create({ data: challenge });
}

/** The challenge, for the first who asks for it with the purpose and the session that it was made for; null else. */
export async function redeemChallenge(
  db: Queryable,
  { id, purpose, sessionId, now }: Pick<PasskeyChallengeRow, "id" | "purpose" | "sessionId"> & { now: Date },
): Promise<string | null> {
  const mine = { id, purpose, sessionId, expiresAt: { gt: now } };
  const row = await db.passkeyChallenge.findFirst({ where: mine, select: { challenge: true } });
  if (row === null) return null;
  const { count } = await db.passkeyChallenge.deleteMany({ where: mine });
  return count === 1 ? row.challenge : null;
}
