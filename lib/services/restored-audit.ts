import "server-only";
import { AUDIT_HEAD, type AuditEventRow } from "@/lib/db/audit-events";
import type { RowGroup } from "@/lib/db/load-plan";
import type { PortableRow, PortableTable } from "@/lib/db/portable";
import type { AuditMark } from "@/lib/domain/audit-mark";

/**
 * The rows of a backup with one more event at the end of its audit log, so that it is written with them or not at all.
 *
 * @param append - makes the event that follows on the log's head. Not called when the rows have no head, because they are
 * older than the audit log, or when the head does not stand at the log's end, because somebody tampered with it.
 */
export async function* withAuditEvent(
  groups: AsyncIterable<RowGroup>,
  tables: readonly PortableTable[],
  append: (head: AuditMark) => AuditEventRow,
): AsyncGenerator<RowGroup> {
  const log = tables.find(({ name }) => name === "AuditEvent");
  let last = 0;
  for await (const group of groups) {
    const { table, rows } = group;
    if (table.name === log?.name) {
      for (const row of rows) last = Math.max(last, Number(cellOf(table, row, "sequence")));
    }
    const head = table.name === "AuditHead" ? rows.find((row) => cellOf(table, row, "id") === AUDIT_HEAD) : undefined;
    if (log === undefined || head === undefined || Number(cellOf(table, head, "sequence")) !== last) {
      yield group;
      continue;
    }
    const event = append({ sequence: last, hash: String(cellOf(table, head, "hash")) });
    yield { table: log, rows: [portableRow(log, event)] };
    const moved = portableRow(table, { id: AUDIT_HEAD, ...event });
    yield { table, rows: rows.map((row) => (row === head ? moved : row)) };
  }
}

function cellOf({ columns }: PortableTable, row: PortableRow, column: string): PortableRow[number] {
  return row[columns.findIndex(({ name }) => name === column)] ?? null;
}

function portableRow({ columns }: PortableTable, values: object): PortableRow {
  const entries = new Map(Object.entries(values));
  return columns.map(({ name }) => {
    const value: unknown = entries.get(name) ?? null;
    return value instanceof Date ? value.getTime() : (value as PortableRow[number]);
  });
}
