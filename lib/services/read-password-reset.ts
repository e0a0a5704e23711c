import "server-only";
import { findOpenPasswordReset } from "@/lib/db/password-resets";
import { isPasswordResetSecret } from "@/lib/domain/password-reset";
import type { ServiceContext } from "./context";
import { secretHash } from "./secret-hash";

/** Whose link to a new password this is, while it is good; null for used, replaced, expired and unknown ones alike. */
export async function readPasswordReset(
  ctx: ServiceContext,
  secret: string,
): Promise<{ id: string; user: { id: string; name: string; email: string } } | null> {
  return isPasswordResetSecret(secret) ? findOpenPasswordReset(ctx.db, secretHash(secret), ctx.now) : null;
}
