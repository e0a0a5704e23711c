import "server-only";
import { NextResponse } from "next/server";
import { AppError } from "@/lib/domain/app-error";
import { RELYING_PARTY_PROBLEMS } from "@/lib/domain/passkey";

type Question = { kind: "ask"; challengeId: string; options: object } | { kind: keyof typeof RELYING_PARTY_PROBLEMS };

/**
 * What a browser is to have signed, as it travels.
 *
 * @throws AppError `invalid_input` where browsers keep no passkeys.
 */
export function passkeyQuestion(outcome: Question): Response {
  if (outcome.kind !== "ask") throw new AppError("invalid_input", RELYING_PARTY_PROBLEMS[outcome.kind]);
  const { challengeId, options } = outcome;
  return NextResponse.json({ challengeId, options }, { headers: { "cache-control": "no-store" } });
}
