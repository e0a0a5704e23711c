import "server-only";
import { findAccount } from "@/lib/db/accounts";
import { isProofFresh } from "@/lib/domain/session-rule";
import { authorize, type PersonContext } from "./context";
import { detachAccount } from "./detach-account";
import { recordAudit } from "./record-audit";
import { requireProof } from "./require-proof";
import { takeRateLimit } from "./take-rate-limit";

export type DisconnectOutcome =
  | { kind: "disconnected"; username: string }
  | { kind: "username_differs"; username: string }
  | { kind: "superseded"; username: string }
  | { kind: "not_found" };

/**
 * Destroys the token, forgets the picture and takes the account off the list; its history stays.
 *
 * @param typedUsername - must be the account's username, with or without "@"; guards against the wrong row.
 * @throws AppError `proof_needed` beyond a few a day: one by one is a way to disconnect many, too.
 */
export async function disconnectAccount(
  ctx: PersonContext,
  { accountId, typedUsername }: { accountId: string; typedUsername: string },
): Promise<DisconnectOutcome> {
  authorize(ctx, "change_accounts");
  const account = await findAccount(ctx.db, accountId);
  if (account === null || account.disconnectedAt !== null) return { kind: "not_found" };
  const { username } = account;
  if (typedUsername.trim().replace(/^@/, "").toLowerCase() !== username.toLowerCase())
    return { kind: "username_differs", username };
  const { provenAt, userId } = ctx.actor;
  if (!isProofFresh(provenAt, ctx.now) && (await takeRateLimit(ctx, "unproven_disconnect", userId)) !== null)
    requireProof(ctx);
  const done = await ctx.db.transaction(async (tx) => {
    if (!(await detachAccount(ctx, tx, account))) return false;
    // By its id alone: the username must be erasable when that person asks for it.
    await recordAudit(ctx, tx, { action: "accounts_disconnected", detail: { accountId, count: 1 } });
    return true;
  });
  return done ? { kind: "disconnected", username } : { kind: "superseded", username };
}
