import "server-only";
import { removeAuthenticator as remove } from "@/lib/db/authenticators";
import type { PersonContext } from "./context";
import { type RemoveFactorOutcome, removeFactor } from "./remove-factor";

/** Forgets the person's authenticator app. */
export function removeAuthenticator(ctx: PersonContext): Promise<RemoveFactorOutcome> {
  const { userId, email } = ctx.actor;
  return removeFactor(ctx, (tx) => remove(tx, userId), { action: "authenticator_removed", subject: email });
}
