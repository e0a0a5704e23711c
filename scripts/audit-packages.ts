import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readPackageAudit, readShipped } from "./package-audit";
import { ROOT } from "./run-command";

const LONGEST_ANSWER = 120_000;

/** 0: nothing is known against what we ship; 1: something is; 2: nobody told. */
function auditPackages(): number {
  const { count, unpinned } = readShipped(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
  for (const name of unpinned) console.log(`${name} is not pinned to its content and the public registry.`);
  const { stdout } = spawnSync("npm", ["audit", "--omit=dev", "--json"], {
    cwd: ROOT,
    encoding: "utf8",
    timeout: LONGEST_ANSWER,
  });
  const audit = readPackageAudit(stdout ?? "");
  switch (audit.kind) {
    case "clean":
      console.log(`No advisory is known against the ${count} packages that we ship.`);
      return unpinned.length === 0 ? 0 : 1;
    case "found":
      for (const { name, severity, reasons } of audit.packages) {
        console.log(`${severity}: ${name}: ${reasons.join("; ")}`);
      }
      console.log("Update them, or write into CHANGELOG.md why this one does not reach us.");
      return 1;
    case "not_told":
      console.log(`The registry told no advisories: ${audit.reason}`);
      console.log(`Nothing is known of the ${count} packages that we ship. Ask again where npm audit works.`);
      return 2;
  }
}

process.exit(auditPackages());
