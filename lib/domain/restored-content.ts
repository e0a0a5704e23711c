/**
 * Tables that a restore leaves empty. They speak of browsers, links and processes of the moment; brought back, they would
 * open what was closed since the backup was made (docs/adr/0009-backups.md).
 */
export const LEFT_OUT: readonly string[] = [
  "ConnectFlow",
  "Invitation",
  "PasskeyChallenge",
  "PasswordReset",
  "RateLimit",
  "SchedulerRun",
  "Session",
  "SignInThrottle",
];

/** Columns by which a process holds on to a row. The processes of the backup are gone. */
const HELD_BY: readonly string[] = ["leaseId", "leaseExpiresAt"];

export function isRestored(table: string): boolean {
  return !LEFT_OUT.includes(table);
}

/** What a restore writes for a column's value in the backup. */
export function restoredValue<Value>(column: string, value: Value): Value | null {
  return HELD_BY.includes(column) ? null : value;
}
