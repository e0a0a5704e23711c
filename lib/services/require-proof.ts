import "server-only";
import { AppError } from "@/lib/domain/app-error";
import { isProofFresh } from "@/lib/domain/session-rule";
import type { PersonContext } from "./context";

/**
 * The second gate of sensitive acts: this browser must have proved who is in front of it within the last ten minutes.
 * Call it after `authorize`.
 *
 * @throws AppError `proof_needed`.
 */
export function requireProof(ctx: PersonContext): void {
  if (isProofFresh(ctx.actor.provenAt, ctx.now)) return;
  throw new AppError("proof_needed", "Confirm first that it is you. Nothing was changed yet.");
}
