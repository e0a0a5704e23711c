import "server-only";
import { v7 as timeOrderedId } from "uuid";
import type { DueNotice, NoticeKind } from "@/lib/domain/notice";
import type { Queryable } from "./client";
import { Prisma } from "./generated/sqlite/client";

const INSERT_CHUNK = 200;

/** Something to be told, as it waits for being put into messages. */
export interface NoticeRow {
  id: string;
  kind: NoticeKind;
  accountId: string | null;
  at: Date;
  /** JSON: NoticeDetail. */
  detail: string;
}

/**
 * Writes what people must be told, in the transaction of what caused it. A row whose key is there already is no news
 * and left out without a word, also when another process writes it at the same moment.
 *
 * @returns how many were new.
 */
export async function insertNotices(db: Queryable, notices: readonly (DueNotice & { at: Date })[]): Promise<number> {
  let written = 0;
  for (let start = 0; start < notices.length; start += INSERT_CHUNK) {
    const rows = notices
      .slice(start, start + INSERT_CHUNK)
      .map(
        ({ key, kind, accountId, at, detail }) =>
          Prisma.sql`(${timeOrderedId()}, ${key}, ${kind}, ${accountId}, ${at}, ${JSON.stringify(detail)})`,
      );
    // Prisma's createMany can skip duplicates on PostgreSQL only.
    written += await db.$executeRaw`
      INSERT INTO "Notice" ("id", "key", "kind", "accountId", "at", "detail")
      VALUES ${Prisma.join(rows)} ON CONFLICT DO NOTHING`;
  }
  return written;
}

/** True when a notice of this key was written, told or not. */
export async function isNoticeThere(db: Queryable, key: string): Promise<boolean> {
  return (await db.notice.findUnique({ where: { key }, select: { id: true } })) !== null;
}

export async function isNoticeWaiting(db: Queryable): Promise<boolean> {
  return (await db.notice.findFirst({ where: { dispatchedAt: null }, select: { id: true } })) !== null;
}

/** Takes every notice that waits. One statement: what two processes take at once is never the same. Oldest first. */
export async function takeWaitingNotices(db: Queryable, now: Date): Promise<NoticeRow[]> {
  const rows = await db.notice.updateManyAndReturn({
    where: { dispatchedAt: null },
    data: { dispatchedAt: now },
    select: { id: true, kind: true, accountId: true, at: true, detail: true },
  });
  // Ids grow with the time of writing.
  return (rows as NoticeRow[]).sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** Forgets what was told before `before`; what still waits stays. */
export async function deleteNoticesBefore(db: Queryable, before: Date): Promise<void> {
  await db.notice.deleteMany({ where: { at: { lt: before }, dispatchedAt: { not: null } } });
}
