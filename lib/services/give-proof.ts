import "server-only";
import { markProven } from "@/lib/db/sessions";
import { findPasswordHash } from "@/lib/db/users";
import { checkPasskey, type PasskeyAnswer } from "./check-passkey";
import type { PersonContext } from "./context";
import { forgetAttempts, takeAttempt, throttleKey } from "./guess-throttle";
import { verifyPassword } from "./password";
import { audit, recordAudit } from "./record-audit";
import { takeCode } from "./take-code";
import { takeRateLimit } from "./take-rate-limit";

export type ProofInput =
  | { kind: "password"; password: string }
  /** Of the authenticator app, or a recovery code. */
  | { kind: "code"; code: string }
  | ({ kind: "passkey" } & PasskeyAnswer);

export type GiveProofOutcome = { kind: "proven" } | { kind: "wrong" } | { kind: "slow_down"; until: Date };

/**
 * Proves who is in front of this browser: by password, passkey or code, whichever the person has at hand. Good for this
 * session alone, and for as long as `isProofFresh` says.
 */
export async function giveProof(ctx: PersonContext, input: ProofInput): Promise<GiveProofOutcome> {
  const { userId, sessionId } = ctx.actor;
  const keys = [throttleKey(ctx, "proof", userId)];
  const until = (await takeRateLimit(ctx, "proof", userId)) ?? (await takeAttempt(ctx, keys));
  if (until !== null) {
    await audit(ctx, { action: "proof_failed", outcome: "refused", detail: { reason: "too_often", way: input.kind } });
    return { kind: "slow_down", until };
  }
  const way = await provenWay(ctx, input);
  if (way === null) {
    await audit(ctx, { action: "proof_failed", outcome: "refused", detail: { reason: "wrong", way: input.kind } });
    return { kind: "wrong" };
  }
  await forgetAttempts(ctx, keys);
  await ctx.db.transaction(async (tx) => {
    await markProven(tx, sessionId, ctx.now);
    await recordAudit(ctx, tx, { action: "proof_given", detail: { way } });
  });
  return { kind: "proven" };
}

/** What proved it, or null. */
async function provenWay(ctx: PersonContext, input: ProofInput): Promise<string | null> {
  const { userId, name, sessionId, address } = ctx.actor;
  if (input.kind === "password") {
    const hash = await findPasswordHash(ctx.db, userId);
    return (await verifyPassword(hash, input.password)) ? "password" : null;
  }
  if (input.kind === "code") return takeCode(ctx, { userId, name, address }, input.code);
  const passkey = await checkPasskey(ctx, input, { purpose: "proof", sessionId });
  return passkey?.userId === userId ? "passkey" : null;
}
