import "server-only";
import { findAuthenticator } from "@/lib/db/authenticators";
import type { Queryable } from "@/lib/db/client";
import { countPasskeys } from "@/lib/db/passkeys";
import { countUnusedRecoveryCodes } from "@/lib/db/recovery-codes";
import type { SecondFactors } from "@/lib/domain/second-factor";

/** What a person has set up besides the password. Everybody may know it of themselves only: the caller sees to that. */
export async function readSecondFactors(db: Queryable, userId: string): Promise<SecondFactors> {
  const [authenticator, passkeys, recoveryCodes] = await Promise.all([
    findAuthenticator(db, userId),
    countPasskeys(db, userId),
    countUnusedRecoveryCodes(db, userId),
  ]);
  return { authenticator: authenticator?.confirmedAt != null, passkeys, recoveryCodes };
}
