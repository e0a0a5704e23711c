import "server-only";
import type { AuditAction, AuditOutcome } from "@/lib/domain/audit-event";
import type { AuditMark } from "@/lib/domain/audit-mark";
import type { RecordedPerson } from "@/lib/domain/recorded-person";
import type { Queryable } from "./client";
import { oneOf } from "./one-of";
import { collectPeople } from "./recorded-people";

/** The id of the row that knows the log's end. */
export const AUDIT_HEAD = "head";

export interface AuditEventRow {
  sequence: number;
  at: Date;
  action: AuditAction;
  outcome: AuditOutcome;
  actorId: string | null;
  actorName: string | null;
  address: string | null;
  subject: string | null;
  detail: string;
  previousHash: string;
  hash: string;
}

/** Takes the next number, and with it the turn: other writers wait until this transaction ends. */
export async function takeAuditTurn(tx: Queryable): Promise<{ sequence: number; previousHash: string }> {
  const { sequence, hash } = await tx.auditHead.update({
    where: { id: AUDIT_HEAD },
    data: { sequence: { increment: 1 } },
    select: { sequence: true, hash: true },
  });
  return { sequence, previousHash: hash };
}

export async function appendAuditEvent(tx: Queryable, event: AuditEventRow): Promise<void> {
  await tx.auditEvent.create({ data: event });
  await tx.auditHead.update({ where: { id: AUDIT_HEAD }, data: { hash: event.hash } });
}

/** The newest event's number and hash; null when the row itself is missing. */
export async function findAuditHead(db: Queryable): Promise<AuditMark | null> {
  return db.auditHead.findUnique({ where: { id: AUDIT_HEAD }, select: { sequence: true, hash: true } });
}

/** In order, from the first after `sequence`. */
export async function findAuditEventsAfter(db: Queryable, sequence: number, limit: number): Promise<AuditEventRow[]> {
  const rows = await db.auditEvent.findMany({
    where: { sequence: { gt: sequence } },
    orderBy: { sequence: "asc" },
    take: limit,
  });
  return rows as AuditEventRow[];
}

/** The number of the first event after `sequence`, whatever else the row holds. */
export async function findAuditSequenceAfter(db: Queryable, sequence: number): Promise<number | null> {
  const row = await db.auditEvent.findFirst({
    where: { sequence: { gt: sequence } },
    orderBy: { sequence: "asc" },
    select: { sequence: true },
  });
  return row?.sequence ?? null;
}

/** The lowest number below 1, where no event of ours is; null when nothing stands there. */
export async function findAuditSequenceBeforeFirst(db: Queryable): Promise<number | null> {
  const row = await db.auditEvent.findFirst({
    where: { sequence: { lt: 1 } },
    orderBy: { sequence: "asc" },
    select: { sequence: true },
  });
  return row?.sequence ?? null;
}

/** Null: not filtered by that. */
export interface AuditFilter {
  actions: readonly AuditAction[] | null;
  /** "nobody": what the server did, or somebody who was not signed in. */
  actorIds: readonly string[] | "nobody" | null;
  outcome: AuditOutcome | null;
  since: Date | null;
  before: Date | null;
}

/** Newest first; `behind`: only what was written before that number. */
export async function findAuditEvents(
  db: Queryable,
  { actions, actorIds, outcome, since, before }: AuditFilter,
  { behind, skip = 0, take }: { behind?: number; skip?: number; take: number },
): Promise<AuditEventRow[]> {
  const rows = await db.auditEvent.findMany({
    where: {
      ...(actions === null ? {} : { action: oneOf(actions) }),
      ...(actorIds === null ? {} : { actorId: actorIds === "nobody" ? null : oneOf(actorIds) }),
      ...(outcome === null ? {} : { outcome }),
      ...(behind === undefined ? {} : { sequence: { lt: behind } }),
      at: { ...(since === null ? {} : { gte: since }), ...(before === null ? {} : { lt: before }) },
    },
    orderBy: { sequence: "desc" },
    skip,
    take,
  });
  return rows as AuditEventRow[];
}

/** Whoever stands in the log, also when their access has ended, with the name they had last. */
export async function findAuditActors(db: Queryable): Promise<RecordedPerson[]> {
  return collectPeople(db, "AuditEvent");
}
