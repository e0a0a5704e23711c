import { HOUR } from "./durations";

/** Milliseconds. How long an invitation can be used. */
export const INVITATION_LIFE = 72 * HOUR;

/** 32 bytes in base64url. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** Where an invitation leads, from the server's base address on. */
export function invitationPath(secret: string): string {
  return `/invite/${secret}`;
}

/** True for what could be an invitation's secret; anything else need not be looked up. */
export function isInvitationSecret(text: string): boolean {
  return SECRET.test(text);
}

export interface InvitationFacts {
  expiresAt: Date;
  acceptedAt: Date | null;
  revokedAt: Date | null;
}

export type InvitationState = "open" | "used" | "revoked" | "expired";

/** Only an open invitation lets anybody in. */
export function invitationState({ expiresAt, acceptedAt, revokedAt }: InvitationFacts, now: Date): InvitationState {
  if (acceptedAt !== null) return "used";
  if (revokedAt !== null) return "revoked";
  return expiresAt > now ? "open" : "expired";
}
