import { createLog, type Log } from "@/lib/log";

/** Events that tell of an account whose work ended in an error of ours. */
const FAILURES: ReadonlySet<string> = new Set(["account_work_failed", "fault_probe_failed"]);
/** What a killed process still logs is never written. */
const OF_A_KILLED_PROCESS = "killed at ";

/** The services' log in the simulation: says nothing, and reports the accounts whose work failed. */
export function workLog(report: (accountId: string, text: string) => void): Log {
  return createLog("error", {
    write(line) {
      if (line.includes(OF_A_KILLED_PROCESS)) return;
      const { event, accountId, err } = JSON.parse(line) as Record<string, unknown>;
      if (typeof event === "string" && FAILURES.has(event))
        report(String(accountId), `${event}: ${JSON.stringify(err)}`);
    },
  });
}
