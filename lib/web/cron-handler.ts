import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { NextResponse } from "next/server";
import { untilFarewell } from "@/lib/farewell";
import { renewDueTokens } from "@/lib/services/renew-due-tokens";
import { adapters } from "./adapters";
import { errorResponse } from "./error-response";
import { readiness } from "./readiness";

/**
 * One run for hosts without a long-lived process, asked for with `Authorization: Bearer <CRON_SECRET>`.
 * 200 with the counts, 401 for a wrong secret, 503 when none is configured or the server is not ready.
 */
export async function handleCron(request: Request): Promise<Response> {
  const wired = adapters();
  const headers = { "cache-control": "no-store" };
  const { cronSecret } = wired.settings;
  if (cronSecret === null) {
    const error = "CRON_SECRET is not set. Set it, and send it as a bearer token.";
    return NextResponse.json({ error, code: "cron_not_configured" }, { status: 503, headers });
  }
  const sent = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
  if (!isSameSecret(sent, cronSecret)) {
    const error = "The bearer token is not CRON_SECRET.";
    return NextResponse.json(
      { error, code: "wrong_secret" },
      { status: 401, headers: { ...headers, "www-authenticate": "Bearer" } },
    );
  }
  const state = readiness();
  if (!state.ready) return NextResponse.json({ error: state.reason, code: "not_ready" }, { status: 503, headers });
  try {
    const report = await untilFarewell((stopping) => {
      const signal = AbortSignal.any([request.signal, stopping]);
      return renewDueTokens(wired, { trigger: "cron", signal });
    });
    return NextResponse.json(report, { headers });
  } catch (error) {
    return errorResponse(wired.log, error);
  }
}

/** Hashes of one length, so that neither the time nor the length tells anything. */
function isSameSecret(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
