import "server-only";
import type { EventKind } from "@/lib/domain/account-view";
import type { FailureKind, FailureReason } from "@/lib/domain/instagram-failure";
import type { Queryable } from "./client";

export interface AccountEventRow {
  id: string;
  /** Null: it happened to the app as a whole. */
  accountId: string | null;
  at: Date;
  kind: EventKind;
  actorId: string | null;
  actorName: string | null;
  tokenVersion: number;
  expiresBefore: Date | null;
  expiresAfter: Date | null;
  durationMillis: number | null;
  failureKind: FailureKind | null;
  reason: FailureReason | null;
  code: number | null;
  subcode: number | null;
  message: string | null;
  detail: string | null;
}

export async function insertEvents(db: Queryable, events: readonly AccountEventRow[]): Promise<void> {
  if (events.length > 0) await db.accountEvent.createMany({ data: [...events] });
}

/** Newest first. */
export async function findEvents(
  db: Queryable,
  accountId: string,
  skip: number,
  take: number,
): Promise<AccountEventRow[]> {
  const rows = await db.accountEvent.findMany({
    where: { accountId },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    skip,
    take,
  });
  return rows as AccountEventRow[];
}
