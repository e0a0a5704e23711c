import "server-only";
import { confirmAuthenticator as confirm, findAuthenticator, takeFactorTurn } from "@/lib/db/authenticators";
import { readTypedCode } from "@/lib/domain/factor-code";
import { hasSecondFactor } from "@/lib/domain/second-factor";
import { authenticatorContext, stepOfCode } from "./authenticator-secret";
import { authorize, type PersonContext } from "./context";
import { type AddedFactor, finishFactor } from "./finish-factor";
import { secondFactorsOf } from "./read-second-factors";
import { requireProof } from "./require-proof";

export type ConfirmAuthenticatorOutcome =
  | ({ kind: "confirmed" } & AddedFactor)
  | { kind: "wrong" }
  | { kind: "not_started" };

/** Turns the authenticator app on once it has shown that it holds the secret. */
export async function confirmAuthenticator(
  ctx: PersonContext,
  { code }: { code: string },
): Promise<ConfirmAuthenticatorOutcome> {
  authorize(ctx, "change_profile");
  requireProof(ctx);
  const { userId, email } = ctx.actor;
  const pending = await findAuthenticator(ctx.db, userId);
  if (pending === null || pending.confirmedAt !== null) return { kind: "not_started" };
  const { sealed } = pending;
  const typed = readTypedCode(code);
  const secret = ctx.vault.open(sealed, authenticatorContext(userId));
  const step = typed?.kind === "authenticator" ? stepOfCode(secret, typed.code, ctx.now) : null;
  if (step === null) return { kind: "wrong" };
  const event = { action: "authenticator_added", subject: email } as const;
  return ctx.db.transaction(async (tx) => {
    await takeFactorTurn(tx, userId);
    const first = !hasSecondFactor(await secondFactorsOf(tx, userId));
    if (!(await confirm(tx, { userId, sealed, step, now: ctx.now }))) return { kind: "not_started" };
    return { kind: "confirmed", ...(await finishFactor(ctx, tx, { first, event })) };
  });
}
