import type { CheckedBackup } from "@/lib/services/check-backup";

/** Milliseconds between signs of life of long work. */
const REPORT_INTERVAL = 2_000;

/** Tells how far long work has come, now and then; short work says nothing. */
export function progressReport(doing: string): (done: number, total: number) => void {
  let toldAt: number | null = null;
  return (done, total) => {
    toldAt ??= performance.now();
    if (performance.now() - toldAt < REPORT_INTERVAL || done === total) return;
    toldAt = performance.now();
    console.log(`  ${doing}: ${grouped(done)} of ${grouped(total)} rows …`);
  };
}

/** What is in a backup, line by line. */
export function contentText({ head, rows, keyId, unreadable }: CheckedBackup): string {
  const count = (table: string) => grouped(head.tables.find(({ name }) => name === table)?.rows ?? 0);
  const database = head.database === "sqlite" ? "SQLite" : "PostgreSQL";
  const lines = [
    `Made ${head.createdAt} by Perennial ${head.version}, from ${database}.`,
    `${count("ConnectedAccount")} accounts, ${count("AccountToken")} tokens, ${count("AccountEvent")} lines of history, ${count("User")} people; ${grouped(rows)} rows in ${head.tables.length} tables.`,
    `It opens only with the key "${keyId}" of TOKEN_ENCRYPTION_KEYS.`,
  ];
  if (unreadable > 0) {
    lines.push(
      `${grouped(unreadable)} tokens or secrets no longer open: they were damaged before the backup was made.`,
    );
  }
  return lines.map((line) => `  ${line}`).join("\n");
}

export function grouped(count: number): string {
  return count.toLocaleString("en-GB");
}
