import { NextResponse } from "next/server";
import { z } from "zod";
import { factorWays } from "@/lib/domain/second-factor";
import { readSecondFactors } from "@/lib/services/read-second-factors";
import { handler } from "@/lib/web/handler";
import { jsonBody } from "@/lib/web/json-body";
import { proofAnswer, typedProof } from "@/lib/web/proof-answer";

const LONGEST_TEXT = 1_000;
/** Whoever must set up a second factor proves who they are before. */
const WITHOUT_FACTOR = { withoutFactor: true };
const NO_STORE = { "cache-control": "no-store" };

const proof = z.union([
  z.object({ challengeId: z.string().max(100), response: z.unknown() }),
  z.object({
    password: z.string().max(LONGEST_TEXT).default(""),
    code: z.string().max(LONGEST_TEXT).default(""),
  }),
]);

/** Which ways a person has to prove who they are. */
export const GET = handler(
  async (ctx) => NextResponse.json(factorWays(await readSecondFactors(ctx)), { headers: NO_STORE }),
  WITHOUT_FACTOR,
);

/** Takes a proof for this browser. */
export const POST = handler(async (ctx, _parameters, request) => {
  const body = await jsonBody(request, proof);
  const input = "challengeId" in body ? { kind: "passkey" as const, ...body } : typedProof(body.password, body.code);
  const { proven, result } = await proofAnswer(ctx, input);
  return NextResponse.json({ proven, result }, { headers: NO_STORE });
}, WITHOUT_FACTOR);
