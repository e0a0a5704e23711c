import { NextResponse } from "next/server";
import { revealSentence } from "@/lib/domain/reveal-rule";
import { revealToken } from "@/lib/services/reveal-token";
import { handler } from "@/lib/web/handler";
import { requireOwnOrigin } from "@/lib/web/own-origin";

const NO_STORE = { "cache-control": "no-store" };

/** The token itself, for a person who has just proved who they are. The only answer that ever holds one. */
export const POST = handler<{ accountId: string }>(async (ctx, { accountId }, request) => {
  requireOwnOrigin(request, ctx.settings.baseUrl);
  const outcome = await revealToken(ctx, { accountId });
  if (outcome.kind === "revealed") return NextResponse.json({ token: outcome.token }, { headers: NO_STORE });
  const { refusal } = outcome;
  const status = refusal === "not_found" ? 404 : 409;
  return NextResponse.json({ error: revealSentence(refusal), code: refusal }, { status, headers: NO_STORE });
});
