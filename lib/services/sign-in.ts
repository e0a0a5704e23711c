import "server-only";
import { findUserByEmail, type UserRow } from "@/lib/db/users";
import { browserName } from "./browser-name";
import type { ServiceContext } from "./context";
import { forgetAttempts, takeAttempt, throttleKey } from "./guess-throttle";
import { openSession, type Visitor } from "./open-session";
import { verifyPassword } from "./password";
import { type AuditInput, audit } from "./record-audit";
import { takeRateLimit } from "./take-rate-limit";

export interface SignInInput extends Visitor {
  email: string;
  password: string;
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
  { email, password, ...visitor }: SignInInput,
): Promise<SignInOutcome> {
  const { address, userAgent } = visitor;
  // The limit writes nothing more into the audit log: nobody may fill it from outside.
  const limited = await takeRateLimit(ctx, "sign_in", address);
  if (limited !== null) return { kind: "slow_down", until: limited };
  const normalEmail = email.trim().toLowerCase();
  const keys = [throttleKey(ctx, "address", address), throttleKey(ctx, "email", normalEmail)];
  const until = await takeAttempt(ctx, keys);
  const user = await findUserByEmail(ctx.db, normalEmail);
  const refusal = { outcome: "refused", address, ...triedPerson(user, userAgent) } as const;
  if (until !== null) {
    ctx.log.warn({ event: "sign_in_slowed_down" }, "sign-in slowed down");
    await audit(ctx, { action: "sign_in_slowed_down", ...refusal });
    return { kind: "slow_down", until };
  }
  const matches = await verifyPassword(user?.passwordHash ?? null, password);
  if (user === null || !matches) {
    ctx.log.warn({ event: "sign_in_failed" }, "sign-in failed");
    await audit(ctx, { action: "sign_in_failed", ...refusal });
    return { kind: "wrong" };
  }
  await forgetAttempts(ctx, keys);
  return { kind: "signed_in", user, sessionId: await openSession(ctx, user, "password", visitor) };
}

/** What the audit log may tell: e-mails of people we know. What else is typed may be a password in the wrong field. */
function triedPerson(user: UserRow | null, userAgent: string): Pick<AuditInput, "subject" | "detail"> {
  const browser = browserName(userAgent);
  return user === null
    ? { subject: null, detail: { browser, note: "unknown e-mail" } }
    : { subject: user.email, detail: { browser } };
}
