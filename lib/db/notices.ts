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
