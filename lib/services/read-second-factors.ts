import "server-only";
import { findAuthenticator } from "@/lib/db/authenticators";
import type { Queryable } from "@/lib/db/client";
import { countPasskeys } from "@/lib/db/passkeys";
import { countUnusedRecoveryCodes } from "@/lib/db/recovery-codes";
import type { SecondFactors } from "@/lib/domain/second-factor";
import type { PersonContext } from "./context";

/** What the person who acts has set up besides the password. */
export function readSecondFactors(ctx: PersonContext): Promise<SecondFactors> {
  return secondFactorsOf(ctx.db, ctx.actor.userId);
}

/** For other verbs: nobody learns this of somebody else. */
export async function secondFactorsOf(db: Queryable, userId: string): Promise<SecondFactors> {
  const [authenticator, passkeys, recoveryCodes] = await Promise.all([
    findAuthenticator(db, userId),
    countPasskeys(db, userId),
    countUnusedRecoveryCodes(db, userId),
  ]);
  return { authenticator: authenticator?.confirmedAt != null, passkeys, recoveryCodes };
}
