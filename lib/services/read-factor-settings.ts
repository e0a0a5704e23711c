import "server-only";
import { findAuthenticator } from "@/lib/db/authenticators";
import { type PasskeyView, type RelyingParty, relyingParty } from "@/lib/domain/passkey";
import type { SecondFactors } from "@/lib/domain/second-factor";
import { authorize, type PersonContext } from "./context";
import { isFactorRequired } from "./factor-rule";
import { listPasskeys } from "./list-passkeys";
import { readSecondFactors } from "./read-second-factors";

export interface FactorSettings {
  factors: SecondFactors;
  /** An authenticator app that waits for its first code. */
  authenticatorPending: boolean;
  passkeys: PasskeyView[];
  /** Whether browsers keep passkeys for this server. */
  party: RelyingParty["kind"];
  /** Everybody needs a second factor. */
  required: boolean;
}

/** What the person may see and change of their own second factors. */
export async function readFactorSettings(ctx: PersonContext): Promise<FactorSettings> {
  authorize(ctx, "change_profile");
  const [factors, authenticator, passkeys, required] = await Promise.all([
    readSecondFactors(ctx),
    findAuthenticator(ctx.db, ctx.actor.userId),
    listPasskeys(ctx),
    isFactorRequired(ctx.db),
  ]);
  const authenticatorPending = authenticator !== null && authenticator.confirmedAt === null;
  return { factors, authenticatorPending, passkeys, party: relyingParty(ctx.settings.baseUrl).kind, required };
}
