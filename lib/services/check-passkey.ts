import "server-only";
import { type AuthenticationResponseJSON, verifyAuthenticationResponse } from "@simplewebauthn/server";
import { z } from "zod";
import { redeemChallenge } from "@/lib/db/passkey-challenges";
import { findPasskey, noteUse, type PasskeyRow } from "@/lib/db/passkeys";
import { type PasskeyPurpose, relyingParty } from "@/lib/domain/passkey";
import type { ServiceContext } from "./context";

const LONGEST_PART = 8_000;
const part = z.string().max(LONGEST_PART);

const assertion = z.object({
  id: part,
  rawId: part,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: part,
    authenticatorData: part,
    signature: part,
    userHandle: part.optional(),
  }),
});

export interface PasskeyAnswer {
  challengeId: string;
  /** As the browser sent it. */
  response: unknown;
}

/**
 * Judges what a browser had signed: the challenge must be ours, unanswered, made for this purpose and this session, the
 * origin ours, the person verified by the authenticator, the counter newer, the user handle the owner's.
 *
 * @param sessionId - null where nobody is signed in yet.
 * @returns the passkey that signed, or null on any doubt.
 */
export async function checkPasskey(
  ctx: ServiceContext,
  { challengeId, response }: PasskeyAnswer,
  { purpose, sessionId }: { purpose: PasskeyPurpose; sessionId: string | null },
): Promise<PasskeyRow | null> {
  const party = relyingParty(ctx.settings.baseUrl);
  const parsed = assertion.safeParse(response);
  if (party.kind !== "ready") return null;
  const challenge = await redeemChallenge(ctx.db, { id: challengeId, purpose, sessionId, now: ctx.now });
  if (challenge === null || !parsed.success) return null;
  const passkey = await findPasskey(ctx.db, parsed.data.id);
  if (passkey === null || !isHandleOf(passkey, parsed.data.response.userHandle, purpose)) return null;
  const newCounter = await verifiedCounter(
    ctx,
    passkey,
    { ...parsed.data, clientExtensionResults: {} },
    challenge,
    party,
  );
  if (newCounter === null) return null;
  const noted = await noteUse(ctx.db, { id: passkey.id, counter: passkey.counter, newCounter, now: ctx.now });
  return noted ? passkey : null;
}

/** At a sign-in the handle alone says who it is; elsewhere an authenticator may leave it out. */
function isHandleOf(passkey: PasskeyRow, handle: string | undefined, purpose: PasskeyPurpose): boolean {
  if (handle === undefined) return purpose !== "sign_in";
  return handle === userHandle(passkey.userId);
}

/** What an authenticator keeps beside the key to tell whose it is. */
export function userHandle(userId: string): string {
  return Buffer.from(userId, "utf8").toString("base64url");
}

async function verifiedCounter(
  ctx: ServiceContext,
  passkey: PasskeyRow,
  response: AuthenticationResponseJSON,
  expectedChallenge: string,
  party: { id: string; origin: string },
): Promise<number | null> {
  const { id, counter } = passkey;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      credential: { id, counter, publicKey: Buffer.from(passkey.publicKey, "base64url") },
      requireUserVerification: true,
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch (error) {
    // The library throws for everything that does not match.
    ctx.log.warn({ event: "passkey_refused", err: error }, "passkey refused");
    return null;
  }
}
