import { parseArgs } from "node:util";
import { auditFaultSentence } from "@/lib/domain/audit-fault";
import { type AuditMark, formatAuditMark, parseAuditMark } from "@/lib/domain/audit-mark";
import { FriendlyError } from "./friendly-error";
import { openExistingDatabase } from "./server-database";

const INTACT = 0;
const BROKEN = 1;
const NOT_DONE = 2;
const USAGE =
  "Write: npm run audit:verify -- --expect <number>:<hash>, as an earlier check printed it. Or leave --expect out.";

function readExpected(): AuditMark | null {
  let text: string | undefined;
  try {
    text = parseArgs({ options: { expect: { type: "string" } } }).values.expect;
  } catch {
    throw new FriendlyError(USAGE);
  }
  if (text === undefined) return null;
  const mark = parseAuditMark(text);
  if (mark === null) throw new FriendlyError(USAGE);
  return mark;
}

/** Reads the whole audit log and says whether it is as it was written. */
async function verify(): Promise<number> {
  const expected = readExpected();
  const db = await openExistingDatabase();
  const { verifyAudit } = await import("../lib/services/verify-audit");
  try {
    const verdict = await verifyAudit({ db }, { expected });
    if (verdict.kind === "broken") {
      console.error(`The audit log is NOT as it was written.\n  ${auditFaultSentence(verdict.fault)}`);
      return BROKEN;
    }
    const { head } = verdict;
    if (head.sequence === 0) console.log("The audit log is empty.");
    else {
      console.log(
        `${head.sequence} rows, each as it was written${expected === null ? "" : ", the kept one included"}.`,
      );
      console.log(`  Head: ${formatAuditMark(head)}`);
      console.log("  Keep this line elsewhere; a later check compares with it: npm run audit:verify -- --expect …");
    }
    return INTACT;
  } finally {
    await db.close();
  }
}

verify().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof FriendlyError ? error.message : error);
    process.exit(NOT_DONE);
  },
);
