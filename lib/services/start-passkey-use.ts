import "server-only";
import { randomUUID } from "node:crypto";
import { generateAuthenticationOptions, type PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import { insertChallenge } from "@/lib/db/passkey-challenges";
import { findPasskeys } from "@/lib/db/passkeys";
import { after } from "@/lib/domain/durations";
import { CHALLENGE_LIFE, type PasskeyPurpose, relyingParty } from "@/lib/domain/passkey";
import type { ServiceContext } from "./context";
import { enforceRateLimit } from "./take-rate-limit";

export type StartPasskeyUseOutcome =
  | { kind: "ask"; challengeId: string; options: PublicKeyCredentialRequestOptionsJSON }
  | { kind: "needs_domain" | "needs_https" };

/**
 * What the browser is to have signed by a passkey: by one of the person's own for a proof, by any that it finds for a
 * sign-in, which tells nobody who has one.
 *
 * @param address - where the request came from.
 */
export async function startPasskeyUse(
  ctx: ServiceContext,
  { purpose, address }: { purpose: Exclude<PasskeyPurpose, "register">; address: string },
): Promise<StartPasskeyUseOutcome> {
  const party = relyingParty(ctx.settings.baseUrl);
  if (party.kind !== "ready") return party;
  const person = purpose === "proof" && ctx.actor.kind === "person" ? ctx.actor : null;
  await enforceRateLimit(ctx, "passkey_challenge", person?.userId ?? address);
  const known = person === null ? [] : await findPasskeys(ctx.db, person.userId);
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    userVerification: "required",
    timeout: CHALLENGE_LIFE,
    allowCredentials: known.map(({ id, transports }) => ({ id, transports: transports.split(",").filter(Boolean) })),
  });
  const challengeId = await keepChallenge(ctx, purpose, person?.sessionId ?? null, options.challenge);
  return { kind: "ask", challengeId, options };
}

/** Writes down what was asked, for one answer. Returns the id under which the answer is looked for. */
export async function keepChallenge(
  ctx: ServiceContext,
  purpose: PasskeyPurpose,
  sessionId: string | null,
  challenge: string,
): Promise<string> {
  const id = randomUUID();
  const expiresAt = after(ctx.now, CHALLENGE_LIFE);
  await insertChallenge(ctx.db, { id, challenge, purpose, sessionId, createdAt: ctx.now, expiresAt });
  return id;
}
