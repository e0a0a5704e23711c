import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { after, NextResponse } from "next/server";
import { elapsed, SECOND } from "@/lib/domain/durations";
import { untilFarewell } from "@/lib/farewell";
import { type Adapters, serverContext } from "@/lib/services/context";
import { refreshPictures } from "@/lib/services/refresh-pictures";
import { renewDueTokens } from "@/lib/services/renew-due-tokens";
import { takeRateLimit } from "@/lib/services/take-rate-limit";
import { adapters } from "./adapters";
import { clientAddress } from "./client-address";
import { errorResponse } from "./error-response";
import { readiness } from "./readiness";

/** Wrong secrets are counted apart, so that nobody can keep the real cron out. */
const RIGHT_SECRET = "the right secret";

/**
 * One run for hosts without a long-lived process, asked for with `Authorization: Bearer <CRON_SECRET>`.
 * 200 with the counts, 401 for a wrong secret, 429 for too many calls, 503 when no secret is configured or the server is
 * not ready.
 */
export async function handleCron(request: Request): Promise<Response> {
  const wired = adapters();
  const { cronSecret } = wired.settings;
  if (cronSecret === null) {
    return answer(503, "cron_not_configured", "CRON_SECRET is not set. Set it, and send it as a bearer token.");
  }
  const state = readiness();
  if (!state.ready) return answer(503, "not_ready", state.reason);
  const sent = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
  const isRight = isSameSecret(sent, cronSecret);
  try {
    const ctx = serverContext(wired);
    const until = await takeRateLimit(ctx, "cron", isRight ? RIGHT_SECRET : clientAddress(request.headers));
    if (until !== null) {
      const seconds = Math.max(1, Math.ceil(elapsed(ctx.now, until) / SECOND));
      const error = `That was too often. Try again in ${seconds} seconds.`;
      return answer(429, "too_many_requests", error, { "retry-after": String(seconds) });
    }
    if (!isRight) {
      return answer(401, "wrong_secret", "The bearer token is not CRON_SECRET.", { "www-authenticate": "Bearer" });
    }
    const report = await untilFarewell((stopping) => {
      const signal = AbortSignal.any([request.signal, stopping]);
      return renewDueTokens(wired, { trigger: "cron", signal });
    });
    if (report.complete) after(() => untilFarewell((stopping) => picturesOf(wired, stopping)));
    return NextResponse.json(report, { headers: NOT_KEPT });
  } catch (error) {
    return errorResponse(wired.log, error);
  }
}

const NOT_KEPT = { "cache-control": "no-store" };

function answer(status: number, code: string, error: string, headers: Record<string, string> = {}): Response {
  return NextResponse.json({ error, code }, { status, headers: { ...NOT_KEPT, ...headers } });
}

async function picturesOf(wired: Adapters, signal: AbortSignal): Promise<void> {
  await refreshPictures(wired, { signal }).catch((error) =>
    wired.log.warn({ event: "pictures_failed", err: error }, "pictures not refreshed"),
  );
}

/** Hashes of one length, so that neither the time nor the length tells anything. */
function isSameSecret(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
