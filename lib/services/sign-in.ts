import "server-only";
import { findUserByEmail, type UserRow } from "@/lib/db/users";
import { type FactorWays, factorWays, hasSecondFactor } from "@/lib/domain/second-factor";
import { auditRefusal } from "./audit-refusal";
import { browserName } from "./browser-name";
import type { ServiceContext } from "./context";
import { forgetAttempts, signInKeys, takeAttempt } from "./guess-throttle";
import { openSession, type Visitor } from "./open-session";
import { verifyPassword } from "./password";
import { secondFactorsOf } from "./read-second-factors";
import { type AuditInput, audit } from "./record-audit";
import { takeCode } from "./take-code";
import { takeRateLimit } from "./take-rate-limit";

export interface SignInInput extends Visitor {
  email: string;
  password: string;
  /** Of the authenticator app, or a recovery code; left out in the first step. */
  code?: string;
}

export type SignInOutcome =
  | { kind: "signed_in"; user: UserRow; sessionId: string }
  | { kind: "wrong" }
  /** The password is right; ask for what the person has besides. */
  | { kind: "second_factor_needed"; ways: FactorWays }
  | { kind: "wrong_code" }
  | { kind: "slow_down"; until: Date };

/**
 * Checks a password, and a code where the person has a second factor, and opens a session. Failures in a row are counted
 * in the database for the address and for the e-mail, or for the person's own browsers, of passwords and codes together; the answer never tells whether
 * the e-mail exists, neither by its text nor by its time, nor who has a second factor before the password is right.
 */
export async function signIn(
  ctx: ServiceContext,
  { email, password, code = "", ...visitor }: SignInInput,
): Promise<SignInOutcome> {
  const { address, userAgent } = visitor;
  // The limit writes nothing more into the audit log: nobody may fill it from outside.
  const normalEmail = email.trim().toLowerCase();
  const isKnown = visitor.knownFor === normalEmail;
  const limited = await takeRateLimit(ctx, "sign_in", isKnown ? normalEmail : address);
  if (limited !== null) return { kind: "slow_down", until: limited };
  const keys = signInKeys(ctx, normalEmail, { address, isKnown });
  const until = await takeAttempt(ctx, keys);
  const user = await findUserByEmail(ctx.db, normalEmail);
  const refusal = { address, ...triedPerson(user, userAgent) };
  if (until !== null) {
    ctx.log.warn({ event: "sign_in_slowed_down" }, "sign-in slowed down");
    await auditRefusal(ctx, { action: "sign_in_slowed_down", ...refusal });
    return { kind: "slow_down", until };
  }
  const matches = await verifyPassword(user?.passwordHash ?? null, password);
  if (user === null || !matches) {
    ctx.log.warn({ event: "sign_in_failed" }, "sign-in failed");
    await auditRefusal(ctx, { action: "sign_in_failed", ...refusal });
    return { kind: "wrong" };
  }
  const factors = await secondFactorsOf(ctx.db, user.id);
  // Still counted as an attempt: whoever knows the password has not earned new guesses at the code.
  if (hasSecondFactor(factors) && code.trim() === "") {
    // Where no sign-in follows, this is the trace of somebody who has found out the password.
    ctx.log.info({ event: "code_asked_for", userId: user.id }, "second factor asked for");
    await audit(ctx, { action: "code_asked_for", ...refusal });
    return { kind: "second_factor_needed", ways: factorWays(factors) };
  }
  const method = hasSecondFactor(factors) ? await methodOfCode(ctx, user, code, address) : "password";
  const sessionId = method === null ? null : await openSession(ctx, user, { method }, visitor);
  if (sessionId === null) {
    ctx.log.warn({ event: "sign_in_failed" }, "sign-in failed");
    const note = method === null ? "wrong code" : "password or factors changed meanwhile";
    await auditRefusal(ctx, { action: "sign_in_failed", ...refusal, detail: { ...refusal.detail, note } });
    return { kind: method === null ? "wrong_code" : "wrong" };
  }
  await forgetAttempts(ctx, keys);
  return { kind: "signed_in", user, sessionId };
}

/** Takes the code; null when it is no good. */
async function methodOfCode(
  ctx: ServiceContext,
  { id: userId, name }: UserRow,
  code: string,
  address: string,
): Promise<"password_and_code" | "password_and_recovery_code" | null> {
  const kind = await takeCode(ctx, { userId, name, address }, code);
  if (kind === null) return null;
  return kind === "authenticator" ? "password_and_code" : "password_and_recovery_code";
}

/** What the audit log may tell: e-mails of people we know. What else is typed may be a password in the wrong field. */
function triedPerson(user: UserRow | null, userAgent: string): Pick<AuditInput, "subject" | "detail"> {
  const browser = browserName(userAgent);
  return user === null
    ? { subject: null, detail: { browser, note: "unknown e-mail" } }
    : { subject: user.email, detail: { browser } };
}
