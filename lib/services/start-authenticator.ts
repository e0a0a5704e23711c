import "server-only";
import { putPendingAuthenticator } from "@/lib/db/authenticators";
import { authenticatorContext, authenticatorUri, makeAuthenticatorSecret } from "./authenticator-secret";
import { authorize, type PersonContext } from "./context";
import { requireProof } from "./require-proof";

export type StartAuthenticatorOutcome = { kind: "started"; secret: string; uri: string } | { kind: "already_there" };

/** Makes the secret of an authenticator app. It counts for nothing until `confirmAuthenticator` got a code of it. */
export async function startAuthenticator(ctx: PersonContext): Promise<StartAuthenticatorOutcome> {
  authorize(ctx, "change_profile");
  requireProof(ctx);
  const { userId, email } = ctx.actor;
  const secret = makeAuthenticatorSecret();
  const sealed = ctx.vault.seal(secret, authenticatorContext(userId));
  if (!(await putPendingAuthenticator(ctx.db, userId, sealed))) return { kind: "already_there" };
  return { kind: "started", secret, uri: authenticatorUri(secret, email) };
}
