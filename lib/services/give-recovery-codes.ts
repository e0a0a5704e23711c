import "server-only";
import { randomBytes, randomUUID } from "node:crypto";
import type { Queryable } from "@/lib/db/client";
import { replaceRecoveryCodes } from "@/lib/db/recovery-codes";
import { RECOVERY_CODE_BYTES, RECOVERY_CODES, recoveryCodeText } from "@/lib/domain/factor-code";
import type { PersonContext } from "./context";
import { recordAudit } from "./record-audit";
import { recoveryCodeHash } from "./recovery-code-hash";

/**
 * Gives the person new recovery codes in the place of all that were there. Call it last in the transaction.
 *
 * @returns the codes in the clear, for the one time that they are known.
 */
export async function giveRecoveryCodes(ctx: PersonContext, tx: Queryable): Promise<string[]> {
  const { userId, email } = ctx.actor;
  const codes = Array.from({ length: RECOVERY_CODES }, () => recoveryCodeText(randomBytes(RECOVERY_CODE_BYTES)));
  const rows = codes.map((code) => ({
    id: randomUUID(),
    codeHash: recoveryCodeHash(userId, code.replaceAll("-", "")),
  }));
  await replaceRecoveryCodes(tx, userId, rows);
  await recordAudit(ctx, tx, { action: "recovery_codes_made", subject: email, detail: { codes: codes.length } });
  return codes;
}
