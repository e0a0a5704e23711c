import "server-only";
import { findUserById, type UserRow } from "@/lib/db/users";
import { auditRefusal } from "./audit-refusal";
import { browserName } from "./browser-name";
import { checkPasskey, type PasskeyAnswer } from "./check-passkey";
import type { ServiceContext } from "./context";
import { forgetAttempts, takeAttempt, throttleKey } from "./guess-throttle";
import { openSession, type Visitor } from "./open-session";
import { takeRateLimit } from "./take-rate-limit";

export type PasskeySignInOutcome =
  | { kind: "signed_in"; user: UserRow; sessionId: string }
  | { kind: "refused" }
  | { kind: "slow_down"; until: Date };

/**
 * Opens a session for whoever's passkey answers. No second factor is asked for: the device has verified the person, and
 * is itself what they have.
 */
export async function signInWithPasskey(
  ctx: ServiceContext,
  { challengeId, response, ...visitor }: PasskeyAnswer & Visitor,
): Promise<PasskeySignInOutcome> {
  const { address, userAgent } = visitor;
  const keys = [throttleKey(ctx, "address", address)];
  const limited = await takeRateLimit(ctx, "sign_in", address);
  if (limited !== null) return { kind: "slow_down", until: limited };
  const until = await takeAttempt(ctx, keys);
  const refusal = { address, detail: { browser: browserName(userAgent), way: "passkey" } };
  if (until !== null) {
    ctx.log.warn({ event: "sign_in_slowed_down" }, "sign-in slowed down");
    await auditRefusal(ctx, { action: "sign_in_slowed_down", ...refusal });
    return { kind: "slow_down", until };
  }
  const passkey = await checkPasskey(ctx, { challengeId, response }, { purpose: "sign_in", sessionId: null });
  const user = passkey === null ? null : await findUserById(ctx.db, passkey.userId);
  const proven = passkey === null ? null : ({ method: "passkey", passkeyId: passkey.id } as const);
  const sessionId = user === null || proven === null ? null : await openSession(ctx, user, proven, visitor);
  if (user === null || sessionId === null) {
    ctx.log.warn({ event: "sign_in_failed" }, "sign-in failed");
    await auditRefusal(ctx, { action: "sign_in_failed", ...refusal });
    return { kind: "refused" };
  }
  await forgetAttempts(ctx, keys);
  return { kind: "signed_in", user, sessionId };
}
