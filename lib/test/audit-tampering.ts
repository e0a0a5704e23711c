import type { AuditEventRow } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/client";
import { jsonRows, jsonSource, valuesIn } from "@/lib/db/json-rows";

const LIFT = {
  sqlite: ['DROP TRIGGER "AuditEvent_no_update"', 'DROP TRIGGER "AuditEvent_no_delete"'],
  postgresql: ['ALTER TABLE "AuditEvent" DISABLE TRIGGER USER'],
};
const ABORT = "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END";
const LAY = {
  sqlite: [
    `CREATE TRIGGER "AuditEvent_no_update" BEFORE UPDATE ON "AuditEvent" ${ABORT}`,
    `CREATE TRIGGER "AuditEvent_no_delete" BEFORE DELETE ON "AuditEvent" ${ABORT}`,
  ],
  postgresql: ['ALTER TABLE "AuditEvent" ENABLE TRIGGER USER'],
};

/** Does what somebody could who owns the whole database: the triggers that guard the log are lifted meanwhile. */
export async function tamperWithAudit(db: Database, work: () => Promise<unknown>): Promise<void> {
  for (const statement of LIFT[db.kind]) await db.$executeRawUnsafe(statement);
  try {
    await work();
  } finally {
    for (const statement of LAY[db.kind]) await db.$executeRawUnsafe(statement);
  }
}

/** An empty log, as after the migration. */
export async function emptyAudit(db: Database): Promise<void> {
  await tamperWithAudit(db, () => db.auditEvent.deleteMany());
  await db.auditHead.deleteMany();
  await db.auditHead.create({ data: { id: "head", sequence: 0, hash: "" } });
}

const COLUMNS = {
  sequence: "integer",
  at: "time",
  action: "text",
  outcome: "text",
  actorId: "text",
  actorName: "text",
  address: "text",
  subject: "text",
  detail: "text",
  previousHash: "text",
  hash: "text",
} as const;
const CHUNK = 10_000;

/** Many rows in seconds, as they are. */
export async function insertAuditEvents(db: Database, rows: readonly AuditEventRow[]): Promise<void> {
  const names = Object.keys(COLUMNS).map((name) => `"${name}"`);
  const source = jsonSource(db.kind, "event", COLUMNS);
  const statement = `INSERT INTO "AuditEvent" (${names.join(", ")}) SELECT ${names.join(", ")} FROM ${source}`;
  for (let start = 0; start < rows.length; start += CHUNK) {
    const chunk = rows.slice(start, start + CHUNK).map(valuesIn(COLUMNS));
    await db.$executeRawUnsafe(statement, jsonRows(db.kind, chunk));
  }
}
