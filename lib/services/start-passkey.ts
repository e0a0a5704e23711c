import "server-only";
import { generateRegistrationOptions, type PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server";
import { findPasskeys } from "@/lib/db/passkeys";
import { CHALLENGE_LIFE, relyingParty } from "@/lib/domain/passkey";
import { authorize, type PersonContext } from "./context";
import { requireProof } from "./require-proof";
import { keepChallenge } from "./start-passkey-use";
import { enforceRateLimit } from "./take-rate-limit";

export type StartPasskeyOutcome =
  | { kind: "ask"; challengeId: string; options: PublicKeyCredentialCreationOptionsJSON }
  | { kind: "needs_domain" | "needs_https" };

/** What a browser needs to make a passkey: kept on the device, so that it serves without an e-mail, and verified there. */
export async function startPasskey(ctx: PersonContext): Promise<StartPasskeyOutcome> {
  authorize(ctx, "change_profile");
  requireProof(ctx);
  const party = relyingParty(ctx.settings.baseUrl);
  if (party.kind !== "ready") return party;
  const { userId, email, name, sessionId } = ctx.actor;
  await enforceRateLimit(ctx, "passkey_challenge", userId);
  const known = await findPasskeys(ctx.db, userId);
  const options = await generateRegistrationOptions({
    rpName: "Perennial",
    rpID: party.id,
    userID: new TextEncoder().encode(userId),
    userName: email,
    userDisplayName: name,
    timeout: CHALLENGE_LIFE,
    attestationType: "none",
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports: transports.split(",").filter(Boolean) })),
  });
  return { kind: "ask", challengeId: await keepChallenge(ctx, "register", sessionId, options.challenge), options };
}
