import { expect, test } from "vitest";
import { workLog } from "./work-log";

test("reports accounts whose work failed, and nothing that a killed process leaves behind", () => {
  const reported: string[] = [];
  const log = workLog((accountId) => reported.push(accountId));
  log.error({ event: "account_work_failed", accountId: "a1", err: new Error("out of order") }, "account work failed");
  log.error({ event: "fault_probe_failed", accountId: "a2", err: new Error("out of order") }, "fault probe failed");
  log.error({ event: "account_work_failed", accountId: "a3", err: new Error("killed at any_query") }, "work failed");
  log.error({ event: "app_fault", kind: "permission" }, "app-wide fault");
  log.warn({ event: "account_work_failed", accountId: "a4" }, "only a warning");
  expect(reported).toEqual(["a1", "a2"]);
});
