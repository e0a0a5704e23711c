import "server-only";
import type { Queryable } from "@/lib/db/client";
import { findPasswordHash } from "@/lib/db/users";
import { checkPasskey, type PasskeyAnswer } from "./check-passkey";
import type { PersonContext } from "./context";
import { forgetAttempts, takeAttempt, throttleKey } from "./guess-throttle";
import { verifyPassword } from "./password";
import { audit, recordAudit } from "./record-audit";
import { type RenamedSession, rotateProvenSession } from "./rotate-session";
import { takeCode } from "./take-code";
import { takeRateLimit } from "./take-rate-limit";

export type ProofInput =
  | { kind: "password"; password: string }
  /** Of the authenticator app, or a recovery code. */
  | { kind: "code"; code: string }
  | ({ kind: "passkey" } & PasskeyAnswer);

export type GiveProofOutcome =
  /** `session`: for this browser's new cookie. */
  { kind: "proven"; session: RenamedSession } | ProofRefusal;

export type ProofRefusal = { kind: "wrong" } | { kind: "slow_down"; until: Date };

/**
 * Proves who is in front of this browser: by password, passkey or code, whichever the person has at hand. Good for this
 * session alone, and for as long as `isProofFresh` says; the session gets a new id, so that no copy of its cookie gains.
 */
export async function giveProof(ctx: PersonContext, input: ProofInput): Promise<GiveProofOutcome> {
  const judged = await judgeProof(ctx, input);
  if (judged.kind !== "right") return judged;
  const session = await ctx.db.transaction(async (tx) => {
    const renamed = await rotateProvenSession(ctx, tx);
    await recordProof(ctx, tx, judged.way);
    return renamed;
  });
  return { kind: "proven", session };
}

/** Judges a proof and counts it, without any gain for the session. `way`: what proved it. */
export async function judgeProof(
  ctx: PersonContext,
  input: ProofInput,
): Promise<{ kind: "right"; way: string } | ProofRefusal> {
  const { userId } = ctx.actor;
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
  return { kind: "right", way };
}

/** Writes into the log that {@link judgeProof} found it right. */
export function recordProof(ctx: PersonContext, tx: Queryable, way: string): Promise<void> {
  return recordAudit(ctx, tx, { action: "proof_given", detail: { way } });
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
