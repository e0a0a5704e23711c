import "server-only";
import { randomUUID } from "node:crypto";
import { deleteExpiredSessions, insertSession } from "@/lib/db/sessions";
import { findUserByEmail, type UserRow } from "@/lib/db/users";
import { after } from "@/lib/domain/durations";
import { SESSION_LIFE } from "@/lib/domain/session-rule";
import type { ServiceContext } from "./context";
import { forgetAttempts, takeAttempt, throttleKey } from "./guess-throttle";
import { verifyPassword } from "./password";

export interface SignInInput {
  email: string;
  password: string;
  /** The caller's network address. */
  address: string;
  userAgent: string;
}

export type SignInOutcome =
  | { kind: "signed_in"; user: UserRow; sessionId: string }
  | { kind: "wrong" }
  | { kind: "slow_down"; until: Date };

/**
 * Checks a password and opens a session. Failures in a row are counted in the database for the address and for the
 * e-mail; the answer never tells whether the e-mail exists, neither by its text nor by its time.
 */
export async function signIn(
  ctx: ServiceContext,
  { email, password, address, userAgent }: SignInInput,
): Promise<SignInOutcome> {
  const normalEmail = email.trim().toLowerCase();
  const keys = [throttleKey(ctx, "address", address), throttleKey(ctx, "email", normalEmail)];
  const until = await takeAttempt(ctx, keys);
  if (until !== null) {
    ctx.log.warn({ event: "sign_in_slowed_down" }, "sign-in slowed down");
    return { kind: "slow_down", until };
  }
  const user = await findUserByEmail(ctx.db, normalEmail);
  const matches = await verifyPassword(user?.passwordHash ?? null, password);
  if (user === null || !matches) {
    ctx.log.warn({ event: "sign_in_failed" }, "sign-in failed");
    return { kind: "wrong" };
  }
  await forgetAttempts(ctx, keys);
  await deleteExpiredSessions(ctx.db, ctx.now);
  const sessionId = randomUUID();
  await insertSession(ctx.db, {
    id: sessionId,
    userId: user.id,
    createdAt: ctx.now,
    lastSeenAt: ctx.now,
    expiresAt: after(ctx.now, SESSION_LIFE),
    userAgent: userAgent.slice(0, 300),
    address: address.slice(0, 100),
    provenAt: ctx.now,
    method: "password",
  });
  ctx.log.info({ event: "signed_in", userId: user.id }, "signed in");
  return { kind: "signed_in", user, sessionId };
}
