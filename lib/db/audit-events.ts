import "server-only";
import type { AuditAction, AuditOutcome } from "@/lib/domain/audit-event";
import type { AuditMark } from "@/lib/domain/audit-mark";
import type { Queryable } from "./client";

const HEAD = "head";

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
    where: { id: HEAD },
    data: { sequence: { increment: 1 } },
    select: { sequence: true, hash: true },
  });
  return { sequence, previousHash: hash };
}

export async function appendAuditEvent(tx: Queryable, event: AuditEventRow): Promise<void> {
  await tx.auditEvent.create({ data: event });
  await tx.auditHead.update({ where: { id: HEAD }, data: { hash: event.hash } });
}

/** The newest event's number and hash; null when the row itself is missing. */
export async function findAuditHead(db: Queryable): Promise<AuditMark | null> {
  return db.auditHead.findUnique({ where: { id: HEAD }, select: { sequence: true, hash: true } });
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
