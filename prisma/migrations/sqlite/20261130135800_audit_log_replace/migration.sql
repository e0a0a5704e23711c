-- SQLite's INSERT OR REPLACE deletes the row that is in its way without asking the triggers against deleting.
CREATE TRIGGER "AuditEvent_no_replace" BEFORE INSERT ON "AuditEvent"
WHEN EXISTS (SELECT 1 FROM "AuditEvent" WHERE "sequence" = NEW."sequence")
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
