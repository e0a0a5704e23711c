import "server-only";
import {
  type RegistrationResponseJSON,
  type VerifiedRegistrationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { z } from "zod";
import { takeFactorTurn } from "@/lib/db/authenticators";
import { isUniqueViolation } from "@/lib/db/errors";
import { redeemChallenge } from "@/lib/db/passkey-challenges";
import { insertPasskey } from "@/lib/db/passkeys";
import { MOST_PASSKEYS, relyingParty } from "@/lib/domain/passkey";
import { plainLine } from "@/lib/domain/plain-line";
import { hasSecondFactor } from "@/lib/domain/second-factor";
import { authorize, type PersonContext } from "./context";
import { type AddedFactor, finishFactor } from "./finish-factor";
import { secondFactorsOf } from "./read-second-factors";
import { requireProof } from "./require-proof";

const LONGEST_PART = 16_000;
const part = z.string().max(LONGEST_PART);

const attestation = z.object({
  id: part,
  rawId: part,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: part,
    attestationObject: part,
    transports: z
      .array(z.string().regex(/^[a-z-]{1,20}$/))
      .max(10)
      .default([]),
  }),
});

type Credential = NonNullable<VerifiedRegistrationResponse["registrationInfo"]>["credential"];

export interface AddPasskeyInput {
  name: string;
  challengeId: string;
  /** As the browser sent it. */
  response: unknown;
}

export type AddPasskeyOutcome =
  | ({ kind: "added"; name: string } & AddedFactor)
  | { kind: "refused" }
  | { kind: "known_already" }
  | { kind: "too_many" };

/** Keeps a new passkey once its browser has answered the question of `startPasskey`. */
export async function addPasskey(ctx: PersonContext, input: AddPasskeyInput): Promise<AddPasskeyOutcome> {
  authorize(ctx, "change_profile");
  requireProof(ctx);
  const credential = await verifiedCredential(ctx, input);
  if (credential === null) return { kind: "refused" };
  const name = plainLine(input.name) || "Passkey";
  try {
    return await keepPasskey(ctx, credential, name);
  } catch (error) {
    if (isUniqueViolation(error)) return { kind: "known_already" };
    throw error;
  }
}

async function keepPasskey(ctx: PersonContext, credential: Credential, name: string): Promise<AddPasskeyOutcome> {
  const { userId } = ctx.actor;
  return ctx.db.transaction(async (tx) => {
    await takeFactorTurn(tx, userId);
    const before = await secondFactorsOf(tx, userId);
    if (before.passkeys >= MOST_PASSKEYS) return { kind: "too_many" };
    await insertPasskey(tx, {
      id: credential.id,
      userId,
      name,
      publicKey: Buffer.from(credential.publicKey).toString("base64url"),
      counter: credential.counter,
      transports: (credential.transports ?? []).join(","),
      createdAt: ctx.now,
      lastUsedAt: null,
    });
    const event = { action: "passkey_added", subject: name } as const;
    return { kind: "added", name, ...(await finishFactor(ctx, tx, { first: !hasSecondFactor(before), event })) };
  });
}

/** The passkey that the answer holds, or null on any doubt. */
async function verifiedCredential(
  ctx: PersonContext,
  { challengeId, response }: AddPasskeyInput,
): Promise<Credential | null> {
  const party = relyingParty(ctx.settings.baseUrl);
  const parsed = attestation.safeParse(response);
  if (party.kind !== "ready") return null;
  const { sessionId } = ctx.actor;
  const question = { id: challengeId, purpose: "register", sessionId, now: ctx.now } as const;
  const expectedChallenge = await redeemChallenge(ctx.db, question);
  if (expectedChallenge === null || !parsed.success) return null;
  const answer = { ...parsed.data, clientExtensionResults: {} } as RegistrationResponseJSON;
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: answer,
      expectedChallenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
    });
    return verified ? registrationInfo.credential : null;
  } catch (error) {
    // The library throws for everything that does not match.
    ctx.log.warn({ event: "passkey_refused", err: error }, "passkey refused");
    return null;
  }
}
