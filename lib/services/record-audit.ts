import "server-only";
import { type AuditEventRow, appendAuditEvent, takeAuditTurn } from "@/lib/db/audit-events";
import type { Queryable } from "@/lib/db/client";
import type { AuditAction, AuditOutcome } from "@/lib/domain/audit-event";
import { boundedLine } from "@/lib/domain/plain-line";
import { redactText } from "@/lib/redact";
import { auditHash } from "./audit-hash";
import { actorColumns, type ServiceContext } from "./context";

/** Characters. What is stored must be what was hashed, so it is well-formed, and anybody may type it. */
const LONGEST_TEXT = 200;

export interface AuditInput {
  action: AuditAction;
  /** Default: done. */
  outcome?: AuditOutcome;
  /**
   * What it was done to. Never a secret, and never an Instagram username: its owner may ask for it to be erased, and
   * these rows stay. Name accounts by their id.
   */
  subject?: string | null;
  /** Plain facts, without secrets. */
  detail?: Record<string, string | number | boolean | null>;
  /** Where nobody is signed in yet: who it turned out to be. */
  actor?: { userId: string; name: string };
  /** Where nobody is signed in yet: where the request came from. */
  address?: string;
}

/**
 * Appends to the audit log inside `tx`, so that act and record stand or fall together. Call it last in the transaction:
 * from here on other writers of the log wait for this one.
 */
export async function recordAudit(ctx: ServiceContext, tx: Queryable, input: AuditInput): Promise<void> {
  await appendAuditEvent(tx, auditEventOf(ctx, input, await takeAuditTurn(tx)));
}

/** The row itself, at its place in the log. */
export function auditEventOf(
  ctx: ServiceContext,
  input: AuditInput,
  { sequence, previousHash }: Pick<AuditEventRow, "sequence" | "previousHash">,
): AuditEventRow {
  const columns = actorColumns(ctx);
  const person = ctx.actor.kind === "person" ? ctx.actor : null;
  const address = input.address ?? person?.address ?? null;
  const row = {
    sequence,
    at: ctx.now,
    action: input.action,
    outcome: input.outcome ?? "done",
    actorId: input.actor?.userId ?? columns.actorId,
    actorName: input.actor?.name ?? columns.actorName,
    address: address === null ? null : boundedLine(address, LONGEST_TEXT),
    subject: input.subject == null ? null : boundedLine(redactText(input.subject), LONGEST_TEXT),
    detail: detailText(input.detail ?? {}),
    previousHash,
  };
  return { ...row, hash: auditHash(row) };
}

/** As {@link recordAudit}, where there is nothing else to write. */
export async function audit(ctx: ServiceContext, input: AuditInput): Promise<void> {
  await ctx.db.transaction((tx) => recordAudit(ctx, tx, input));
}

function detailText(detail: NonNullable<AuditInput["detail"]>): string {
  const entries = Object.entries(detail).map(([name, value]) => [
    name,
    typeof value === "string" ? boundedLine(redactText(value), LONGEST_TEXT) : value,
  ]);
  return JSON.stringify(Object.fromEntries(entries.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1))));
}
