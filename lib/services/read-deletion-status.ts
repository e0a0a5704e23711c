import "server-only";
import { findDeletionRequest } from "@/lib/db/deletion-requests";
import type { DeletionOutcome } from "@/lib/domain/callback-rule";
import type { ServiceContext } from "./context";
import { takeRateLimit } from "./take-rate-limit";

export type DeletionStatus =
  | { kind: "known"; receivedAt: Date; finishedAt: Date | null; outcome: DeletionOutcome | null }
  | { kind: "unknown" }
  | { kind: "too_often"; until: Date };

/** What became of a deletion request, for whoever has its code. Nothing here tells whose it was. */
export async function readDeletionStatus(
  ctx: ServiceContext,
  { code, address }: { code: string; address: string },
): Promise<DeletionStatus> {
  const until = await takeRateLimit(ctx, "deletion_status", address);
  if (until !== null) return { kind: "too_often", until };
  const request = /^[0-9a-f]{32}$/.test(code) ? await findDeletionRequest(ctx.db, { code }) : null;
  if (request === null) return { kind: "unknown" };
  const { receivedAt, finishedAt, outcome } = request;
  return { kind: "known", receivedAt, finishedAt, outcome };
}
