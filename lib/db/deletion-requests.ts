import "server-only";
import type { DeletionOutcome } from "@/lib/domain/callback-rule";
import type { Queryable } from "./client";

export interface DeletionRequestRow {
  code: string;
  requestHash: string;
  receivedAt: Date;
  finishedAt: Date | null;
  outcome: DeletionOutcome | null;
}

/** @throws P2002 (`isUniqueViolation`) when the same request is there already. */
export async function insertDeletionRequest(db: Queryable, request: DeletionRequestRow): Promise<void> {
  await db.deletionRequest.create({ data: request });
}

export async function finishDeletionRequest(
  db: Queryable,
  code: string,
  result: { finishedAt: Date; outcome: DeletionOutcome },
): Promise<void> {
  await db.deletionRequest.updateMany({ where: { code }, data: result });
}

export async function findDeletionRequest(
  db: Queryable,
  where: { code: string } | { requestHash: string },
): Promise<DeletionRequestRow | null> {
  return (await db.deletionRequest.findUnique({ where })) as DeletionRequestRow | null;
}
