import "server-only";
import type { FeedKind } from "@/lib/domain/feed-link";
import type { Queryable } from "./client";

export interface FeedLinkRow {
  id: string;
  kind: FeedKind;
  /** The address itself is nowhere. */
  secretHash: string;
  /** Null for the calendar. */
  accountId: string | null;
  createdAt: Date;
  createdBy: string;
}

export type FeedPlace = Pick<FeedLinkRow, "kind" | "accountId">;

/** Puts `link` in the place of all that stood there; their addresses stop working. */
export async function replaceFeedLink(tx: Queryable, link: FeedLinkRow): Promise<void> {
  await deleteFeedLinks(tx, link);
  await tx.feedLink.create({ data: link });
}

/** How many there were. */
export async function deleteFeedLinks(db: Queryable, { kind, accountId }: FeedPlace): Promise<number> {
  return (await db.feedLink.deleteMany({ where: { kind, accountId } })).count;
}

export async function findFeedLink(db: Queryable, { kind, accountId }: FeedPlace): Promise<FeedLinkRow | null> {
  const where = { kind, accountId };
  return (await db.feedLink.findFirst({ where, orderBy: { createdAt: "desc" } })) as FeedLinkRow | null;
}

export async function findFeedLinkByHash(
  db: Queryable,
  kind: FeedKind,
  secretHash: string,
): Promise<FeedLinkRow | null> {
  const link = (await db.feedLink.findUnique({ where: { secretHash } })) as FeedLinkRow | null;
  return link?.kind === kind ? link : null;
}
