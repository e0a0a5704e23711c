import "server-only";
import type { PictureType } from "@/lib/domain/picture-rule";
import type { Database, Queryable } from "./client";

export interface StoredPicture {
  contentType: PictureType;
  bytes: Uint8Array<ArrayBuffer>;
  /** Another picture has another one. */
  sourceHash: string;
}

export interface DuePicture {
  accountId: string;
  sourceHash: string | null;
  failures: number;
  nextAttemptAt: Date;
  /** Where Instagram shows it; null: it told of none. */
  pictureUrl: string | null;
}

/** One place for a picture a connected account that Instagram told one of, due at once; those that are there stay. */
export async function addMissingPictures(db: Database, now: Date): Promise<number> {
  const time = db.kind === "sqlite" ? "CAST(? AS INTEGER)" : "$1::timestamp(3)";
  return db.$executeRawUnsafe(
    `INSERT INTO "ProfilePicture" ("accountId", "failures", "nextAttemptAt")
      SELECT account."id", 0, ${time} FROM "ConnectedAccount" account
      WHERE account."pictureUrl" IS NOT NULL AND account."disconnectedAt" IS NULL
        AND NOT EXISTS (SELECT 1 FROM "ProfilePicture" known WHERE known."accountId" = account."id")
      ON CONFLICT DO NOTHING`,
    db.kind === "sqlite" ? now.getTime() : now,
  );
}

/** Those whose time has come, the longest waiting first. */
export async function findDuePictures(db: Queryable, now: Date, most: number): Promise<DuePicture[]> {
  const rows = await db.profilePicture.findMany({
    where: { nextAttemptAt: { lte: now } },
    orderBy: { nextAttemptAt: "asc" },
    take: most,
    select: {
      accountId: true,
      sourceHash: true,
      failures: true,
      nextAttemptAt: true,
      account: { select: { pictureUrl: true } },
    },
  });
  return rows.map(({ account, nextAttemptAt, ...row }) => ({
    ...row,
    nextAttemptAt: nextAttemptAt ?? now,
    pictureUrl: account.pictureUrl,
  }));
}

/** Puts the next attempt off; false when another process has done so first. */
export async function claimPicture(db: Queryable, due: DuePicture, until: Date): Promise<boolean> {
  const { accountId, nextAttemptAt } = due;
  const { count } = await db.profilePicture.updateMany({
    where: { accountId, nextAttemptAt },
    data: { nextAttemptAt: until },
  });
  return count === 1;
}

/** Nothing happens where the account has been disconnected meanwhile. */
export async function storePicture(
  db: Queryable,
  accountId: string,
  picture: StoredPicture,
  { fetchedAt, nextAttemptAt }: { fetchedAt: Date; nextAttemptAt: Date },
): Promise<void> {
  await db.profilePicture.updateMany({
    where: { accountId },
    data: { ...picture, fetchedAt, failures: 0, nextAttemptAt },
  });
}

/** Pictures that are still the same. */
export async function keepPictures(db: Queryable, accountIds: readonly string[], nextAttemptAt: Date): Promise<void> {
  await db.profilePicture.updateMany({
    where: { accountId: { in: [...accountIds] } },
    data: { failures: 0, nextAttemptAt },
  });
}

export async function notePictureFailure(
  db: Queryable,
  accountId: string,
  { failures, nextAttemptAt }: { failures: number; nextAttemptAt: Date },
): Promise<void> {
  await db.profilePicture.updateMany({ where: { accountId }, data: { failures, nextAttemptAt } });
}

export async function findPicture(db: Queryable, accountId: string): Promise<StoredPicture | null> {
  const row = await db.profilePicture.findUnique({ where: { accountId } });
  if (row?.bytes == null || row.sourceHash === null || row.contentType === null) return null;
  const { bytes, sourceHash, contentType } = row;
  return { bytes, sourceHash, contentType: contentType as PictureType };
}

/** Which of these accounts have a picture, and the hash that tells it from an earlier one. No bytes are read. */
export async function findPictureHashes(db: Queryable, accountIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.profilePicture.findMany({
    where: { accountId: { in: [...accountIds] }, fetchedAt: { not: null } },
    select: { accountId: true, sourceHash: true },
  });
  return new Map(rows.flatMap(({ accountId, sourceHash }) => (sourceHash === null ? [] : [[accountId, sourceHash]])));
}

export async function deletePicture(db: Queryable, accountId: string): Promise<void> {
  await db.profilePicture.deleteMany({ where: { accountId } });
}
