import "server-only";
import type { ServiceContext } from "./context";
import { canSendMail } from "./list-channels";
import { emailInput } from "./person-input";
import { takeRateLimit } from "./take-rate-limit";

export type RequestPasswordResetOutcome =
  /** Said of every address, known or not. Hand `email` to `sendPasswordReset` once the answer is out. */
  { kind: "taken"; email: string } | { kind: "invalid" } | { kind: "slow_down"; until: Date } | { kind: "no_mail" };

/** Whether the server can send links to new passwords at all. */
export function canResetByMail(ctx: ServiceContext): boolean {
  return canSendMail(ctx.settings);
}

/**
 * Takes a request for a new password. Nothing here looks at whether the e-mail exists, so that neither the answer nor its
 * time can tell.
 *
 * @param input.address - where the request came from.
 */
export async function requestPasswordReset(
  ctx: ServiceContext,
  { email: typed, address }: { email: string; address: string },
): Promise<RequestPasswordResetOutcome> {
  if (!canResetByMail(ctx)) return { kind: "no_mail" };
  const email = emailInput.safeParse(typed);
  if (!email.success) return { kind: "invalid" };
  const until = await takeRateLimit(ctx, "reset_request_address", address);
  return until === null ? { kind: "taken", email: email.data } : { kind: "slow_down", until };
}
