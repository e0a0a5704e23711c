import "server-only";
import { createHash } from "node:crypto";
import type { AuditEventRow } from "@/lib/db/audit-events";

/**
 * SHA-256, in hexadecimal, over everything that the row says and the hash of the row before: no row can be changed,
 * taken out or put between without every later hash being wrong.
 */
export function auditHash(row: Omit<AuditEventRow, "hash">): string {
  const { previousHash, sequence, at, action, outcome, actorId, actorName, address, subject, detail } = row;
  const content = [previousHash, sequence, at.getTime(), action, outcome, actorId, actorName, address, subject, detail];
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}
