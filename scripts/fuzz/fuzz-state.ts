import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "@/lib/db/client";
import { ROOT } from "../run-command";
import type { Who } from "./fuzz-requests";

/** What anybody's request may write: how often was asked, what was tried, and a question for a passkey. */
const WRITTEN_FOR_ALL = ["RateLimit", "SignInThrottle", "AuditEvent", "AuditHead", "PasskeyChallenge"];
/** What belongs to the person alone who asks. */
const OWN = ["User", "Session", "Passkey", "RecoveryCode", "PasswordReset", "ConnectFlow"];

const MAY_WRITE: Record<Exclude<Who, "manager">, readonly string[]> = {
  nobody: WRITTEN_FOR_ALL,
  viewer: [...WRITTEN_FOR_ALL, ...OWN],
};

/** A digest of each table that requests of `who` must leave as it is; null for those who may change anything. */
export async function readState(db: Database, who: Who): Promise<Map<string, string> | null> {
  if (who === "manager") return null;
  const state = new Map<string, string>();
  for (const table of tables().filter((name) => !MAY_WRITE[who].includes(name))) {
    const rows = await db.$queryRawUnsafe<unknown[]>(`SELECT * FROM "${table}"`);
    const lines = rows.map((row) =>
      JSON.stringify(row, (_, value) => (typeof value === "bigint" ? String(value) : value)),
    );
    state.set(table, createHash("sha256").update(lines.sort().join("\n")).digest("hex"));
  }
  return state;
}

/** The tables in which the two differ. */
export function changedTables(before: Map<string, string> | null, after: Map<string, string> | null): string[] {
  if (before === null || after === null) return [];
  return [...before].filter(([table, digest]) => after.get(table) !== digest).map(([table]) => table);
}

/** As the model file has them: none can be forgotten. */
function tables(): string[] {
  const model = readFileSync(join(ROOT, "prisma/schema.prisma"), "utf8");
  return [...model.matchAll(/^model (\w+) \{/gm)].map(([, table = ""]) => table);
}
