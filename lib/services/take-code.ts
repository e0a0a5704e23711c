import "server-only";
import { findAuthenticator, takeStep } from "@/lib/db/authenticators";
import { countUnusedRecoveryCodes, takeRecoveryCode } from "@/lib/db/recovery-codes";
import { readTypedCode, type TypedCode } from "@/lib/domain/factor-code";
import { authenticatorContext, stepOfCode } from "./authenticator-secret";
import type { ServiceContext } from "./context";
import { type AuditInput, recordAudit } from "./record-audit";
import { recoveryCodeHash } from "./recovery-code-hash";

export interface CodeOwner {
  userId: string;
  name: string;
  /** Where the request came from. */
  address: string;
}

/**
 * Takes a code of the authenticator app or a recovery code: each is good once, however many ask at the same moment.
 * Whoever calls has counted the attempt before.
 *
 * @returns which kind it was, or null when it is no good.
 */
export async function takeCode(ctx: ServiceContext, owner: CodeOwner, text: string): Promise<TypedCode["kind"] | null> {
  const typed = readTypedCode(text);
  if (typed === null) return null;
  const taken =
    typed.kind === "authenticator"
      ? await takeAuthenticatorCode(ctx, owner.userId, typed.code)
      : await takeOneRecoveryCode(ctx, owner, typed.code);
  return taken ? typed.kind : null;
}

async function takeAuthenticatorCode(ctx: ServiceContext, userId: string, code: string): Promise<boolean> {
  const authenticator = await findAuthenticator(ctx.db, userId);
  if (authenticator?.confirmedAt == null) return false;
  const step = stepOfCode(ctx.vault.open(authenticator.sealed, authenticatorContext(userId)), code, ctx.now);
  return step !== null && takeStep(ctx.db, userId, step);
}

async function takeOneRecoveryCode(ctx: ServiceContext, owner: CodeOwner, code: string): Promise<boolean> {
  const { userId, name, address } = owner;
  return ctx.db.transaction(async (tx) => {
    if (!(await takeRecoveryCode(tx, userId, recoveryCodeHash(userId, code), ctx.now))) return false;
    const detail = { left: await countUnusedRecoveryCodes(tx, userId) };
    const event: AuditInput = { action: "recovery_code_used", detail, actor: { userId, name }, address };
    await recordAudit(ctx, tx, event);
    return true;
  });
}
